"""The requests of an audit, each as a rule that matches it and no other."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from aml_maturity_audit.sandbox.requestlog import Received

SIGN_IN, ARM, DEVOPS = "sign-in", "ARM and data plane", "Azure DevOps"
"""Which half of a run a request belongs to; what signs in belongs to both."""

_SIGNING_IN = re.compile(r"/oauth2/|/metadata/endpoints|openid-configuration", re.IGNORECASE)
_ONE_ASSET = re.compile(r"/(versions|jobs)/[^/?]+(\?|$)", re.IGNORECASE)
_DEVOPS = re.compile(r"^/contoso(/|$)", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Request:
    """One distinct request; a rule for it strikes it however often it is repeated."""

    half: str
    method: str
    address: str
    """Path and query, as the sandbox sees it."""
    times: int = 1

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others."""
        return self.method, self.address

    @property
    def asks_for_one_asset(self) -> bool:
        """Whether a 404 is an answer to it: the asset that something names does not exist
        (criteria.md, section 1; azure_facts A.19: "a deleted job is broken, not unobservable")."""
        return bool(_ONE_ASSET.search(self.address))

    @property
    def pattern(self) -> str:
        """As a fault rule takes it."""
        return f"^{re.escape(self.address)}$"


def requests_in(log: Iterable[Received]) -> tuple[Request, ...]:
    """Every distinct request of a log, in an order that does not depend on when they came."""
    seen = Counter((one.method, _address(one)) for one in log)
    found = (Request(_half(to), how, to, times) for (how, to), times in seen.items())
    return tuple(sorted(found))


def _address(received: Received) -> str:
    query = "&".join(f"{key}={value}" for key, value in received.query)
    return f"{received.path}?{query}" if query else received.path


def _half(address: str) -> str:
    if _SIGNING_IN.search(address):
        return SIGN_IN
    return DEVOPS if _DEVOPS.match(address) else ARM
