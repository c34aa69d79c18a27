"""The guard of Azure DevOps: only named organizations, only reads. Source: design.md, section 5.

A personal access token may open many organizations, so it goes to none that the user did not name:
neither one met in a git origin, nor one that an answer points to.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from yarl import URL

from aml_maturity_audit.azure.devops.organizations import HOSTED, OLD_SUFFIX, Organization
from aml_maturity_audit.azure.guard import READS, origin_of, parsed
from aml_maturity_audit.azure.problems import GuardRefused

AREAS = ("vsrm", "vstmr", "vssps")
"""Hosts of an organization's releases, test results and locations (azure_facts A.2, A.18)."""
_CHECKS = re.compile(r"/_apis/pipelines/checks/queryconfigurations/?$", re.IGNORECASE)
_CATALOGUE = re.compile(r"/_apis/?$", re.IGNORECASE)


class DevOpsGuard:
    """Lets pass what reads from the organizations that the user named."""

    def __init__(self, organizations: Iterable[Organization]) -> None:
        self._allowed: dict[str, set[str]] = {}
        for one in organizations:
            for url in (one.url, *(one.on(area) for area in AREAS)):
                self._allowed.setdefault(origin_of(URL(url)), set()).add(_prefix(one, url))

    def check(self, method: str, url: str) -> None:
        """Raises GuardRefused unless this is a read from a named organization.

        GET everywhere; OPTIONS of `_apis`, by which the SDK learns the routes; POST of the query
        for checks.
        """
        address = parsed(url)
        prefixes = self._allowed.get(origin_of(address))
        path = unquote(address.raw_path).lower()
        if prefixes is None or not any(_is_within(path, prefix) for prefix in prefixes):
            raise GuardRefused(
                f"{origin_of(address)}{_organization_in(address)} is no Azure DevOps organization"
                " named by the user; it was not asked."
            )
        if method in READS or (method == "OPTIONS" and _CATALOGUE.search(path)):
            return
        if method == "POST" and _CHECKS.search(path):
            return
        raise GuardRefused(f"{method} is no read; {address.path} was not asked for.")

    def allows(self, url: str) -> bool:
        """Whether `url` may be read from."""
        try:
            self.check("GET", url)
        except GuardRefused:
            return False
        return True


def _prefix(one: Organization, url: str) -> str:
    """The path that an address must lie in: of a shared host, the organization's own."""
    host = (URL(url).host or "").lower()
    shared = host == HOSTED or host.endswith(f".{HOSTED}")
    return f"/{one.name}".lower() if shared else "/"


def _is_within(path: str, prefix: str) -> bool:
    if ".." in path.split("/"):
        return False
    return prefix in {"/", path} or path.startswith(f"{prefix}/")


def _organization_in(address: URL) -> str:
    host = (address.host or "").lower()
    if host.endswith(OLD_SUFFIX):
        return ""
    first = address.path.strip("/").split("/", 1)[0]
    return f"/{first}" if first else ""
