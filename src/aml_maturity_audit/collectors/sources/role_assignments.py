"""Role assignments that reach a workspace: hints for the People column, never a verdict."""

from aml_maturity_audit.azure.api import ROLE_ASSIGNMENTS as VERSIONS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.base import Resource, Wire
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.access import ROLE_ASSIGNMENTS, RoleAssignment
from aml_maturity_audit.signals.ids import last_segment


class AssignmentProperties(Wire):
    """The declared part of `properties`."""

    principal_id: str | None = None
    principal_type: str | None = None
    role_definition_id: str | None = None
    scope: str | None = None


class AssignmentWire(Resource):
    """A role assignment."""

    properties: AssignmentProperties | None = None


async def fetch(context: Context) -> Listing[RoleAssignment]:
    """At the workspace and above it."""
    return await context.arm.listing(
        f"{context.workspace.id}/providers/Microsoft.Authorization/roleAssignments",
        AssignmentWire,
        parse,
        api=VERSIONS,
        action=ROLE_ASSIGNMENTS.actions[0],
        source=ROLE_ASSIGNMENTS.name,
        params={"$filter": "atScope()"},
    )


def parse(item: AssignmentWire) -> RoleAssignment:
    """The record of one assignment. Raises ValueError where it names no principal."""
    said = item.properties
    if said is None or not text(said.principal_id):
        raise ValueError("the assignment names no principal")
    return RoleAssignment(
        principal_id=text(said.principal_id),
        principal_type=text(said.principal_type),
        role_id=last_segment(text(said.role_definition_id)).lower(),
        scope=text(said.scope),
    )


COLLECTOR = Collector(yields=ROLE_ASSIGNMENTS, needs=ROLE_ASSIGNMENTS.actions, fetch=fetch)
