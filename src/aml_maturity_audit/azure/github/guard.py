"""The guard of GitHub: one API, the owners and repositories that were named, only reads.

A token may open many repositories, so it goes to one host and asks for nothing there that the user
did not name: no repository met in a git origin, in a workflow or in an answer. Source: design.md,
section 5.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from yarl import URL

from aml_maturity_audit.azure.github.names import Owner, Server
from aml_maturity_audit.azure.guard import READS, origin_of, parsed
from aml_maturity_audit.azure.problems import GuardRefused

_INSTALLATION_TOKEN = re.compile(r"/app/installations/\d{1,20}/access_tokens")


class GitHubGuard:
    """Lets pass what reads from what the user named, and the request for an App's token."""

    def __init__(self, server: Server, owners: Iterable[Owner]) -> None:
        api = URL(server.api)
        self._origin = origin_of(api)
        self._base = api.path.rstrip("/").lower()
        self._owners = {one.name.lower(): one for one in owners}

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
        if not self._is_named(rest.strip("/").split("/")):
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
