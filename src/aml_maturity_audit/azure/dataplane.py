"""The data plane: MLflow's searches, and which subscription a registry lives in.

Only hosts that ARM named are asked, and only for the workspace or registry it named them for.
Source: azure_facts A.5, A.19, D.4; design.md, section 5.
"""

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import quote

import msgspec
from msgspec.structs import replace
from yarl import URL

from aml_maturity_audit.azure.decoding import decoder_of, item_of
from aml_maturity_audit.azure.guard import DataGuard, https_of
from aml_maturity_audit.azure.problems import Unanswered
from aml_maturity_audit.azure.question import Question
from aml_maturity_audit.azure.wire import Wire

S = TypeVar("S")

_DISCOVER = "/registrymanagement/v1.0/registries/{name}/discovery"
_DISCOVER_ACTION = "Microsoft.MachineLearningServices/registries/read"


class RegistryDiscovery(msgspec.Struct, frozen=True, rename="camel"):
    """Where a registry lives, as the cloud's discovery host tells."""

    registry_name: str = ""
    subscription_id: str = ""
    resource_group: str = ""
    primary_region_resource_provider_uri: str = ""


class DataPlane:
    """Asks data-plane hosts."""

    def __init__(self, wire: Wire, guard: DataGuard, discovery: str) -> None:
        self._wire = wire
        self._guard = guard
        self._discovery = discovery

    def allow(self, url: str, owner: str) -> bool:
        """Note that ARM named the host of `url` (https or azureml) for `owner`, an ARM id.

        False where that host does not lie under the cloud's own suffixes: it will not be asked.
        """
        return self._guard.allow(url, owner)

    async def get(self, url: str, kind: type[S], *, owner: str, action: str, source: str) -> S:
        """What is at `url`, as far as `kind` declares it. Raises Problem."""
        question = self._question(url, owner=owner, action=action, source=source)
        return await self._wire.ask(question, item_of(kind))

    async def search(
        self,
        url: str,
        body: Mapping[str, object],
        kind: type[S],
        *,
        owner: str,
        action: str,
        source: str,
    ) -> S:
        """What MLflow's search at `url` finds (experiments or runs). Raises Problem."""
        question = self._question(url, owner=owner, action=action, source=source)
        search = replace(question, method="POST", body=body)
        return await self._wire.ask(search, decoder_of(kind))

    async def discover_registry(self, name: str) -> RegistryDiscovery:
        """Where the registry called `name` lives. Raises Problem, Missing where there is none."""
        if not self._discovery:
            raise Unanswered(f"This cloud names no host that knows the registry {name}.")
        url = self._discovery + _DISCOVER.format(name=quote(name, safe=""))
        question = Question(
            url=url,
            action=_DISCOVER_ACTION,
            source="registry-discovery",
            lane=URL(url).raw_host or "",
            subject=f"The registry {name}",
        )
        return await self._wire.ask(question, item_of(RegistryDiscovery))

    def _question(self, url: str, *, owner: str, action: str, source: str) -> Question:
        """Raises GuardRefused where ARM did not name the host of `url` for `owner`."""
        address = https_of(url)
        self._guard.check_owner(address, owner)
        target = URL(address)
        return Question(
            url=address,
            action=action,
            source=source,
            lane=target.raw_host or "",
            subject=f"{target.raw_host}{target.raw_path}",
        )
