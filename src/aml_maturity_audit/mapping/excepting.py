"""Exceptions as the configuration's tables describe them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping.catalogue import find_criterion
from aml_maturity_audit.mapping.exceptions import Accepted, Exceptions

_KEYS = ("workspace", "criterion", "reason", "owner", "expires")


def exceptions_from(tables: Sequence[Mapping[str, object]]) -> Exceptions:
    """The exceptions that the tables `exceptions` describe. Raises UsageError."""
    return Exceptions(tuple(_accepted(table) for table in tables))


def _accepted(table: Mapping[str, object]) -> Accepted:
    unknown = sorted(set(table) - set(_KEYS))
    if unknown:
        raise UsageError(f"[[exceptions]] has no key {unknown[0]!r}.", remedy=", ".join(_KEYS))
    missing = [key for key in _KEYS if not table.get(key)]
    if missing:
        raise UsageError(f"An entry of [[exceptions]] does not say {', '.join(missing)}.")
    expires = _date(table["expires"])
    if expires is None:
        raise UsageError(f"[[exceptions]] expires must be a date, not {table['expires']!r}.")
    return Accepted(
        workspace=str(table["workspace"]),
        criterion=find_criterion(str(table["criterion"])).id,
        reason=str(table["reason"])[:500].rstrip("."),
        owner=str(table["owner"])[:200],
        expires=expires,
    )


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
