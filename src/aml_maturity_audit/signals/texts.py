"""The texts in a value, each once.

Records of a kind repeat each other: two hundred jobs name the same compute, environment and person.
Whoever looks at texts looks at each of them once.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from operator import attrgetter
from types import NoneType

import msgspec

_WITHOUT_TEXT = (NoneType, bool, int, float, datetime)


class Opaque(Exception):
    """Something that may hold text of which nobody knows where."""


def texts_in(value: object) -> set[str]:
    """Every text, keys of mappings too, in records, lists and mappings of each other.

    Not the names of fields. Raises Opaque for anything else that may hold text.
    """
    texts: set[str] = set()
    level: Iterable[object] = (value,)
    while level:
        level = _next_level(level, texts)
    return texts


def _next_level(level: Iterable[object], texts: set[str]) -> list[object]:
    """What the things of a level are made of; their texts go to `texts`."""
    parts: set[object] = set()
    more: list[object] = []
    for each in level:
        kind = type(each)
        if kind is str:
            texts.add(each)  # type: ignore[arg-type]  # a str
        elif kind is tuple or kind is list:
            more += each  # type: ignore[operator]  # either
        elif kind is dict:
            more += each  # type: ignore[operator]  # its keys
            more += each.values()  # type: ignore[attr-defined]  # a dict
        elif isinstance(each, msgspec.Struct):
            held = _fields(kind)(each)
            try:
                parts.update(held)
            except TypeError:  # one of them has no hash
                more += held
        elif kind not in _WITHOUT_TEXT:
            raise Opaque(kind.__name__)
    more += parts
    return more


@cache
def _fields(kind: type) -> Callable[[object], tuple[object, ...]]:
    names = kind.__struct_fields__  # type: ignore[attr-defined]  # a msgspec.Struct
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)
