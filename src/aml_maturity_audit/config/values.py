"""A value from a flag, a variable or the file, checked and made the option's type."""

import json
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from aml_maturity_audit.config.options import Option
from aml_maturity_audit.errors import UsageError

_ON = frozenset({"1", "true", "yes", "on"})
_OFF = frozenset({"0", "false", "no", "off"})


def from_text(option: Option, text: str, where: str) -> Any:  # noqa: ANN401  of the option's type
    """The value that a variable's text stands for: lists are separated by commas, tables are JSON.

    Raises UsageError, naming `where`, for text that stands for none.
    """
    if option.is_list:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if option.table:
        return checked(option, _json(text, where), where)
    if option.is_switch:
        return _switch(text, where)
    if _is_number(option):
        try:
            return checked(option, int(text), where)
        except ValueError as error:
            raise UsageError(f"{where} is {text!r}, which is no whole number.") from error
    return checked(option, text, where)


def checked(option: Option, value: object, where: str) -> Any:  # noqa: ANN401  of the option's type
    """`value` as the option's type. Raises UsageError, naming `where`, where it is none."""
    if option.table:
        return _table(option, value, where)
    if option.is_list:
        return _list(value, where)
    if option.is_switch:
        if isinstance(value, bool):
            return value
        raise UsageError(f"{where} is {value!r}; it is either true or false.")
    if _is_number(option):
        return _number(option, value, where)
    if not isinstance(value, str | Path) or not str(value):
        raise UsageError(f"{where} is {value!r}; it must be a text.")
    if option.choices and value not in option.choices:
        raise UsageError(
            f"{where} is {value!r}.", remedy=f"Choose one of {', '.join(option.choices)}."
        )
    return Path(value) if option.kind == Path | None else str(value)


def nearest(name: str, known: list[str]) -> str:
    """`Did you mean …?`, or what there is."""
    close = get_close_matches(name, known, n=1, cutoff=0.5)
    return f"Did you mean {close[0]}?" if close else f"There are {', '.join(known)}."


def _is_number(option: Option) -> bool:
    return option.kind in (int, int | None)


def _switch(text: str, where: str) -> bool:
    word = text.strip().lower()
    if word in _ON | _OFF:
        return word in _ON
    raise UsageError(f"{where} is {text!r}; it is either true or false.")


def _number(option: Option, value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise UsageError(f"{where} is {value!r}, which is no whole number.")
    if option.minimum is not None and value < option.minimum:
        raise UsageError(f"{where} is {value}; it must be at least {option.minimum}.")
    if option.maximum is not None and value > option.maximum:
        raise UsageError(f"{where} is {value}; it must be at most {option.maximum}.")
    return value


def _list(value: object, where: str) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if isinstance(listed, list | tuple) and all(isinstance(each, str) for each in listed):
        return tuple(str(each) for each in listed)
    raise UsageError(f"{where} is {value!r}; it must be a list of texts.")


def _json(text: str, where: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f"{where} is no JSON.", remedy='Write the table as JSON: {"technology": 2}.'
        ) from error


def _table(option: Option, value: object, where: str) -> Any:  # noqa: ANN401  a table or a list
    if option.is_list:
        return _list(value, where)
    if isinstance(option.default, tuple):
        if isinstance(value, list) and all(isinstance(each, Mapping) for each in value):
            return tuple(value)
        raise UsageError(f"{where} must be a list of tables, written [[{option.key}]].")
    if isinstance(value, Mapping):
        return dict(value)
    raise UsageError(f"{where} must be a table, written [{option.key}].")
