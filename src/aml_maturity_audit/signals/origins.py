"""Git origins: many spellings, one repository. Source: issue "Azure DevOps: pipelines read as
evidence", Linking; azure_facts A.3."""

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

_SCP = re.compile(r"^(?:(?P<user>[^@/\s]+)@)?(?P<host>[^:/\s]+):(?P<path>(?!//).+)$")
_AZURE_HOSTS = {"dev.azure.com", "ssh.dev.azure.com"}
_OLD_SSH = "vs-ssh.visualstudio.com"
"""Names the organization as the user, or after `v3/`."""
_ALIASES = {"ssh.github.com": "github.com", "www.github.com": "github.com"}


@lru_cache(maxsize=4096)  # thousands of jobs come from a handful of repositories
def canonical(url: str | None) -> str:
    """One spelling per repository: `host/path` in lower case, without user, port, `.git` or query.

    Azure DevOps becomes `dev.azure.com/{org}/{project}/_git/{repo}` whatever it was: https or ssh,
    `{org}.visualstudio.com` with or without a collection, a project left out where it bears the
    repository's name. Empty where `url` names no remote repository (a path, nothing).
    """
    if not url:
        return ""
    host, path, user = _split(url.strip())
    if not host:
        return ""
    parts = [unquote(part).strip() for part in path.split("/")]
    parts = [part for part in parts if part]
    if not parts:
        return ""
    if host in _AZURE_HOSTS or host.endswith(".visualstudio.com"):
        return _azure(host, parts, user)
    parts[-1] = re.sub(r"\.git$", "", parts[-1], flags=re.IGNORECASE)
    return "/".join([_ALIASES.get(host, host.removeprefix("www.")), *parts]).lower()


def host_of(url: str | None) -> str:
    """The host that an origin points at; empty for none."""
    return canonical(url).split("/", 1)[0]


def _split(url: str) -> tuple[str, str, str]:
    """Host, path and user; empty where `url` is of no host."""
    if "://" in url:
        try:
            split = urlsplit(url)
            host = split.hostname or ""
        except ValueError:
            return "", "", ""
        if split.scheme.lower() not in {"http", "https", "ssh", "git", "git+ssh"}:
            return "", "", ""
        return host.lower().rstrip("."), split.path, split.username or ""
    if (match := _SCP.match(url)) and (match["user"] or "." in match["host"]):  # no `C:/…`
        return match["host"].lower(), match["path"], match["user"] or ""
    return "", "", ""


def _azure(host: str, parts: list[str], user: str) -> str:
    if parts[0].lower() in {"v3", "v2"} and len(parts) >= 4:
        return _repository(parts[1], parts[2], parts[3])
    if host == "ssh.dev.azure.com":
        return ""
    if host == "dev.azure.com":
        organization, rest = parts[0], parts[1:]
    else:
        organization, rest = (user if host == _OLD_SSH else host.split(".", 1)[0]), parts
    if rest and rest[0].lower() == "defaultcollection":
        rest = rest[1:]
    at = next((n for n, part in enumerate(rest) if part.lower() in {"_git", "_ssh"}), None)
    if at is None or at + 1 >= len(rest):
        return ""
    repository = rest[at + 1]
    if repository.lower() in {"_full", "_optimized"} and at + 2 < len(rest):
        repository = rest[at + 2]
    if not organization:  # the user was taken off: some repository, but of nobody known
        return "/".join([host, *parts]).lower()
    return _repository(organization, rest[at - 1] if at > 0 else repository, repository)


def _repository(organization: str, project: str, repository: str) -> str:
    return f"dev.azure.com/{organization}/{project}/_git/{repository}".lower()
