"""A comparison as a page: titles, sentences and grids, whatever they are written in."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Cell(NamedTuple):
    """A text, and what it is, for formats that have colours."""

    text: str
    kind: str = ""
    """A level (`l0` … `l4`), a verdict, or nothing."""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Rows under a header."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading with sentences and a grid."""

    title: str
    sentences: tuple[str, ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """The whole."""

    title: str
    sentences: tuple[str, ...]
    sections: tuple[Section, ...] = field(default=())
