"""What starts an Azure Pipelines file by itself.

No `trigger` key at all means CI on every branch; `pr`, `schedules` and the triggers of resources
start it even beside `trigger: none` (pipelines/README, automatic_trigger).
"""

from collections.abc import Iterator

from aml_maturity_audit.pipelines.azure_pipelines.expand import View, items
from aml_maturity_audit.pipelines.azure_pipelines.scope import Scope
from aml_maturity_audit.pipelines.commands.meaning import Sign
from aml_maturity_audit.pipelines.ledger import NOWHERE, Ledger
from aml_maturity_audit.pipelines.texts import Origin
from aml_maturity_audit.pipelines.yaml_tree import Items, Node, Scalar, Table

_OFF = {"none", "false", "no", "off"}
_RESOURCES = ("pipelines", "repositories", "containers", "packages", "webhooks")


def read_triggers(root: Table, scope: Scope, ledger: Ledger) -> bool:
    """Writes down the automatic triggers; whether there is any."""
    view = View(root, scope)
    found = [*_direct(view), *_scheduled(view), *_resources(view)]
    for practice, origin, text in found:
        ledger.show([Sign(practice)], origin, text, NOWHERE)
    return bool(found)


def _direct(view: View) -> Iterator[tuple[str, Origin, str]]:
    if not view.has("trigger"):
        yield "automatic_trigger", view.origin, "CI on every branch: it has no trigger of its own"
    elif not is_off(view.node("trigger")[0]):
        yield "automatic_trigger", view.origin_of("trigger"), "trigger"
    if view.has("pr") and not is_off(view.node("pr")[0]) and view.node("pr")[0] is not None:
        yield "automatic_trigger", view.origin_of("pr"), "pr"


def _scheduled(view: View) -> Iterator[tuple[str, Origin, str]]:
    node, scope = view.node("schedules")
    for item, where in items(node, scope):
        schedule = View(item, where) if isinstance(item, Table) else None
        if schedule is not None and schedule.string("cron"):
            text = f"schedule: cron {schedule.string('cron')}"
            yield "automatic_trigger", schedule.origin_of("cron"), text
            yield "scheduled", schedule.origin_of("cron"), text


def _resources(view: View) -> Iterator[tuple[str, Origin, str]]:
    resources = view.view("resources")
    for kind in _RESOURCES if resources else ():
        node, scope = resources.node(kind) if resources else (None, view.scope)
        for item, where in items(node, scope):
            resource = View(item, where) if isinstance(item, Table) else None
            if resource is None:
                continue
            if kind == "webhooks" or (
                resource.has("trigger") and not is_off(resource.node("trigger")[0])
            ):
                origin = resource.origin_of("trigger")
                yield "automatic_trigger", origin, f"resources.{kind} trigger"


def is_off(node: Node | None) -> bool:
    """Whether a trigger's value says none."""
    if isinstance(node, Scalar):
        return node.value.strip().casefold() in _OFF
    if isinstance(node, Items):
        return all(is_off(item) for item in node.nodes)  # an empty list names no branch
    if isinstance(node, Table):
        enabled = node.get("enabled")
        if isinstance(enabled, Scalar) and enabled.value.strip().casefold() in _OFF:
            return True
        branches = node.get("branches")
        include = branches.get("include") if isinstance(branches, Table) else branches
        return include is not None and not isinstance(include, Table) and is_off(include)
    return False
