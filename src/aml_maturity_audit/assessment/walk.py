"""One way to reach every text of an assessment, so that no field can be forgotten."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from operator import is_
from typing import TypeVar, cast

import msgspec
from msgspec.structs import replace

S = TypeVar("S")
_WITHOUT_TEXT = (bool, int, float)

Change = Callable[[str, type, str], str | None]
"""Takes a text, the record that it is in and the field's name; gives the text to put there."""


class Many(Sequence[S]):
    """Records that are kept in some other way than as objects."""

    @abstractmethod
    def mapped(self, change: Callable[[S], S]) -> "Many[S]":
        """The same, each changed."""


def map_text(record: S, change: Change) -> S:
    """`record` with every text, keys of mappings included, as `change` gives it."""
    return cast("S", _mapped(record, change, type(record), ""))


def _mapped(value: object, change: Change, owner: type, field: str) -> object:
    if isinstance(value, str):
        return change(value, owner, field)
    if value is None or isinstance(value, _WITHOUT_TEXT):
        return value
    if isinstance(value, msgspec.Struct):
        return _mapped_record(value, change)
    if isinstance(value, tuple):
        items = [_mapped(item, change, owner, field) for item in value]
        return value if all(map(is_, items, value)) else tuple(items)
    if isinstance(value, list):
        return [_mapped(item, change, owner, field) for item in value]
    if isinstance(value, dict):
        return {
            _mapped(key, change, owner, field): _mapped(item, change, owner, field)
            for key, item in value.items()
        }
    if isinstance(value, Many):
        return value.mapped(lambda item: map_text(item, change))
    return value


def _mapped_record(record: msgspec.Struct, change: Change) -> object:
    """The record with other texts; itself where none is another."""
    kind = type(record)
    changes = {}
    for name in kind.__struct_fields__:
        value = getattr(record, name)
        mapped = _mapped(value, change, kind, name)
        if mapped is not value:
            changes[name] = mapped
    return replace(record, **changes) if changes else record


def texts_in(value: object) -> Iterator[str]:
    """Every text in `value`, keys of mappings included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | Many):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_in(key)
            yield from texts_in(item)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from texts_in(getattr(value, name))
