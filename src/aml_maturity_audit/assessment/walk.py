"""One way to reach every text of an assessment, so that no field can be forgotten."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, cast

import msgspec

S = TypeVar("S")

Change = Callable[[str, type, str], str | None]
"""Takes a text, the record that it is in and the field's name; gives the text to put there."""


class Many(Sequence[S]):
    """Records that are kept in some other way than as objects."""

    @abstractmethod
    def mapped(self, change: Callable[[S], S]) -> "Many[S]":
        """The same, each changed."""


def map_text(record: S, change: Change) -> S:
    """A copy of `record` in which every text, keys of mappings included, went through `change`."""
    return cast("S", _mapped(record, change, type(record), ""))


def _mapped(value: object, change: Change, owner: type, field: str) -> object:
    if isinstance(value, str):
        return change(value, owner, field)
    if isinstance(value, tuple):
        return tuple(_mapped(item, change, owner, field) for item in value)
    if isinstance(value, list):
        return [_mapped(item, change, owner, field) for item in value]
    if isinstance(value, dict):
        return {
            _mapped(key, change, owner, field): _mapped(item, change, owner, field)
            for key, item in value.items()
        }
    if isinstance(value, msgspec.Struct):
        return _mapped_record(value, change)
    if isinstance(value, Many):
        return value.mapped(lambda item: map_text(item, change))
    return value


def _mapped_record(record: msgspec.Struct, change: Change) -> object:
    kind: Any = type(record)
    return kind(
        **{
            name: _mapped(getattr(record, name), change, kind, name)
            for name in record.__struct_fields__
        }
    )


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
