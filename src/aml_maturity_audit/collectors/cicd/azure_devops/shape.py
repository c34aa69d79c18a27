"""How far a successful run may have left out parts of its pipeline."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_SHAPED = re.compile(r"\$\{\{\s*(?:if|elseif|else|each|insert)\b")
_SKIPPABLE = re.compile(
    r"""(?mx) ^\s*(?:-\s*)? ["']? (?:condition|stages|extends|continueOnError|enabled) ["']? \s*:"""
)
_USUAL = frozenset({"", "succeeded()", "always()", "succeededorfailed()"})
"""Conditions under which all is done in a stage that succeeds."""
_DEEPEST = 30


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


def shape_of_release(definition: Mapping[str, object]) -> Shape:
    """The shape of the stages of a classic release definition."""
    return Shape(skippable=_may_skip(definition.get("environments"), 0), shaped=False)


def _may_skip(node: object, depth: int) -> bool:
    """Whether a task or phase anywhere in it has a condition of its own, or may fail unnoticed."""
    if depth > _DEEPEST:
        return True
    if isinstance(node, list):
        return any(_may_skip(item, depth + 1) for item in node)
    if not isinstance(node, Mapping):
        return False
    condition = node.get("condition")
    if isinstance(condition, str) and condition.replace(" ", "").lower() not in _USUAL:
        return True
    if node.get("continueOnError") is True:
        return True
    return any(_may_skip(item, depth + 1) for item in node.values())
