"""The values pipeline expressions work on, and how they compare."""

import re
from dataclasses import dataclass
from typing import Final

from aml_maturity_audit.pipelines.texts import Text
from aml_maturity_audit.pipelines.yaml_tree import Items, Table

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something only the run knows."""


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, eq=False)
class Bound:
    """A structure handed over as an argument, with the scope it was written in."""

    node: Items | Table
    scope: object


@dataclass(frozen=True, eq=False)
class Free:
    """A parameter whoever starts the run may choose; `usual` is its default."""

    usual: "Value"


Value = str | bool | float | None | Unknown | Text | Bound | Free


def settled(value: Value) -> Value:
    """The value as a decision may use it: what can be chosen freely decides nothing."""
    return UNKNOWN if isinstance(value, Free) else value


def usual(value: Value) -> Value:
    """The value as text may use it: a free one stands at its default."""
    return value.usual if isinstance(value, Free) else value


def truth(value: Value) -> bool | None:
    """Whether a condition of this value holds; None where only the run knows."""
    value = settled(value)
    if isinstance(value, Unknown):
        return None
    if isinstance(value, bool):
        return value
    if value is None:
        return False
    if isinstance(value, Bound):
        return True
    if isinstance(value, float):
        return value != 0
    return str_of(value).strip().casefold() not in {"", "false", "0"}


def str_of(value: Value) -> str:
    """The value as text; empty where it has none."""
    value = usual(value)
    if isinstance(value, Text):
        return value.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return value if isinstance(value, str) else ""


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are equal, ignoring case and type; None where only the run knows."""
    left, right = settled(left), settled(right)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return None
    if isinstance(left, Bound) or isinstance(right, Bound):
        return None
    one, two = _number(left), _number(right)
    if one is not None and two is not None:
        return one == two
    return str_of(left).casefold() == str_of(right).casefold()


def order(left: Value, right: Value) -> int | None:
    """-1, 0 or 1 as left is less than, equal to or more than right; None where not numbers."""
    one, two = _number(settled(left)), _number(settled(right))
    if one is None or two is None:
        return None
    return (one > two) - (one < two)


def _number(value: Value) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | float | Text):
        return None
    text = str_of(value).strip()
    return float(text) if _NUMBER.fullmatch(text) else None
