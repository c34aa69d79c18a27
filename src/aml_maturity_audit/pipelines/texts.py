"""Text that remembers where each of its lines was written.

A command may stand in a caller's argument and run inside a template; evidence names the line it was
written on, so every line keeps its origin through substitution.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Origin:
    """A line of a file, from 1; 0 where the source has no lines."""

    file: str
    line: int


NOWHERE_LINE = Origin("", 0)
"""Where there is no file."""


@dataclass(frozen=True)
class Text:
    """Lines, each with its origin."""

    lines: tuple[tuple[str, Origin], ...]

    @staticmethod
    def at(value: str, origin: Origin) -> "Text":
        """`value` with every line at the same origin."""
        return Text(tuple((line, origin) for line in value.split("\n")))

    @staticmethod
    def running(value: str, origin: Origin) -> "Text":
        """`value` with its lines on consecutive lines, the first at `origin`."""
        return Text(
            tuple(
                (line, Origin(origin.file, origin.line + index))
                for index, line in enumerate(value.split("\n"))
            )
        )

    @cached_property
    def value(self) -> str:
        """The text itself."""
        return "\n".join(line for line, _ in self.lines)

    @property
    def origin(self) -> Origin:
        """Where it starts."""
        return self.lines[0][1]

    @cached_property
    def _starts(self) -> list[int]:
        starts, position = [], 0
        for line, _ in self.lines:
            starts.append(position)
            position += len(line) + 1
        return starts

    def origin_at(self, position: int) -> Origin:
        """The origin of the line that holds the character at `position`."""
        index = bisect_right(self._starts, max(position, 0)) - 1
        return self.lines[index][1]

    def part(self, start: int, end: int) -> "Text":
        """The characters from `start` to `end`, with their origins."""
        piece = self.value[start:end]
        first = bisect_right(self._starts, start) - 1
        lines = piece.split("\n")
        return Text(tuple((line, self.lines[first + index][1]) for index, line in enumerate(lines)))

    def strip(self) -> "Text":
        """Without white space around it."""
        value = self.value
        start = len(value) - len(value.lstrip())
        return self.part(start, max(len(value.rstrip()), start))


def joined(pieces: Iterable[Text]) -> Text:
    """Pieces put one after the other; a line takes the origin of its first visible piece."""
    lines: list[tuple[str, Origin]] = []
    for piece in pieces:
        for index, (line, origin) in enumerate(piece.lines):
            if index == 0 and lines:
                before, where = lines[-1]
                lines[-1] = (before + line, where if before.strip() or not line.strip() else origin)
            else:
                lines.append((line, origin))
    return Text(tuple(lines)) if lines else Text.at("", Origin("", 0))


def replaced(text: Text, cuts: Sequence[tuple[int, int, Text]]) -> Text:
    """`text` with each (start, end) cut out and a text put in its place; cuts are in order."""
    if not cuts:
        return text
    pieces: list[Text] = []
    position = 0
    for start, end, value in cuts:
        pieces += [text.part(position, start), value]
        position = end
    pieces.append(text.part(position, len(text.value)))
    return joined(pieces)
