"""The texts in a value, each once.

Records of a kind repeat each other: two hundred jobs name the same compute, environment and person.
Whoever looks at texts looks at each of them once.
"""

from collections import ChainMap, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from inspect import get_annotations
from itertools import chain
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

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
    for kind, found in _by_kind(level).items():
        if kind is str:
            texts.update(found)
        elif kind is tuple or kind is list:
            more += chain.from_iterable(found)
        elif kind is dict:
            more += chain.from_iterable(found)  # its keys
            more += chain.from_iterable(each.values() for each in found)
        elif issubclass(kind, msgspec.Struct):
            fields = _fields(kind)
            try:
                parts.update(chain.from_iterable(map(fields, found)))
            except TypeError:  # one of them has no hash
                more += chain.from_iterable(map(fields, found))
        elif kind not in _WITHOUT_TEXT:
            raise Opaque(kind.__name__)
    more += parts
    return more


def _by_kind(level: Iterable[Any]) -> dict[type, list[Any]]:
    """The things of a level by their types: those of one are looked into together."""
    kinds: defaultdict[type, list[Any]] = defaultdict(list)
    for each in level:
        kinds[type(each)].append(each)
    return kinds


@cache
def _fields(kind: type[msgspec.Struct]) -> Callable[[object], tuple[Any, ...]]:
    """What takes out of a record what may be or hold text, as its fields are declared."""
    declared = _declared(kind)
    names = [name for name in kind.__struct_fields__ if _may_hold_text(declared.get(name))]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def _declared(kind: type) -> Mapping[str, object]:
    """The types of its fields, those that it inherits too."""
    return ChainMap(*map(get_annotations, kind.__mro__))


def _may_hold_text(declared: object) -> bool:
    """Dates and numbers do not, and take long to be told apart by what they hold."""
    if declared in _WITHOUT_TEXT:
        return False
    if get_origin(declared) is Annotated:
        return _may_hold_text(get_args(declared)[0])
    choices = get_args(declared) if get_origin(declared) in (Union, UnionType) else ()
    return not choices or any(map(_may_hold_text, choices))
