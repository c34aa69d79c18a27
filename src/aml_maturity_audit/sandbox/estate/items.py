"""The entries of a collection as written: a mapping by name or a list, with `repeat`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.estate.filling import Filling
from aml_maturity_audit.sandbox.estate.merging import ABSENT, Templates, Tree
from aml_maturity_audit.sandbox.estate.times import duration
from aml_maturity_audit.sandbox.estate.vocabulary import BODY_KEYS
from aml_maturity_audit.sandbox.estate.yamlfile import Plain

MAX_REPEAT = 2_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as written, or one of its repetitions: `number` counts from the oldest, 1."""

    spec: Tree
    pattern: str
    where: str
    number: int
    shift: timedelta
    position: int = 0

    def name(self, filling: Filling) -> str:
        """The item's name."""
        if "$" not in self.pattern:
            return self.pattern
        return self.filling(filling).text(self.pattern)

    def filling(self, outer: Filling) -> Filling:
        """What the item sees: its number, and times moved back by `every` per repetition."""
        shifted = outer.shifted(outer.shift + self.shift) if self.shift else outer
        return shifted.with_variables(n=str(self.number))


def entries(raw: Plain, templates: Templates, where: str, most: int | None = None) -> list[Entry]:
    """Every entry with its templates merged; at most `most` repetitions of each."""
    found: list[Entry] = []
    for pattern, item, place in _written(raw, where):
        unfolded = templates.unfold(item, place)
        spec = {k: v for k, v in unfolded.items() if v != ABSENT or k in BODY_KEYS}
        found.extend(_repeated(spec, pattern, place, most))
    return found


def _written(raw: Plain, where: str) -> Iterator[tuple[str, Tree, str]]:
    if isinstance(raw, dict):
        for name, item in raw.items():
            place = f"{where}/{name}"
            yield name, _mapping(item, place), place
    elif isinstance(raw, list):
        for position, item in enumerate(raw, 1):
            place = f"{where}[{position}]"
            spec = _mapping(item, place)
            yield str(spec.get("name", f"item-{position}")), spec, place
    elif raw is not None:
        raise UsageError(f"{where} takes a mapping by name or a list.")


def _mapping(item: Plain, where: str) -> Tree:
    if item is None:
        return {}
    if not isinstance(item, dict):
        raise UsageError(f"{where} is not a mapping.", remedy="Write odd items as {raw: …}.")
    return item


def _repeated(spec: Tree, pattern: str, where: str, most: int | None) -> Iterator[Entry]:
    count = spec.get("repeat", 1)
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MAX_REPEAT:
        raise UsageError(f"{where}: 'repeat' takes a whole number, not {count!r}.")
    every = _every(spec.get("every", "0s"), where)
    if "repeat" in spec and "${n}" not in pattern:
        pattern += "-${n}"
    for position in range(count if most is None else min(count, most)):
        yield Entry(spec, pattern, where, count - position, every * position, position)


def _every(text: Plain, where: str) -> timedelta:
    try:
        return duration(str(text))
    except ValueError as problem:
        raise UsageError(f"{where}: {problem}.") from problem
