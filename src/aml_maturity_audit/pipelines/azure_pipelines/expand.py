"""Template expressions that shape the file: `${{ if }}`, `${{ each }}`, `${{ insert }}`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aml_maturity_audit.pipelines.azure_pipelines.scope import Scope
from aml_maturity_audit.pipelines.expressions import evaluate
from aml_maturity_audit.pipelines.substitution import filled
from aml_maturity_audit.pipelines.texts import Origin, Text
from aml_maturity_audit.pipelines.values import (
    UNKNOWN,
    Bound,
    Free,
    Unknown,
    Value,
    str_of,
    truth,
    usual,
)
from aml_maturity_audit.pipelines.yaml_tree import Entry, Items, Node, Scalar, Table

_DIRECTIVE = re.compile(
    r"\$\{\{\s*(?P<verb>if|elseif|else|each|insert)\b\s*(?P<rest>.*?)\s*\}\}:?", re.S
)
_EACH = re.compile(r"(?P<name>\w+)\s+in\s+(?P<of>.+)", re.S)


@dataclass
class _Chain:
    """How far an if / elseif / else has been decided."""

    settled: bool = False
    """A branch before this one is surely taken."""

    def takes(self, verb: str, condition: str, scope: Scope) -> bool:
        """Whether the branch can be taken."""
        if verb == "if":
            self.settled = False
        if self.settled:
            return False
        holds = True if verb == "else" else truth(evaluate(condition, scope.lookup))
        self.settled = holds is True
        return holds is not False


def _directive(key: str) -> tuple[str, str]:
    match = _DIRECTIVE.fullmatch(key.strip()) if key.lstrip().startswith("${{") else None
    return (match.group("verb"), match.group("rest")) if match else ("", "")


def items(node: Node | None, scope: Scope) -> Iterator[tuple[Node, Scope]]:
    """The members of a sequence after expansion, each with the scope it is read in."""
    if isinstance(node, Scalar):
        yield from _spliced(scope.value(node), node, scope)
        return
    if isinstance(node, Table):
        yield node, scope
        return
    chain = _Chain()
    for item in node.nodes if node else ():
        if not scope.world.spend():
            return
        first = item.entries[0] if isinstance(item, Table) and item.entries else None
        if first and _directive(first.key)[0] and isinstance(item, Table):
            for entry in item.entries:
                yield from _branch(entry, chain, scope)
        elif isinstance(item, Scalar) and "${{" in item.value:
            yield from _spliced(scope.value(item), item, scope)
        else:
            yield item, scope


def _spliced(value: Value, node: Scalar, scope: Scope) -> Iterator[tuple[Node, Scope]]:
    value = usual(value)
    if isinstance(value, Bound) and isinstance(value.scope, Scope):
        if scope.world.spend():
            yield from items(value.node, value.scope)
    elif str_of(value) or isinstance(value, Unknown):
        yield node, scope


def _branch(entry: Entry, chain: _Chain, scope: Scope) -> Iterator[tuple[Node, Scope]]:
    verb, rest = _directive(entry.key)
    if verb == "each":
        for inner in _iterations(rest, scope):
            yield from items(entry.node, inner)
    elif verb == "insert" or (verb and chain.takes(verb, rest, scope)):
        yield from items(entry.node, scope)


def _iterations(rest: str, scope: Scope) -> Iterator[Scope]:
    match = _EACH.fullmatch(rest)
    if match is None:
        return
    given = evaluate(match.group("of"), scope.lookup)
    value = usual(given)
    if isinstance(given, Free) and _is_empty(value) and scope.world.spend():
        yield scope.with_loop(match.group("name"), UNKNOWN)  # whoever calls it gives some
        return
    if not isinstance(value, Bound) or not isinstance(value.scope, Scope):
        if isinstance(value, Unknown) and scope.world.spend():
            yield scope
        return
    inner = value.scope
    if isinstance(value.node, Table):
        for key, node, where, origin in fields(value.node, inner):
            pair = Table(
                (Entry("key", Scalar(Text.at(key, origin)), origin), Entry("value", node, origin)),
                origin,
            )
            yield scope.with_loop(match.group("name"), Bound(pair, where))
        return
    for item, where in items(value.node, inner):
        if not scope.world.spend():
            return
        yield scope.with_loop(match.group("name"), where.value(item))


def _is_empty(value: Value) -> bool:
    if isinstance(value, Bound):
        return not (value.node.entries if isinstance(value.node, Table) else value.node.nodes)
    return not isinstance(value, Unknown) and not str_of(value)


def fields(table: Table, scope: Scope) -> Iterator[tuple[str, Node, Scope, Origin]]:
    """The entries of a mapping after expansion: key, value, the value's scope, and where."""
    chain = _Chain()
    for entry in table.entries:
        verb, rest = _directive(entry.key)
        if not verb:
            key = filled(Text.at(entry.key, entry.origin), scope.lookup).value
            yield key, entry.node, scope, entry.origin
        elif not scope.world.spend():
            return
        elif verb == "each" and isinstance(entry.node, Table):
            for inner in _iterations(rest, scope):
                yield from fields(entry.node, inner)
        elif verb == "insert" or chain.takes(verb, rest, scope):
            yield from _inserted(entry.node, scope)


def _inserted(node: Node, scope: Scope) -> Iterator[tuple[str, Node, Scope, Origin]]:
    if isinstance(node, Table):
        yield from fields(node, scope)
    elif isinstance(node, Scalar):
        value = usual(scope.value(node))
        if not isinstance(value, Bound) or not isinstance(value.scope, Scope):
            return
        if isinstance(value.node, Table) and scope.world.spend():
            yield from fields(value.node, value.scope)


class View:
    """A mapping after expansion, ready to be asked for its fields."""

    def __init__(self, table: Table, scope: Scope) -> None:
        self.scope = scope
        self.origin = table.origin
        self.fields: dict[str, tuple[Node, Scope, Origin]] = {}
        for key, node, where, origin in fields(table, scope):
            self.fields[key.casefold()] = (node, where, origin)

    def has(self, *keys: str) -> bool:
        """Whether any of the keys stands there."""
        return any(key.casefold() in self.fields for key in keys)

    def node(self, key: str) -> tuple[Node | None, Scope]:
        """The value of a key with its scope; a whole expression is replaced by its structure."""
        node, scope, _ = self.fields.get(key.casefold(), (None, self.scope, self.origin))
        if isinstance(node, Scalar) and "${{" in node.value:
            value = usual(scope.value(node))
            if isinstance(value, Bound) and isinstance(value.scope, Scope):
                return value.node, value.scope
        return node, scope

    def text(self, key: str) -> Text | None:
        """The text of a scalar field, filled in."""
        node, scope = self.node(key)
        return scope.text(node)

    def string(self, key: str) -> str:
        """The same as a string, empty where there is none."""
        text = self.text(key)
        return text.value.strip() if text else ""

    def view(self, key: str) -> "View | None":
        """A field that is a mapping."""
        node, scope = self.node(key)
        return View(node, scope) if isinstance(node, Table) else None

    def origin_of(self, key: str) -> Origin:
        """The line of a key."""
        return self.fields[key.casefold()][2] if key.casefold() in self.fields else self.origin


def strings(node: Node | None, scope: Scope) -> list[str]:
    """A scalar or a list of scalars as strings."""
    if isinstance(node, Items):
        texts = [where.text(item) for item, where in items(node, scope)]
    else:
        texts = [scope.text(node)] if node is not None else []
    return [text.value.strip() for text in texts if text is not None]
