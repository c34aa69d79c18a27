"""YAML from strangers: safe types only, bounded size, no alias bombs, no duplicate keys."""

from collections.abc import Hashable
from pathlib import Path
from typing import TypeAlias

import yaml

from aml_maturity_audit.errors import UsageError

MAX_BYTES = 16 * 1024 * 1024
MAX_NODES = 2_000_000
MAX_DEPTH = 60

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"

_Base: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _EstateLoader(_Base):  # type: ignore[misc,valid-type]
    """Dates stay text, keys are text and stand once."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[str, Plain]:
    loader.flatten_mapping(node)
    pairs: dict[str, Plain] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable) or isinstance(key, tuple):
            raise yaml.constructor.ConstructorError(
                None, None, "a key must be text", key_node.start_mark
            )
        text = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(key)
        if text in pairs:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {text!r} stands twice", key_node.start_mark
            )
        pairs[text] = loader.construct_object(value_node, deep=True)
    return pairs


_EstateLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
_EstateLoader.add_constructor(
    "tag:yaml.org,2002:timestamp", yaml.constructor.SafeConstructor.construct_yaml_str
)


def read_yaml(path: Path) -> Plain:
    """The file's content as plain values; `UsageError` where it cannot be read or trusted."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as problem:
        raise UsageError(f"The estate {path} cannot be read: {problem.strerror}.") from problem
    return parse_yaml(content, str(path))


_DEEPEST = 200


def parse_yaml(content: bytes | str, origin: str) -> Plain:
    """YAML text as plain values; `origin` names it in errors."""
    data = content.encode() if isinstance(content, str) else content
    if len(data) > MAX_BYTES:
        raise UsageError(f"The estate {origin} is larger than {MAX_BYTES} bytes.")
    try:
        text = data.decode("utf-8")
        _refuse_depth(text)
        loader = _EstateLoader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        _refuse_bombs(node, origin)
        plain: Plain = loader.construct_document(node)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as problem:
        reason = " ".join(str(problem).split())
        raise UsageError(f"The estate {origin} is not valid YAML: {reason}") from problem
    return plain


def _refuse_depth(text: str) -> None:
    """Composing descends in C, where too deep a nesting ends the process; events do not."""
    depth = 0
    for event in yaml.parse(text, Loader=_EstateLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise ValueError(f"it is nested more than {_DEEPEST} levels deep")


def _refuse_bombs(root: yaml.Node, origin: str) -> None:
    """Count nodes as they would stand with every alias written out."""
    sizes: dict[int, int] = {}

    def size(node: yaml.Node, depth: int) -> int:
        if depth > MAX_DEPTH:
            raise UsageError(f"The estate {origin} is nested deeper than {MAX_DEPTH} levels.")
        known = sizes.get(id(node))
        if known is not None:
            return known
        sizes[id(node)] = MAX_NODES + 1  # an alias to its own ancestor is endless
        total = 1
        for child in _children(node):
            total += size(child, depth + 1)
            if total > MAX_NODES:
                raise UsageError(f"The estate {origin} unfolds to more than {MAX_NODES} values.")
        sizes[id(node)] = total
        return total

    size(root, 0)


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
