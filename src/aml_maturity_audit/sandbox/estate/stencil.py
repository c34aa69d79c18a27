"""Bodies prepared once and filled many times: what never changes is shared, not copied."""

import re
from collections.abc import Callable

from aml_maturity_audit.sandbox.estate.filling import VARIABLE, Filling
from aml_maturity_audit.sandbox.estate.times import arm_time, is_offset, offset
from aml_maturity_audit.sandbox.estate.yamlfile import Plain

Fill = Callable[[Filling], Plain]

# What differs between the items of one collection; everything else is the same for all of them.
_MOVING = frozenset(["self", "name", "n", "created", "ownGuid", "ownPrincipal", "stamp"]) | {
    "time",
    "date",
}
_ALONE = re.compile(r"\$\{(self|name|created)\}")


def stencil(value: Plain, outer: Filling) -> Fill:
    """A function that gives the value with variables and relative times filled in for an item.

    `outer` is what all items of the collection see; it is filled in at once.
    """
    still, moving = _prepared(value, outer)
    return moving or (lambda _: still)


def _prepared(value: Plain, outer: Filling) -> tuple[Plain, Fill | None]:
    """The value as far as it stands still, and the function for what moves, if anything does."""
    if isinstance(value, str):
        return _text(value, outer)
    if isinstance(value, dict):
        return _mapping(value, outer)
    if isinstance(value, list):
        parts = [_prepared(item, outer) for item in value]
        if any(moving for _, moving in parts):
            return value, lambda filling: filling.fill(value)
        return [still for still, _ in parts], None
    return value, None


def _text(text: str, outer: Filling) -> tuple[Plain, Fill | None]:
    if is_offset(text):
        written = offset(text)
        return text, lambda filling: arm_time(written.at(filling.now) - filling.shift)
    if "${" not in text:
        return text, None
    alone = _ALONE.fullmatch(text)
    if alone is not None:
        name = alone[1]
        return text, lambda filling: filling.variables.get(name) or filling.text(text)
    if any(match[1] in _MOVING for match in VARIABLE.finditer(text)):
        return text, lambda filling: filling.text(text)
    return outer.text(text), None


def _mapping(value: dict[str, Plain], outer: Filling) -> tuple[Plain, Fill | None]:
    if any("$" in key for key in value):
        return value, lambda filling: filling.fill(value)
    parts = {key: _prepared(item, outer) for key, item in value.items()}
    still: dict[str, Plain] = {key: part for key, (part, _) in parts.items()}
    moving = [(key, fill) for key, (_, fill) in parts.items() if fill]
    if not moving:
        return still, None

    def fill_in(filling: Filling) -> Plain:
        filled = still.copy()
        for key, fill in moving:
            filled[key] = fill(filling)
        return filled

    return still, fill_in
