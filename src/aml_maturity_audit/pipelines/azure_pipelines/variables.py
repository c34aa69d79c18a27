"""`variables:` of a pipeline, stage or job: literals, templates, groups."""

from aml_maturity_audit.pipelines.azure_pipelines.expand import View, fields, items
from aml_maturity_audit.pipelines.azure_pipelines.scope import Scope
from aml_maturity_audit.pipelines.azure_pipelines.templates import entered
from aml_maturity_audit.pipelines.ledger import Place
from aml_maturity_audit.pipelines.yaml_tree import Node, Table

_DEEPEST = 20


def with_variables(view: View, scope: Scope, place: Place) -> Scope:
    """`scope` with the variables that `view` declares.

    A variable that two branches of an undecided `${{ if }}` set differently keeps both values, and
    is then no literal.
    """
    node, where = view.node("variables")
    found: dict[str, tuple[str, ...]] = {}
    _collect(node, where, place, found, 0)
    return scope.with_variables(found)


def _collect(
    node: Node | None, scope: Scope, place: Place, found: dict[str, tuple[str, ...]], depth: int
) -> None:
    if isinstance(node, Table):
        for name, value, where, _ in fields(node, scope.with_variables(found)):
            _put(found, name, value, where)
        return
    if depth > _DEEPEST:
        return
    for item, where in items(node, scope):
        if not isinstance(item, Table):
            continue
        view = View(item, where.with_variables(found))
        if view.has("template"):
            inner = entered(view, view.scope, place)
            if inner:
                template = View(*inner)
                _collect(*template.node("variables"), place, found, depth + 1)
        elif view.has("group"):
            scope.world.groups.setdefault(view.string("group"))
        elif view.has("name"):
            given, inside = view.node("value")
            _put(found, view.string("name"), given, inside)


def _put(found: dict[str, tuple[str, ...]], name: str, node: Node | None, scope: Scope) -> None:
    text = scope.with_variables(found).text(node)
    key = name.casefold()
    if text is None or text.value.startswith("$["):
        found[key] = ()
        return
    known = found.get(key, ())
    if text.value not in known:
        found[key] = (*known, text.value)[:8]
