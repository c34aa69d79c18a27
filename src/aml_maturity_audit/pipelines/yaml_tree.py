"""YAML as a tree of nodes that know their lines, built from parser events.

Nothing is constructed: scalars stay text (so `on:` stays `on`), and size, depth and alias expansion
are checked while the events come in, before a tree could grow.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from aml_maturity_audit.pipelines.limits import MAX_DEPTH, MAX_NODES
from aml_maturity_audit.pipelines.scalar_lines import scalar_text
from aml_maturity_audit.pipelines.texts import Origin, Text

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_TOO_DEEP = f"it nests deeper than {MAX_DEPTH} levels"


class NotYaml(Exception):
    """The text cannot be read as YAML; the message is a clause saying why."""


@dataclass(frozen=True)
class Scalar:
    """A value, always text."""

    text: Text
    plain: bool = True
    """Not quoted and not a block: `true` is a boolean, `"true"` is not."""

    @property
    def origin(self) -> Origin:
        """Where the value starts."""
        return self.text.origin

    @property
    def value(self) -> str:
        """The text itself."""
        return self.text.value


@dataclass(frozen=True)
class Items:
    """A sequence."""

    nodes: tuple["Node", ...]
    origin: Origin


@dataclass(frozen=True)
class Entry:
    """A key with its value; `origin` is the key's."""

    key: str
    node: "Node"
    origin: Origin


@dataclass(frozen=True)
class Table:
    """A mapping, in the order of the file."""

    entries: tuple[Entry, ...]
    origin: Origin

    def entry(self, key: str) -> Entry | None:
        """The last entry of that key, else one that differs in case only."""
        loose = None
        for entry in reversed(self.entries):
            if entry.key == key:
                return entry
            if loose is None and entry.key.casefold() == key.casefold():
                loose = entry
        return loose

    def get(self, key: str) -> "Node | None":
        """The value of that key."""
        entry = self.entry(key)
        return entry.node if entry else None


Node = Scalar | Items | Table


@dataclass
class _Open:
    """A collection whose end has not come yet."""

    is_table: bool
    origin: Origin
    anchor: str | None
    nodes: list[Node] = field(default_factory=list)
    weight: int = 1


class _Builder:
    def __init__(self, file: str, source: str) -> None:
        self.file = file
        self.rows = source.split("\n")
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.root: Node | None = None
        self.documents = 0
        self.duplicates: list[str] = []

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
        elif isinstance(event, yaml.ScalarEvent):
            text = scalar_text(event, self.file, self.rows)
            node = Scalar(text, plain=not event.style)
            self._put(node, 1, event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise NotYaml("it uses an anchor that is not defined")
            node_, weight = self.anchors[event.anchor]
            self._put(node_, weight, None)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise NotYaml(_TOO_DEEP)
        line = event.start_mark.line if event.start_mark else 0
        origin = Origin(self.file, line + 1)
        is_table = isinstance(event, yaml.MappingStartEvent)
        self.stack.append(_Open(is_table, origin, event.anchor))

    def _close(self) -> None:
        done = self.stack.pop()
        node: Node
        if done.is_table:
            node = Table(tuple(self._entries(done.nodes)), done.origin)
        else:
            node = Items(tuple(done.nodes), done.origin)
        self._put(node, done.weight, done.anchor)

    def _entries(self, nodes: list[Node]) -> Iterator[Entry]:
        seen: set[str] = set()
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            name = key.value if isinstance(key, Scalar) else ""
            if name == "<<" and isinstance(value, Table):
                yield from value.entries
                continue
            if name in seen and not name.startswith("${{"):
                self.duplicates.append(f"`{name[:40]}` in line {key.origin.line}")
            seen.add(name)
            yield Entry(name, value, key.origin)

    def _put(self, node: Node, weight: int, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = (node, weight)
        if self.stack:
            top = self.stack[-1]
            top.nodes.append(node)
            top.weight += weight
            if top.weight > MAX_NODES:
                raise NotYaml(f"it expands to more than {MAX_NODES} nodes")
        elif self.documents <= 1:
            self.root = node


def parse_yaml(file: str, source: str) -> tuple[Node | None, list[str]]:
    """The first document of `source`, and the keys that stand twice in one mapping.

    Raises NotYaml where it is no YAML, or more of it than any pipeline has.
    """
    builder = _Builder(file, source)
    try:
        for event in yaml.parse(source, Loader=_Loader):
            builder.take(event)
            if builder.documents > 1:
                break
    except yaml.YAMLError as error:
        raise NotYaml(_why(error)) from error
    except (ValueError, RecursionError) as error:
        raise NotYaml("the parser gave up on it") from error
    return builder.root, builder.duplicates


def _why(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or "it is not YAML"
    if "nesting depth" in problem:  # the scanner, which runs ahead of the events, has a limit too
        return _TOO_DEEP
    mark = getattr(error, "problem_mark", None)
    return f"{problem} (line {mark.line + 1})" if mark is not None else str(problem)
