"""The host guard and the read guard, checked before anything is sent or any token is attached.

Source: design.md, section 5. Only GET and HEAD, plus the POSTs that search MLflow; a token goes to
the host it was issued for and to data-plane hosts that ARM named. The guards stand first in
the pipeline, before the policy that attaches the token; redirects are not followed at all.
"""

import re
from collections import defaultdict
from functools import lru_cache
from typing import Any

from azure.core.pipeline import PipelineRequest, PipelineResponse
from azure.core.pipeline.policies import AsyncHTTPPolicy
from yarl import URL

from aml_maturity_audit.azure.clouds import Cloud
from aml_maturity_audit.azure.hosts import is_loopback
from aml_maturity_audit.azure.problems import GuardRefused

READS = frozenset({"GET", "HEAD"})
_SEARCH = re.compile(r"/api/2\.0/mlflow/(experiments|runs)/search$")
_REVEALING = re.compile(
    r"/(listkeys|listsecrets|listnotebookkeys|listnotebookaccesstoken|liststorageaccountkeys"
    r"|listconnectionstrings|listcredentials|listaccountsas|listservicesas|regeneratekeys?"
    r"|metadata/secrets)/?$",
    re.IGNORECASE,
)
"""Operations whose answer is a secret, even if one were to answer a GET (azure_facts 0.9)."""
_REMEMBERED = 1024
"""Addresses found to be in order; each is looked at when it is made and again before it is sent."""
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


@lru_cache(maxsize=_REMEMBERED)
def parsed(url: str) -> URL:
    """`url` as the transport will read it.

    Raises GuardRefused where it is no absolute https address, or where readers may differ over it.
    """
    try:
        address = URL(url)
        port, host = address.port, address.raw_host  # each may find the address impossible
    except ValueError as error:
        raise GuardRefused("An address that is none was not asked for.") from error
    if _UNSAFE.search(url) or address.user is not None or address.password is not None:
        raise GuardRefused(f"An address on {host} with odd characters was not asked for.")
    if address.scheme != "https" or not host or port is None:
        raise GuardRefused(f"{address.scheme}://{host} is no https address; it was not asked for.")
    return address


def origin_of(address: URL) -> str:
    """Scheme, host and port in one spelling, to compare and to join on."""
    return f"{address.scheme}://{(address.raw_host or '').lower()}:{address.port}"


class ArmGuard:
    """Lets pass what reads from Azure Resource Manager, and nothing else."""

    def __init__(self, cloud: Cloud) -> None:
        self._origin = origin_of(URL(cloud.arm))
        self._checked = lru_cache(maxsize=_REMEMBERED)(self._check)

    def check(self, method: str, url: str) -> None:
        """Raises GuardRefused unless this is a read from the cloud's ARM host, scheme and port."""
        self._checked(method, url)

    def _check(self, method: str, url: str) -> None:
        address = parsed(url)
        if origin_of(address) != self._origin:
            raise GuardRefused(
                f"{origin_of(address)} is not {self._origin}, the only host that the token for "
                "Azure Resource Manager is sent to; it was not asked."
            )
        if method not in READS:
            raise GuardRefused(f"{method} is no read; {address.path} was not asked for.")
        _refuse_revealing(address)


class DataGuard:
    """Lets pass what reads from data-plane hosts that ARM named, and nothing else."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._owners: defaultdict[str, set[str]] = defaultdict(set)
        self._discovery = origin_of(URL(cloud.registry_discovery))

    def allow(self, url: str, owner: str) -> bool:
        """Note that ARM named the host of `url` for `owner`, a workspace or registry.

        `azureml://` addresses count as https. False, and nothing noted, where the host does not
        lie under the cloud's own suffixes.
        """
        try:
            address = parsed(https_of(url))
        except GuardRefused:
            return False
        if not owner or not self._is_ours(address):
            return False
        self._owners[origin_of(address)].add(owner.lower())
        return True

    def check_owner(self, url: str, owner: str) -> None:
        """Raises GuardRefused unless ARM named the host of `url` for this very owner."""
        origin = origin_of(parsed(url))
        if owner.lower() not in self._owners.get(origin, ()):
            raise GuardRefused(f"{origin} was not named by ARM for {owner}; it was not asked.")

    def check(self, method: str, url: str) -> None:
        """Raises GuardRefused unless this reads from a host named by ARM or knows registries."""
        address = parsed(url)
        origin = origin_of(address)
        if origin not in self._owners and origin != self._discovery:
            raise GuardRefused(f"{origin} is no data-plane host named by ARM; it was not asked.")
        search = method == "POST" and _SEARCH.search(address.path) and origin in self._owners
        if method not in READS and not search:
            raise GuardRefused(f"{method} is no read; {address.path} was not asked for.")
        _refuse_revealing(address)

    def _is_ours(self, address: URL) -> bool:
        host = (address.raw_host or "").lower()
        if self._cloud.loopback:
            return is_loopback(host)
        if address.port not in {443, URL(self._cloud.arm).port}:
            return False
        return host.endswith(self._cloud.data_suffixes) if self._cloud.data_suffixes else False


class FolderGuard:
    """Lets pass what puts files below one folder in storage, and nothing else."""

    def __init__(self, below: str) -> None:
        """`below` is the folder's address, in a container that the user named."""
        self._folder = parsed(below)

    def check(self, method: str, url: str) -> None:
        """Raises GuardRefused unless this puts a file, as a whole, below the folder."""
        address = parsed(url)
        inside = address.raw_path.startswith(f"{self._folder.raw_path.rstrip('/')}/")
        if origin_of(address) != origin_of(self._folder) or not inside or address.raw_query_string:
            raise GuardRefused(f"{address.raw_host} was not written to outside the named folder.")
        if method != "PUT":
            raise GuardRefused(f"{method} does not put a file; {address.path} was not asked for.")


class GuardPolicy(AsyncHTTPPolicy[Any, Any]):
    """The first policy of a pipeline: asks the guard before anything else happens."""

    def __init__(self, guard: ArmGuard | DataGuard | FolderGuard) -> None:
        super().__init__()
        self._guard = guard

    async def send(self, request: PipelineRequest[Any]) -> PipelineResponse[Any, Any]:
        """The answer. Raises GuardRefused where the request may not be sent."""
        self._guard.check(request.http_request.method.upper(), request.http_request.url)
        return await self.next.send(request)


def https_of(url: str) -> str:
    """An `azureml://host/…` tracking address as the https address it stands for."""
    return f"https://{url[len('azureml://') :]}" if url.lower().startswith("azureml://") else url


def _refuse_revealing(address: URL) -> None:
    if _REVEALING.search(address.path):
        raise GuardRefused(f"{address.path} may answer with secrets; it was not asked for.")
