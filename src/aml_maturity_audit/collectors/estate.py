"""What is known of the whole scope: workspaces by id and by guid, registries by name."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

from aml_maturity_audit.azure.problems import Unanswered
from aml_maturity_audit.signals.registries import Registry
from aml_maturity_audit.signals.workspaces import Workspace

T = TypeVar("T")


class Estate:
    """Filled by the prologue, read by every collector after it."""

    def __init__(self) -> None:
        self._by_id: dict[str, Workspace] = {}
        self._by_guid: dict[str, Workspace] = {}
        self._registries: dict[str, Registry] = {}
        self._named: dict[str, Registry] = {}
        self._once: dict[str, asyncio.Future[Any]] = {}

    def add_workspaces(self, workspaces: Iterable[Workspace]) -> None:
        """Workspaces that a list shows, of any kind."""
        for workspace in workspaces:
            self._by_id.setdefault(workspace.id.lower(), workspace)
            if workspace.guid:
                self._by_guid.setdefault(workspace.guid.lower(), workspace)

    def add_registries(self, registries: Iterable[Registry]) -> None:
        """Registries that ARM lists."""
        for registry in registries:
            self._registries.setdefault(registry.name.lower(), registry)

    def add_named(self, registry: Registry) -> None:
        """A registry that no list shows and that was looked up by its name."""
        self._named.setdefault(registry.name.lower(), registry)

    @property
    def workspaces(self) -> tuple[Workspace, ...]:
        """All of them, by id."""
        return tuple(self._by_id[key] for key in sorted(self._by_id))

    @property
    def registries(self) -> tuple[Registry, ...]:
        """All that ARM lists, by name."""
        return tuple(self._registries[key] for key in sorted(self._registries))

    def workspace(self, arm_id: str | None) -> Workspace | None:
        """The workspace with this ARM id, in any casing."""
        return self._by_id.get((arm_id or "").lower())

    def by_guid(self, guid: str | None) -> Workspace | None:
        """The workspace that data-plane ids name by this guid (azure_facts A.25)."""
        return self._by_guid.get((guid or "").lower())

    def registry(self, name: str | None) -> Registry | None:
        """The registry of this name."""
        key = (name or "").lower()
        return self._registries.get(key) or self._named.get(key)

    def lists_registry(self, name: str) -> bool:
        """Whether ARM shows a registry of this name."""
        return name.lower() in self._registries

    async def once(self, key: str, ask: Callable[[], Awaitable[T]]) -> T:
        """The answer to a question that several workspaces have; asked only by the first.

        Where it stays unanswered the next one asks again. Raises what `ask` raises.
        """
        known = self._once.get(key)
        if known is None:
            known = self._once[key] = asyncio.ensure_future(ask())
        try:
            answer: T = await asyncio.shield(known)
        except Unanswered:
            if self._once.get(key) is known:
                del self._once[key]
            raise
        return answer
