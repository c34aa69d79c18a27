"""What the configuration says about links and systems, read from its tables (rule 6).

::

    [[links]]
    workspace = "churn-prod"            # name or ARM id
    pipeline = "Churn/deploy-web"       # project/pipeline; GitHub: owner/repo/workflow
    application = true                  # a pipeline of the application that uses the model
    linked = false                      # it does not belong here, whatever it looks like

    [systems.churn]
    dev = ["churn-dev"]
    prod = ["churn-prod"]
"""

from collections.abc import Mapping, Sequence

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping.estate import Mappings, System
from aml_maturity_audit.mapping.excepting import exceptions_from

_LINK_KEYS = {"workspace", "pipeline", "application", "linked"}
_ROLES = ("dev", "test", "prod")


def mappings_from(
    links: Sequence[Mapping[str, object]] = (),
    systems: Mapping[str, Mapping[str, object]] | None = None,
    integration_test_names: Sequence[str] = ("integration",),
    exceptions: Sequence[Mapping[str, object]] = (),
) -> Mappings:
    """The mappings that these tables describe. Raises UsageError."""
    linked, unlinked, application = [], [], []
    for table in links:
        pair = _pair(table)
        if table.get("linked") is False:
            unlinked.append(pair)
        elif table.get("application") is True:
            application.append(pair)
        else:
            linked.append(pair)
    return Mappings(
        linked=tuple(linked),
        unlinked=tuple(unlinked),
        application=tuple(application),
        systems=tuple(_system(name, table) for name, table in sorted((systems or {}).items())),
        integration_test_names=tuple(word.lower() for word in integration_test_names if word),
        exceptions=exceptions_from(exceptions),
    )


def _pair(table: Mapping[str, object]) -> tuple[str, str]:
    unknown = set(table) - _LINK_KEYS
    if unknown:
        raise UsageError(f"[[links]] has no key {sorted(unknown)[0]!r}.")
    workspace, pipeline = table.get("workspace"), table.get("pipeline")
    if not isinstance(workspace, str) or not isinstance(pipeline, str):
        raise UsageError("Every [[links]] needs a workspace and a pipeline.")
    return workspace.lower(), pipeline.lower()


def _system(name: str, table: Mapping[str, object]) -> System:
    roles: dict[str, str] = {}
    for role, members in table.items():
        if role not in _ROLES:
            raise UsageError(f"[systems.{name}] has no role {role!r}; it has dev, test and prod.")
        listed = [members] if isinstance(members, str) else members
        if not isinstance(listed, list) or not all(isinstance(m, str) for m in listed):
            raise UsageError(f"[systems.{name}] {role} must list workspaces by name or id.")
        roles.update((member.lower(), role) for member in listed)
    return System(name=name, roles=roles)
