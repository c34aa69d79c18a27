"""Classic (designer) build and release definitions, as the REST API answers them.

Sources: azure_facts A.1 (build definitions), A.18 (releases); they have no lines, so evidence names
the definition and line 0.
"""

from collections.abc import Iterator, Mapping

from aml_maturity_audit.pipelines.classic_steps import ClassicSteps
from aml_maturity_audit.pipelines.commands.meaning import Sign
from aml_maturity_audit.pipelines.ledger import NOWHERE, Ledger, Place
from aml_maturity_audit.pipelines.loose import entries, fields, flag, text
from aml_maturity_audit.pipelines.settling import settle_workspaces
from aml_maturity_audit.pipelines.texts import Origin
from aml_maturity_audit.signals.practices import PipelineContent

_DESIGNER = 1
_BY_ITSELF = {
    "continuousintegration", "batchedcontinuousintegration", "schedule", "pullrequest",
    "gatedcheckin", "batchedgatedcheckin", "buildcompletion",
    "artifactsource", "sourcerepo", "containerimage", "package",
}  # fmt: skip


def read_classic_build(definition: Mapping[str, object]) -> PipelineContent:
    """What a designer build definition does. Never raises for what the definition holds."""
    ledger = Ledger()
    origin = _origin(definition)
    process = fields(definition.get("process"))
    if process.get("type") not in {_DESIGNER, None} or process.get("yamlFilename"):
        ledger.say(f"{origin.file} is a YAML definition: its file says what it does")
        return ledger.content(kind="classic", parsed=False, is_template=False, wants=())
    _triggers(definition, ledger, origin)
    steps = ClassicSteps(ledger, origin, _variables(definition))
    for phase in entries(process.get("phases")):
        name = text(phase, "name")
        if steps.never(text(phase, "condition")):
            continue
        ledger.name(text(phase, "refName"), name)
        place = Place(job=text(phase, "refName") or name or None, around=name)
        steps.read(entries(phase.get("steps")), place)
    _groups(definition, ledger)
    return ledger.content(kind="classic", parsed=True, is_template=False, wants=())


def read_classic_release(definition: Mapping[str, object]) -> PipelineContent:
    """What a release definition does; every environment is a stage."""
    ledger = Ledger()
    origin = _origin(definition)
    _triggers(definition, ledger, origin)
    variables = _variables(definition)
    for environment in entries(definition.get("environments")):
        _environment(environment, ledger, origin, variables)
    _groups(definition, ledger)
    return ledger.content(kind="classic", parsed=True, is_template=False, wants=())


def _environment(
    environment: Mapping[str, object], ledger: Ledger, origin: Origin, variables: dict[str, str]
) -> None:
    stage = text(environment, "name")
    ledger.name(stage)
    if stage:
        ledger.environments.setdefault(stage[:200])
    gated = _is_gated(environment)
    if gated:
        sign = Sign("approval_or_environment_gate")
        ledger.show([sign], origin, f"approval before {stage}", Place(stage=stage or None))
        ledger.gated.add((stage or None, None))
    steps = ClassicSteps(ledger, origin, {**variables, **_variables(environment)})
    for phase in entries(environment.get("deployPhases")):
        condition = text(fields(phase.get("deploymentInput")), "condition")
        if steps.never(condition):
            continue
        name = text(phase, "name")
        place = Place(stage=stage or None, job=name or None, around=f"{stage} {name}".strip())
        if gated:
            ledger.gated.add((place.stage, place.job))
        steps.read(entries(phase.get("workflowTasks")), place)


def _is_gated(environment: Mapping[str, object]) -> bool:
    """Whether a person or a gate decides before the environment is deployed to."""
    before = fields(environment.get("preDeployApprovals"))
    if any(flag(item, "isAutomated") is False for item in entries(before.get("approvals"))):
        return True
    gates = fields(environment.get("preDeploymentGates"))
    enabled = flag(fields(gates.get("gatesOptions")), "isEnabled")
    return enabled is True and bool(list(entries(gates.get("gates"))))


def _triggers(definition: Mapping[str, object], ledger: Ledger, origin: Origin) -> None:
    for trigger in entries(definition.get("triggers")):
        kind = text(trigger, "triggerType").lower()
        if kind in _BY_ITSELF and _is_live(kind, trigger):
            signs = [Sign("automatic_trigger")]
            if kind == "schedule":
                signs.append(Sign("scheduled"))
            ledger.show(signs, origin, f"trigger: {kind}", NOWHERE)


def _is_live(kind: str, trigger: Mapping[str, object]) -> bool:
    """A schedule without any time to start at starts nothing."""
    if kind != "schedule":
        return True
    schedules = [trigger.get("schedule")] if trigger.get("schedule") else []
    return bool(schedules) or any(
        item.get("daysToBuild", item.get("daysToRelease", "all")) not in {0, "none"}
        for item in entries(trigger.get("schedules"))
    )


def _variables(holder: Mapping[str, object]) -> dict[str, str]:
    """Literal variables; secret ones have no value to be read."""
    return dict(_plain(fields(holder.get("variables"))))


def _plain(variables: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, body in variables.items():
        value = fields(body)
        if not flag(value, "isSecret") and text(value, "value"):
            yield str(name).casefold(), text(value, "value")


def _groups(definition: Mapping[str, object], ledger: Ledger) -> None:
    """Unresolved workspaces, with the groups that may hold their names."""
    groups = definition.get("variableGroups")
    found = [str(item) for item in groups] if isinstance(groups, list) else []
    names = [text(group, "name") for group in entries(groups)]
    settle_workspaces(ledger, (), [name for name in names if name] or found[:5])


def _origin(definition: Mapping[str, object]) -> Origin:
    folder = text(definition, "path").replace("\\", "/").strip("/")
    name = text(definition, "name") or "definition"
    return Origin(f"{folder}/{name}" if folder else name, 0)
