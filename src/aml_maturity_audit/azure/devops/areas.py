"""Where an organization's services live: its resource areas, as the SDK looks them up.

An answer is followed only to where the guard lets it (the organization's own hosts); any other,
and no answer, leads to the host that Microsoft's rule gives. A server of one's own has no areas:
all of it is at the collection's address (azure_facts E.3).
"""

import asyncio
import logging
from typing import Any

import requests
from msrest.exceptions import ClientException

from aml_maturity_audit.azure.devops.guard import DevOpsGuard
from aml_maturity_audit.azure.devops.session import Session
from aml_maturity_audit.azure.problems import Problem

_log = logging.getLogger(__name__)
_LOCATIONS = "azure.devops.v7_1.location.location_client.LocationClient"
_TROUBLE = (
    Problem, ClientException, requests.RequestException, OSError, ValueError, KeyError,
    AttributeError, TypeError,
)  # fmt: skip
"""What the SDK raises for answers that it does not expect: nearly anything."""


class Areas:
    """The addresses of an organization's services, looked up once."""

    def __init__(self, session: Session, guard: DevOpsGuard) -> None:
        self._session = session
        self._guard = guard
        self._turn = asyncio.Lock()
        self._known: dict[str, str] | None = None

    async def base(self, label: str, area: str) -> str:
        """Where the service with this host label and resource area id is, without a slash."""
        async with self._turn:
            if self._known is None:
                self._known = await self._look_up()
        told = self._known.get(area.lower(), "").rstrip("/")
        if told and self._guard.allows(told):
            return told
        return self._session.organization.on(label)

    async def _look_up(self) -> dict[str, str]:
        for _ in ("OPTIONS _apis", "GET _apis/ResourceAreas"):
            self._session.count("resource-areas")
        try:
            return await self._session.in_thread(lambda: _areas(self._session.connection))
        except _TROUBLE as trouble:
            _log.debug("no resource areas: %s", type(trouble).__name__)
            return {}


def _areas(connection: Any) -> dict[str, str]:  # noqa: ANN401  untyped SDK
    found = connection.get_client(_LOCATIONS).get_resource_areas() or []
    return {str(one.id).lower(): str(one.location_url or "") for one in found}
