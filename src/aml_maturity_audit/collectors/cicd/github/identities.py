"""As whom workflows sign in to Azure, where that can be seen.

A client id in the file, or in a variable of the repository or the job's environment, is seen; one
in a secret is not, and then runs are tied to releases by time alone, as for Azure DevOps. The
federated credential behind it is trusted by Azure for this very repository, so the id is enough.
"""

import re
from collections.abc import Iterable

from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext
from aml_maturity_audit.collectors.cicd.github.flow import Flow
from aml_maturity_audit.collectors.cicd.github.logins import Login
from aml_maturity_audit.collectors.cicd.github.wire import Wire
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.cicd import SERVICE_CONNECTIONS, ServiceConnection

_GUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)
_VARIABLE = re.compile(r"^\$\{\{\s*vars\.(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*\}\}$")
MOST = 500
"""Variables of a place."""
MOST_ENVIRONMENTS = 20


class _Variable(Wire):
    name: object = None
    value: object = None


class Identities:
    """What sign-ins of a repository's workflows stand for."""

    def __init__(self, context: GitHubContext) -> None:
        self._context = context
        self._known: dict[str, dict[str, str]] = {}

    async def of(self, flow: Flow) -> tuple[str, ...]:
        """The ids of those that a workflow is seen to sign in as, each noted in the context."""
        found = [await self._seen(login) for login in flow.logins]
        for one in found:
            if one is not None:
                self._context.identities.setdefault(one.id, one)
        return tuple(dict.fromkeys(one.id for one in found if one is not None))

    async def _seen(self, login: Login) -> ServiceConnection | None:
        client = await self._value(login.client, login.environment)
        if not _GUID.match(client):
            return None
        subscription = await self._value(login.subscription, login.environment)
        subscription = subscription if _GUID.match(subscription) else ""
        id_ = f"oidc:{client.lower()}" + (f"@{subscription.lower()}" if subscription else "")
        return ServiceConnection(
            id=id_,
            name=f"sign-in as {client.lower()}",
            subscription_id=subscription,
            service_principal=client,
        )

    async def _value(self, written: str, environment: str) -> str:
        variable = _VARIABLE.match(written)
        if variable is None:
            return written
        name = variable["name"].lower()
        for place in self._places(environment):
            if place is None:
                return ""
            values = await self._variables(place)
            if values is None:
                return ""
            if name in values:
                return values[name]
        return ""

    def _places(self, environment: str) -> Iterable[str | None]:
        """The environment before the repository; None where which one only the run knows."""
        if environment:
            yield None if "$" in environment or "/" in environment else environment
        yield ""

    async def _variables(self, environment: str) -> dict[str, str] | None:
        """The variables of an environment, or the repository; None where they may not be read."""
        if environment not in self._known:
            if len(self._known) > MOST_ENVIRONMENTS:
                return None
            self._known[environment] = await self._read(environment)
        known = self._known[environment]
        return None if _UNREAD in known else known

    async def _read(self, environment: str) -> dict[str, str]:
        route = self._context.route(
            f"environments/{environment}/variables" if environment else "actions/variables",
            permission="environments: read" if environment else "variables: read",
            source=SERVICE_CONNECTIONS.name,
            key="variables",
        )
        try:
            found = await self._context.listing(route, _Variable, _pair, limit=MOST)
        except Problem:
            return {_UNREAD: ""}
        return dict(found.items) if not found.gaps else {_UNREAD: ""}


_UNREAD = " unread"


def _pair(variable: _Variable) -> tuple[str, str] | None:
    """Only what looks like an id is kept: other variables are nobody's business."""
    value = text(variable.value)
    return (text(variable.name).lower(), value if _GUID.match(value) else "")
