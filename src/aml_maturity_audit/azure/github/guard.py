"""The guard of GitHub: one API, the owners and repositories that were named, only reads.

A token may open many repositories, so it goes to one host and asks for nothing there that the user
did not name: no repository met in a git origin or in an answer. Of a repository that a workflow
uses files may be asked for, and nothing else. Source: design.md, section 5; issue "GitHub".
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from yarl import URL

from aml_maturity_audit.azure.github.names import Owner, Server
from aml_maturity_audit.azure.guard import READS, origin_of, parsed
from aml_maturity_audit.azure.problems import GuardRefused

MOST_ADMITTED = 500
"""Repositories that workflows use."""
_REPOSITORY = re.compile(r"(?!\.{1,2}/)[a-z0-9._-]{1,100}/(?!\.{1,2}$)[a-z0-9._-]{1,100}")
_INSTALLATION_TOKEN = re.compile(r"/app/installations/\d{1,20}/access_tokens")


class GitHubGuard:
    """Lets pass what reads from what the user named, and the request for an App's token."""

    def __init__(self, server: Server, owners: Iterable[Owner]) -> None:
        api = URL(server.api)
        self._origin = origin_of(api)
        self._base = api.path.rstrip("/").lower()
        self._owners = {one.name.lower(): one for one in owners}
        self._admitted: set[str] = set()

    def admit(self, repository: str) -> None:
        """Let files of a repository be read, as a workflow that is read uses it.

        Raises GuardRefused where it is no name of one, or where too many are.
        """
        name = repository.lower()
        if not _REPOSITORY.fullmatch(name):
            raise GuardRefused(f"{repository[:200]} is no repository; it was not asked for.")
        if name not in self._admitted and len(self._admitted) >= MOST_ADMITTED:
            raise GuardRefused(f"{repository} was not asked for: too many are used by workflows.")
        self._admitted.add(name)

    def check(self, method: str, url: str) -> None:
        """Raises GuardRefused unless this is a read of something named, at the named API."""
        address = parsed(url)
        if origin_of(address) != self._origin:
            raise GuardRefused(
                f"{origin_of(address)} is not {self._origin}, the only host that the GitHub token"
                " is sent to; it was not asked."
            )
        path = unquote(address.raw_path).lower()
        if not path.startswith(f"{self._base}/") or ".." in path.split("/"):
            raise GuardRefused(f"{address.path} is not of the GitHub API; it was not asked for.")
        rest = path[len(self._base) :]
        if method == "POST" and _INSTALLATION_TOKEN.fullmatch(rest):
            return
        if method not in READS:
            raise GuardRefused(f"{method} is no read; {address.path} was not asked for.")
        parts = rest.strip("/").split("/")
        if not self._is_named(parts) and not self._is_used(method, parts):
            raise GuardRefused(f"{address.path} is of nothing that was named; not asked for.")

    def _is_named(self, parts: list[str]) -> bool:
        if len(parts) < 2:
            return False
        kind, owner = parts[0], self._owners.get(parts[1])
        if owner is None:
            return False
        if kind == "orgs":
            return owner.whole or parts[2:] == ["installation"]
        if kind == "users":
            return owner.whole and parts[2:] in ([], ["repos"])
        if kind != "repos" or len(parts) < 3:
            return False
        return owner.whole or parts[2] in {one.lower() for one in owner.repositories}

    def _is_used(self, method: str, parts: list[str]) -> bool:
        """Whether it is a file of a repository that a workflow uses."""
        if method != "GET" or len(parts) < 5 or (parts[0], parts[3]) != ("repos", "contents"):
            return False
        return "/".join(parts[1:3]) in self._admitted
