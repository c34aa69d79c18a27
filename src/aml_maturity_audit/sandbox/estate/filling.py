"""`${…}` and relative times in the values of an estate, filled in when the server starts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.estate.guids import guid_of
from aml_maturity_audit.sandbox.estate.times import (
    absolute,
    arm_time,
    compact_time,
    is_offset,
    plain_time,
)
from aml_maturity_audit.sandbox.estate.times import offset as read_offset
from aml_maturity_audit.sandbox.estate.vocabulary import nearest
from aml_maturity_audit.sandbox.estate.yamlfile import Plain

VARIABLE = re.compile(r"\$?\$\{([A-Za-z]+)(?::([^{}]*))?\}")
_TIMES: Mapping[str, Callable[[datetime], str]] = {
    "time": plain_time,
    "stamp": compact_time,
    "date": lambda stamp: stamp.strftime("%Y-%m-%d"),
}
# Variables that follow from others.
_DERIVED: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "ownGuid": lambda known: guid_of(known["self"]),
    "ownPrincipal": lambda known: guid_of(f"{known['self']}/identity"),
    "stamp": lambda known: compact_time(absolute(known["created"])),
}
_NEEDS = {"ownGuid": "self", "ownPrincipal": "self", "stamp": "created"}


@dataclass(frozen=True)
class Names:
    """What `${lookup:name}` can name anywhere in the estate, by lookup, then by name."""

    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Filling:
    """The values an item sees: its variables, its moment and the estate's names."""

    now: datetime
    names: Names
    variables: Mapping[str, str]
    shift: timedelta = timedelta()

    def with_variables(self, /, **more: str) -> "Filling":
        """The same with further or nearer variables."""
        return Filling(self.now, self.names, {**self.variables, **more}, self.shift)

    def shifted(self, shift: timedelta) -> "Filling":
        """The same with every relative time moved back by `shift`."""
        return Filling(self.now, self.names, self.variables, shift)

    def fill(self, value: Plain) -> Plain:
        """The value with variables and relative times filled in, at any depth."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {
                self._variables_in(key) if "$" in key else key: self.fill(item)
                for key, item in value.items()
            }
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        return value

    def text(self, text: str) -> str:
        """One text with variables filled in; a relative time becomes the time it names."""
        if is_offset(text):
            return arm_time(self.moment(text))
        return self._variables_in(text) if "${" in text else text

    def named(self, table: str, value: str) -> str:
        """The name that a lookup gives to a value; the value itself where it gives none."""
        known = self.names.known.get(table, {})
        return next((name for name, found in known.items() if found == value), value)

    def moment(self, offset: str) -> datetime:
        """The moment a relative time names for this item."""
        return read_offset(offset).at(self.now) - self.shift

    def _variables_in(self, text: str) -> str:
        return VARIABLE.sub(self._variable, text)

    def _variable(self, match: re.Match[str]) -> str:
        whole, name, argument = match[0], match[1], match[2]
        if whole.startswith("$$"):
            return whole[1:]
        if argument is None and name in _DERIVED and _NEEDS[name] in self.variables:
            return _DERIVED[name](self.variables)
        if argument is None:
            return self._looked_up(self.variables, name, whole)
        if name in _TIMES:
            return _TIMES[name](self._argument_moment(argument, whole))
        table = self.names.known.get(name)
        if table is None:
            known = [*self.names.known, *_TIMES]
            raise UsageError(f"Unknown variable {whole}.", remedy=nearest(name, known))
        return self._looked_up(table, argument, whole)

    def _argument_moment(self, argument: str, whole: str) -> datetime:
        if not is_offset(argument):
            raise UsageError(f"{whole} needs a relative time such as -3d.")
        return self.moment(argument)

    @staticmethod
    def _looked_up(table: Mapping[str, str], name: str, whole: str) -> str:
        found = table.get(name)
        if found is None:
            raise UsageError(f"Unknown variable {whole}.", remedy=nearest(name, table))
        return found
