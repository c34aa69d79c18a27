"""Organizations and collections, as the user names them. Source: issue "Azure DevOps", Session."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote, urlsplit

from aml_maturity_audit.errors import UsageError

HOSTED = "dev.azure.com"
OLD_SUFFIX = ".visualstudio.com"
_EXAMPLE = "Write it as https://dev.azure.com/ORGANIZATION."


@dataclass(frozen=True)
class Organization:
    """An organization or collection, and the projects of it that the user named."""

    url: str
    """Without a slash at the end."""
    name: str
    projects: tuple[str, ...] = ()
    """Empty: all of them."""

    @property
    def host(self) -> str:
        """Its host and port, as in its address."""
        return urlsplit(self.url).netloc.lower()

    @property
    def is_hosted(self) -> bool:
        """Whether it is one of Azure DevOps Services, in either spelling of its address."""
        return self.host == HOSTED or self.host.endswith(OLD_SUFFIX)

    def on(self, area: str) -> str:
        """Where a service of its own host lives (`vsrm`, `vstmr` …), by Microsoft's rule."""
        if self.host == HOSTED:
            return f"https://{area}.{HOSTED}/{quote(self.name)}"
        if self.host.endswith(OLD_SUFFIX):
            return f"https://{self.name}.{area}{OLD_SUFFIX}"
        return self.url


def organizations(urls: Iterable[str], projects: Iterable[str] = ()) -> tuple[Organization, ...]:
    """The organizations at `urls`, each with the projects named for it.

    A project is a name, which then counts for every organization, or `ORGANIZATION/PROJECT`, or its
    address; an address may also stand among `urls`. Raises UsageError for what is no https
    address, and for projects without an organization.
    """
    found: dict[str, Organization] = {}
    for url in urls:
        _add(found, organization(url))
    for project in projects:
        if "://" in project:
            _add(found, organization(project))
            continue
        owner, _, name = project.strip().strip("/").rpartition("/")
        matching = [o for o in found.values() if not owner or o.name.lower() == owner.lower()]
        if not matching or not name:
            raise UsageError(
                f"--devops-project {project} belongs to no named organization.",
                remedy="Name its organization too: --devops-organization URL.",
            )
        for one in matching:
            _add(found, replace(one, projects=(name,)))
    return tuple(found.values())


def organization(url: str) -> Organization:
    """The organization at `url`, with the project that its path names, if any.

    Raises UsageError where `url` is no https address of an organization or collection.
    """
    text = url.strip()
    try:
        split = urlsplit(text if "://" in text else f"https://{text}")
        host, port = split.hostname or "", split.port
    except ValueError as error:
        raise UsageError(f"{url!r} is no address.", remedy=_EXAMPLE) from error
    if split.scheme.lower() != "https" or not host or split.password or "@" in split.path:
        raise UsageError(f"{url!r} is no https address.", remedy=_EXAMPLE)
    parts = [unquote(part) for part in split.path.split("/") if part]
    if any(_is_unsafe(part) for part in parts):
        raise UsageError(f"{url!r} is no address of an organization.", remedy=_EXAMPLE)
    if host == HOSTED:
        return _hosted(url, parts)
    if host.endswith(OLD_SUFFIX):
        return _old(host, parts)
    authority = host if port is None else f"{host}:{port}"
    path = "".join(f"/{quote(part)}" for part in parts)
    return Organization(f"https://{authority}{path}", parts[-1] if parts else host)


def _hosted(url: str, parts: list[str]) -> Organization:
    if not parts:
        raise UsageError(f"{url!r} names no organization.", remedy=_EXAMPLE)
    return Organization(f"https://{HOSTED}/{quote(parts[0])}", parts[0], _project(parts[1:]))


def _old(host: str, parts: list[str]) -> Organization:
    if parts and parts[0].lower() == "defaultcollection":
        parts = parts[1:]
    return Organization(f"https://{host}", host.split(".", 1)[0], _project(parts))


def _project(parts: list[str]) -> tuple[str, ...]:
    """What follows the organization in an address: a project, unless it is a page's name."""
    return (parts[0],) if parts and not parts[0].startswith("_") else ()


def _add(found: dict[str, Organization], one: Organization) -> None:
    key = one.url.lower()
    known = found.get(key)
    if known is None:
        found[key] = one
        return
    more = [p for p in one.projects if p.lower() not in {k.lower() for k in known.projects}]
    found[key] = replace(known, projects=(*known.projects, *more))


def _is_unsafe(part: str) -> bool:
    return part in {".", ".."} or "/" in part or "\\" in part or not part.isprintable()
