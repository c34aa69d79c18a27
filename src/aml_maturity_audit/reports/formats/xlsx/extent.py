"""How much room rows take, which a sheet says before them."""

from collections.abc import Iterable, Iterator, Sequence

Cell = str | int | None
Row = Sequence[Cell]

WIDEST = 60
"""Columns are no wider."""
_LOOK = 100
"""After so many rows each, columns are left out that cannot become wider."""


class Extent:
    """How many rows stand below a header, and the longest text of each column."""

    def __init__(self, header: Sequence[str], rows: Iterable[Row] = ()) -> None:
        self.rows = 0
        self.longest = [len(text) for text in header]
        """As far as it matters: no text beyond `WIDEST` is told from another."""
        self._narrow = list(range(len(header)))
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """A further row."""
        self.rows += 1
        longest = self.longest
        for at in self._narrow:
            length = len(str(row[at] or ""))
            longest[at] = max(longest[at], length)
        if self.rows % _LOOK == 0:
            self._narrow = [at for at in self._narrow if longest[at] < WIDEST]

    def parts(self, most: int) -> Iterator["Extent"]:
        """The extents of as many sheets as it takes, each of at most so many rows; one at least."""
        left = self.rows
        while True:
            part = Extent(())
            part.rows, part.longest = min(left, most), self.longest
            yield part
            left -= most
            if left <= 0:
                return
