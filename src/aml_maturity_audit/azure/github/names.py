"""Which GitHub, and whose repositories: as the user names them.

`owners(["contoso/uplift"], ["contoso-labs"], server())` is what a run may read, and nothing else.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from yarl import URL

from aml_maturity_audit.azure.guard import origin_of, parsed
from aml_maturity_audit.azure.problems import GuardRefused
from aml_maturity_audit.errors import UsageError

PUBLIC_API = "https://api.github.com"
PUBLIC_WEB = "https://github.com"
_NAME = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}")
_SERVER_PATH = "/api/v3"
_HOSTED = re.compile(r"^(?:api\.)?(?P<host>[a-z0-9-]+\.ghe\.com)$")
"""With data residency: the API is beside the address for people."""


@dataclass(frozen=True)
class Server:
    """A GitHub: where its REST API is, and where people look at it."""

    api: str = PUBLIC_API
    """Without a slash at its end."""
    web: str = PUBLIC_WEB


@dataclass(frozen=True)
class Owner:
    """A user or organization, and which of its repositories are read."""

    name: str
    repositories: tuple[str, ...] = ()
    whole: bool = False
    """All of them, as the owner was named as an organization."""


def server(url: str | None = None) -> Server:
    """The GitHub with this API address; github.com without one.

    `https://api.github.com`, `https://api.NAME.ghe.com`, `https://HOST/api/v3`, or just the address
    of a server of one's own. Raises UsageError where it cannot be one.
    """
    if not url or not url.strip():
        return Server()
    told = url.strip().rstrip("/")
    try:
        address = parsed(told)
    except GuardRefused as refused:
        raise UsageError(
            f"{told!r} is no address of a GitHub API.",
            remedy="Give it as https://HOST/api/v3, or leave it out for github.com.",
        ) from refused
    if address.query_string or address.fragment:
        raise UsageError(f"{told!r} is no address of a GitHub API: it has a query.")
    origin = _shown(address)
    host = (address.host or "").lower()
    if host in {"api.github.com", "github.com", "www.github.com"}:
        return Server()
    if hosted := _HOSTED.match(host):
        return Server(f"https://api.{hosted['host']}", f"https://{hosted['host']}")
    path = address.path.rstrip("/") or _SERVER_PATH
    return Server(f"{origin}{path}", f"{origin}{path.removesuffix(_SERVER_PATH)}")


def owners(
    repositories: Iterable[str], organizations: Iterable[str], at: Server
) -> tuple[Owner, ...]:
    """What is named, by owner. Raises UsageError for what is no name of a repository or owner."""
    found: dict[str, Owner] = {}
    for told in organizations:
        parts = _parts(told, at)
        if len(parts) != 1:
            raise UsageError(
                f"{told!r} is no GitHub organization.",
                remedy="Give its name: --github-organization contoso",
            )
        known = found.get(parts[0].lower(), Owner(parts[0]))
        found[parts[0].lower()] = replace(known, whole=True)
    for told in repositories:
        parts = _parts(told, at)
        if len(parts) != 2:
            raise UsageError(
                f"{told!r} is no GitHub repository.",
                remedy="Give it as OWNER/REPO: --github-repository contoso/uplift",
            )
        owner, name = parts[0], parts[1]
        known = found.get(owner.lower(), Owner(owner))
        if name.lower() not in {one.lower() for one in known.repositories}:
            known = replace(known, repositories=(*known.repositories, name))
        found[owner.lower()] = known
    return tuple(found.values())


def addresses(named: Iterable[Owner], at: Server) -> tuple[str, ...]:
    """The addresses, for people, of what was named."""
    found: list[str] = []
    for owner in named:
        found += [f"{at.web}/{owner.name}"] if owner.whole else []
        found += [f"{at.web}/{owner.name}/{name}" for name in owner.repositories]
    return tuple(found)


def _parts(told: str, at: Server) -> Sequence[str]:
    """The owner, and the repository where one is named; empty where it is neither."""
    text = told.strip().rstrip("/")
    if "://" in text:
        prefix = f"{at.web}/"
        if not text.lower().startswith(prefix.lower()):
            raise UsageError(
                f"{told!r} is not at {at.web}.",
                remedy="Name the GitHub that it is at: --github-api-url https://HOST/api/v3",
            )
        text = text[len(prefix) :]
    parts = text.split("/")
    parts[-1] = parts[-1].removesuffix(".git")
    return parts if all(_NAME.fullmatch(part) for part in parts) else ()


def _shown(address: URL) -> str:
    """The origin without the port that https has anyway."""
    return origin_of(address).removesuffix(":443")
