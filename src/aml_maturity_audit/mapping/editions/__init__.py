"""The editions of Microsoft's MLOps maturity model, as data: every statement, level and column.

Source: criteria.md, sections 2 and 3. The wording is this project's own.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib import resources

import yaml

from aml_maturity_audit.assessment.model import DIMENSIONS
from aml_maturity_audit.errors import ToolFailure, UsageError

EDITIONS = ("2024", "2025-10")
LEVELS = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class Statement:
    """One bullet of the model: it requires criteria, or only describes."""

    dimension: str
    level: int
    text: str
    requires: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """All statements of one edition."""

    id: str
    title: str
    statements: tuple[Statement, ...]

    def required(self, dimension: str, level: int) -> tuple[str, ...]:
        """The criteria that levels 1 to `level` of a dimension require, in the order of levels."""
        return self._required[dimension, min(level, LEVELS[-1])]

    @cached_property
    def _required(self) -> dict[tuple[str, int], tuple[str, ...]]:
        return {
            (dimension, level): tuple(
                dict.fromkeys(
                    criterion
                    for wanted in range(1, level + 1)
                    for statement in self.statements
                    if statement.dimension == dimension and statement.level == wanted
                    for criterion in statement.requires
                )
            )
            for dimension in DIMENSIONS
            for level in LEVELS
        }

    def dimensions_of(self, criterion: str) -> dict[str, int]:
        """The dimensions that require a criterion, each with the lowest level that does."""
        return self._dimensions.get(criterion, {})

    @cached_property
    def _dimensions(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for statement in self.statements:
            for criterion in statement.requires:
                levels = found.setdefault(criterion, {})
                known = levels.get(statement.dimension, statement.level)
                levels[statement.dimension] = min(known, statement.level)
        return {
            criterion: {name: levels[name] for name in DIMENSIONS if name in levels}
            for criterion, levels in found.items()
        }

    def statements_of(self, criterion: str) -> tuple[Statement, ...]:
        """The statements that require a criterion."""
        return tuple(s for s in self.statements if criterion in s.requires)

    def digest(self) -> str:
        """A digest of what it requires."""
        rows = sorted(f"{s.dimension}|{s.level}|{s.text}|{s.requires}" for s in self.statements)
        return sha256("\n".join((self.id, *rows)).encode()).hexdigest()[:16]


@lru_cache(maxsize=4)
def load_edition(name: str) -> Edition:
    """An edition by its id. Raises UsageError for one that is not known."""
    if name not in EDITIONS:
        raise UsageError(
            f"There is no edition {name!r} of the model.", remedy=f"Use {' or '.join(EDITIONS)}."
        )
    text = (resources.files(__package__) / f"{name}.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    inherited: tuple[Statement, ...] = ()
    if "extends" in document:
        inherited = load_edition(document["extends"]).statements
    own = tuple(_statements(document["dimensions"]))
    return Edition(id=name, title=document["title"], statements=inherited + own)


def _statements(dimensions: dict[str, dict[int, list[object]]]) -> list[Statement]:
    found: list[Statement] = []
    for dimension, levels in dimensions.items():
        if dimension not in DIMENSIONS:
            raise ToolFailure(f"An edition names the dimension {dimension}, which is none.")
        for level, bullets in levels.items():
            found.extend(_statement(dimension, int(level), bullet) for bullet in bullets)
    return found


def _statement(dimension: str, level: int, bullet: object) -> Statement:
    """A bullet is a text that only describes, or `{text: [criteria]}`."""
    if isinstance(bullet, str):
        return Statement(dimension, level, bullet)
    if isinstance(bullet, dict) and len(bullet) == 1:
        (text, requires), *_ = bullet.items()
        return Statement(dimension, level, text, tuple(requires))
    raise ToolFailure(f"A statement of {dimension} level {level} cannot be read: {bullet!r}.")
