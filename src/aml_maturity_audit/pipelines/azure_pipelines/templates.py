"""Templates: loaded from the repository, given their arguments, read in the caller's place."""

from collections.abc import Iterator
from dataclasses import replace

from aml_maturity_audit.pipelines.azure_pipelines.expand import View, fields, items
from aml_maturity_audit.pipelines.azure_pipelines.scope import Scope
from aml_maturity_audit.pipelines.commands.meaning import Sign
from aml_maturity_audit.pipelines.commands.names import (
    applied,
    practices_of,
    stem,
    trains_by_purpose,
)
from aml_maturity_audit.pipelines.ledger import Place
from aml_maturity_audit.pipelines.limits import MAX_DEPTH
from aml_maturity_audit.pipelines.repository import Unreadable, beside
from aml_maturity_audit.pipelines.texts import Text
from aml_maturity_audit.pipelines.values import UNKNOWN, Free, Unknown, Value, str_of
from aml_maturity_audit.pipelines.yaml_tree import Items, Node, Table

_STRUCTURES = {"object", "steplist", "joblist", "stagelist", "step", "job", "stage",
               "deployment", "deploymentlist"}  # fmt: skip


def unrolled(node: Node | None, scope: Scope, section: str, place: Place) -> (
    Iterator[tuple[View, Scope]]
):  # fmt: skip
    """The mappings of a `stages`, `jobs`, `steps` or `variables` list, templates replaced."""
    for item, where in items(node, scope):
        if not isinstance(item, Table):
            continue
        view = View(item, where)
        if view.has("template"):
            yield from included(view, where, section, place)
        else:
            yield view, where


def included(view: View, scope: Scope, section: str, place: Place) -> Iterator[tuple[View, Scope]]:
    """The mappings a template brings to `section`."""
    inner = entered(view, scope, place)
    if inner is None:
        return
    root, within = inner
    found = View(root, within)
    node, where = found.node(section)
    yield from unrolled(node, where, section, place)


def entered(view: View, scope: Scope, place: Place) -> tuple[Table, Scope] | None:
    """A template's root with the scope of this call; None, said why, where it cannot be read."""
    world = scope.world
    name = view.string("template")
    line = view.origin_of("template").line
    path, _, alias = name.partition("@")
    if alias and alias.casefold() != "self":
        _foreign(view, name, scope, place)
        return None
    file = beside(view.fields["template"][1].file, path) if path and "${{" not in path else None
    if file is None:
        world.ledger.say(f"the template `{name}` ({scope.file}:{line}) has no fixed path")
        return None
    if file in scope.trail or len(scope.trail) >= MAX_DEPTH:
        world.ledger.say(f"the template {file} ({scope.file}:{line}) includes itself")
        return None
    root = load(scope, file)
    if root is None:
        return None
    within = replace(
        scope,
        file=file,
        trail=(*scope.trail, file),
        loops={},
        parameters=parameters_of(root, scope, arguments_of(view), file),
    )
    return root, within


def load(scope: Scope, file: str) -> Table | None:
    """The root mapping of a file; None where it is wanted, or, said why, cannot be read."""
    root = scope.world.repository.table(file)
    if isinstance(root, Unreadable):
        scope.world.ledger.say(f"the template {file} could not be read: {root.reason}")
        return None
    return root


def _foreign(view: View, name: str, scope: Scope, place: Place) -> None:
    """A template of another repository: its name and arguments are all that is known."""
    ledger = scope.world.ledger
    origin = view.origin_of("template")
    path, _, alias = name.partition("@")
    where = scope.world.aliases.get(alias.casefold(), alias)
    at = f"{origin.file}:{origin.line}"
    ledger.say(f"the template {path} of another repository ({where}) was not read ({at})")
    arguments = [str_of(value) for value in arguments_of(view).values()]
    found = practices_of(stem(path)) | applied(path, arguments)
    if "trains_model" in found and not trains_by_purpose(
        [text for text in arguments if "/" in text]
    ):
        found -= {"trains_model"}
    signs = [Sign(practice, inferred=True) for practice in sorted(found)]
    ledger.show(signs, origin, f"template: {name}", place)


def arguments_of(view: View) -> dict[str, Value]:
    """The arguments at a call, by lower-case name."""
    node, scope = view.node("parameters")
    if not isinstance(node, Table):
        return {}
    return {key.casefold(): where.value(item) for key, item, where, _ in fields(node, scope)}


def parameters_of(
    root: Table, caller: Scope, given: dict[str, Value], file: str, *, free: bool = False
) -> dict[str, Value]:
    """Declared parameters with their arguments, else their defaults.

    `free`: nobody calls it, so a parameter is whatever a caller would choose, at its default where
    it is put into text.
    """
    values: dict[str, Value] = dict(given)
    bare = replace(caller, file=file, parameters={}, loops={})
    for name, default in _declared(root, bare):
        if name in values:
            continue
        values[name] = Free(default) if free and not isinstance(default, Unknown) else default
    return values


def _declared(root: Table, scope: Scope) -> Iterator[tuple[str, Value]]:
    node = root.get("parameters")
    if isinstance(node, Table):
        for entry in node.entries:
            yield entry.key.casefold(), scope.value(entry.node)
    for item in node.nodes if isinstance(node, Items) else ():
        if not isinstance(item, Table):
            continue
        name = scope.text(item.get("name"))
        default = item.get("default")
        if name is not None:
            yield name.value.casefold(), scope.value(default) if default else UNKNOWN


def step_names(view: View) -> str:
    """Names given as arguments of a call, as `displayName` and `step_name`."""
    return " ".join(
        str_of(value)
        for name, value in arguments_of(view).items()
        if "name" in name and isinstance(value, str | Text)
    )
