"""How far a successful run may have left out parts of its file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SHAPED = re.compile(r"\$\{\{\s*(?:if|elseif|else|each|insert)\b")
_SKIPPABLE = re.compile(
    r"""(?mx) ^\s*(?:-\s*)? ["']? (?:condition|stages|extends|continueOnError|enabled) ["']? \s*:"""
)


@dataclass(frozen=True)
class Shape:
    """What stands in a pipeline's files."""

    skippable: bool = True
    """A condition, a stage that may be left out at queueing, or a step that may fail unnoticed."""
    shaped: bool = True
    """Expressions decide which parts there are."""

    @property
    def is_plain(self) -> bool:
        """A run that succeeded carried out all of it."""
        return not self.skippable and not self.shaped


def shape_of(files: Iterable[bytes]) -> Shape:
    """The shape of the YAML files that a pipeline was read from."""
    texts = [content.decode("utf-8", "replace") for content in files]
    return Shape(
        skippable=any(_SKIPPABLE.search(text) for text in texts),
        shaped=any(_SHAPED.search(text) for text in texts),
    )
