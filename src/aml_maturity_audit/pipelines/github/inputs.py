"""What actions and workflows are given: inputs and their files."""

from aml_maturity_audit.pipelines.elsewhere import shown
from aml_maturity_audit.pipelines.github.scope import Scope
from aml_maturity_audit.pipelines.repository import Unreadable
from aml_maturity_audit.pipelines.substitution import value_of
from aml_maturity_audit.pipelines.values import UNKNOWN, Free, Unknown, Value
from aml_maturity_audit.pipelines.yaml_tree import Node, Scalar, Table

DEEPEST = 20
"""Files on the way to one: GitHub allows ten levels of workflows (an Enterprise Server four), and
in a job ten of actions. Source: GitHub, "Reusing workflow configurations", limitations."""


def declared_inputs(root: Table, *, free: bool) -> dict[str, Value]:
    """Inputs an action or workflow declares, at their defaults; `free` where nobody calls it."""
    found: dict[str, Value] = {}
    events = root.get("on")
    holders = [root.get("inputs")]
    for event in ("workflow_dispatch", "workflow_call"):
        node = events.get(event) if isinstance(events, Table) else None
        holders.append(node.get("inputs") if isinstance(node, Table) else None)
    for holder in holders:
        for entry in holder.entries if isinstance(holder, Table) else ():
            default = entry.node.get("default") if isinstance(entry.node, Table) else None
            value: Value = default.text if isinstance(default, Scalar) else UNKNOWN
            if free and not isinstance(value, Unknown):
                value = Free(value)
            elif not free and isinstance(value, Unknown):
                value = ""
            found[entry.key.casefold()] = value
    return found


def arguments(node: Node | None, scope: Scope) -> dict[str, Value]:
    """The values of a `with` mapping."""
    return {
        entry.key.casefold(): value_of(entry.node.text, scope.lookup)
        for entry in (node.entries if isinstance(node, Table) else ())
        if isinstance(entry.node, Scalar)
    }


def load(scope: Scope, file: str, where: str) -> Table | None:
    """The root of a workflow or action; None where it is wanted, or, said why, cannot be read."""
    ledger = scope.world.ledger
    if file in scope.trail:
        ledger.say(f"{shown(file)} uses itself ({where})")
        return None
    if len(scope.trail) > DEEPEST:
        ledger.say(f"{shown(file)} was not read: more than {DEEPEST} files call it ({where})")
        return None
    root = scope.world.repository.table(file)
    if isinstance(root, Unreadable):
        ledger.say(f"{shown(file)} could not be read: {root.reason} ({where})")
        return None
    return root
