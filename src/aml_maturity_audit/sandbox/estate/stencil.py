"""Bodies prepared once and filled many times: what never changes is shared, not copied."""

from collections.abc import Callable

from aml_maturity_audit.sandbox.estate.filling import Filling
from aml_maturity_audit.sandbox.estate.times import arm_time, is_offset, offset
from aml_maturity_audit.sandbox.estate.yamlfile import Plain

Fill = Callable[[Filling], Plain]


def stencil(value: Plain) -> Fill:
    """A function that gives the value with variables and relative times filled in."""
    return _moving(value) or (lambda _: value)


def _moving(value: Plain) -> Fill | None:
    """The function for a value that changes; None for one that stays as it is."""
    if isinstance(value, str):
        return _moving_text(value)
    if isinstance(value, dict):
        if any("$" in key for key in value):
            return lambda filling: filling.fill(value)
        parts = {key: fill for key, item in value.items() if (fill := _moving(item))}
        return _moving_mapping(value, parts) if parts else None
    if isinstance(value, list):
        fills = [_moving(item) for item in value]
        return (lambda filling: filling.fill(value)) if any(fills) else None
    return None


def _moving_text(text: str) -> Fill | None:
    if is_offset(text):
        written = offset(text)
        return lambda filling: arm_time(written.at(filling.now) - filling.shift)
    return (lambda filling: filling.text(text)) if "${" in text else None


def _moving_mapping(still: dict[str, Plain], parts: dict[str, Fill]) -> Fill:
    moving = list(parts.items())

    def fill(filling: Filling) -> Plain:
        filled = still.copy()
        for key, part in moving:
            filled[key] = part(filling)
        return filled

    return fill
