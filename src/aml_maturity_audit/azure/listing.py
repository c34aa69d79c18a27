"""A list as far as it could be read: its items, and what was not seen of it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from aml_maturity_audit.signals.reading import Gap, Observed

R = TypeVar("R")


@dataclass(frozen=True)
class Listing(Generic[R]):
    """Items in the order they came; no gaps means that there are no others."""

    items: tuple[R, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def reading(self) -> Observed[tuple[R, ...]]:
        """As what was observed of a signal."""
        return Observed(value=self.items, gaps=self.gaps)

    @staticmethod
    def merged(*listings: "Listing[R]") -> "Listing[R]":
        """One list of all items and all gaps."""
        items = tuple(item for listing in listings for item in listing.items)
        gaps = tuple(gap for listing in listings for gap in listing.gaps)
        return Listing(items, gaps)
