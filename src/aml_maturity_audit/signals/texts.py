"""The texts in a value, each once.

Records of a kind repeat each other: two hundred jobs name the same compute, environment and person.
Whoever looks at texts looks at each of them once.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any

import msgspec

_WITHOUT_TEXT = (NoneType, bool, int, float, datetime)


class Opaque(Exception):
    """Something that may hold text of which nobody knows where."""


def texts_in(value: object) -> set[str]:
    """Every text, keys of mappings too, in records, lists and mappings of each other.

    Not the names of fields. Raises Opaque for anything else that may hold text.
    """
    texts: set[str] = set()
    level: Iterable[Any] = (value,)
    while level:
        level = _next_level(level, texts)
    return texts


def _next_level(level: Iterable[Any], texts: set[str]) -> list[Any]:
    """What the things of a level are made of; their texts go to `texts`."""
    parts: set[Any] = set()
    more: list[Any] = []
    for each in level:
        kind: Any = type(each)
        if kind is str:
            texts.add(each)
        elif kind is tuple or kind is list:
            more += each
        elif kind is dict:
            more += each  # its keys
            more += each.values()
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
def _fields(kind: type[msgspec.Struct]) -> Callable[[object], tuple[Any, ...]]:
    names = kind.__struct_fields__
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)
