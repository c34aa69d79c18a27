"""What the caller may do, and who else may. Source: azure_facts 0.5, A.21."""

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Record


class Permission(Record, frozen=True, kw_only=True):
    """One entry of the caller's effective permissions at a scope."""

    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()


PERMISSIONS = SignalKey(
    "permissions",
    tuple[Permission, ...],
    scope="subscription",
    title="What the auditing identity may read in the subscription",
    actions=("Microsoft.Authorization/permissions/read",),
)


class RoleAssignment(Record, frozen=True, kw_only=True):
    """A role assignment that reaches the workspace; principals are kept as counts need them."""

    principal_id: str
    principal_type: str = ""
    role_id: str = ""
    scope: str = ""


ROLE_ASSIGNMENTS = SignalKey(
    "role-assignments",
    tuple[RoleAssignment, ...],
    scope="workspace",
    title="Role assignments (hints for the People column)",
    actions=("Microsoft.Authorization/roleAssignments/read",),
)
