"""Reads one GitHub Actions file into a ledger."""

from aml_maturity_audit.pipelines.commands.meaning import Sign
from aml_maturity_audit.pipelines.gates import Gates
from aml_maturity_audit.pipelines.github.inputs import declared_inputs
from aml_maturity_audit.pipelines.github.scope import Scope, World
from aml_maturity_audit.pipelines.github.steps import StepReader
from aml_maturity_audit.pipelines.github.workflow import WorkflowReader
from aml_maturity_audit.pipelines.kinds import github_events
from aml_maturity_audit.pipelines.ledger import NOWHERE, Ledger
from aml_maturity_audit.pipelines.repository import Repository
from aml_maturity_audit.pipelines.scripts import ScriptReader
from aml_maturity_audit.pipelines.settling import settle_workspaces
from aml_maturity_audit.pipelines.yaml_tree import Items, Scalar, Table

_BY_HAND = {"workflow_dispatch", "workflow_call"}


def read_github(
    path: str, root: Table, repository: Repository, ledger: Ledger, *, is_template: bool
) -> None:
    """Writes everything the workflow or action, with what it uses, shows into `ledger`."""
    world = World(repository, ledger)
    scope = Scope(world, path, trail=(path,))
    gates = Gates()
    inputs = declared_inputs(root, free=True)
    scripts = ScriptReader(repository, ledger)
    if root.get("jobs") is None and isinstance(root.get("runs"), Table):
        steps = StepReader(scripts, ledger, gates)
        steps.action(root, scope, inputs, NOWHERE)
        settle_workspaces(ledger, inputs.values())
        return
    if not is_template:
        _triggers(root, ledger)
    WorkflowReader(scripts, ledger, gates).root(root, scope, inputs)
    ledger.gated = gates.closed()
    settle_workspaces(ledger, inputs.values())


def _triggers(root: Table, ledger: Ledger) -> None:
    entry = root.entry("on")
    if entry is None:
        return
    node = entry.node
    for event in github_events(root):
        if event in _BY_HAND:
            continue
        origin = entry.origin
        if isinstance(node, Table) and (found := node.entry(event)):
            origin = found.origin
        if event == "schedule":
            _cron(node, ledger)
        else:
            ledger.show([Sign("automatic_trigger")], origin, f"on: {event}", NOWHERE)


def _cron(node: object, ledger: Ledger) -> None:
    schedule = node.get("schedule") if isinstance(node, Table) else None
    for item in schedule.nodes if isinstance(schedule, Items) else ():
        cron = item.get("cron") if isinstance(item, Table) else None
        if isinstance(cron, Scalar) and cron.value.strip():
            signs = [Sign("automatic_trigger"), Sign("scheduled")]
            ledger.show(signs, cron.origin, f"on: schedule {cron.value}", NOWHERE)
