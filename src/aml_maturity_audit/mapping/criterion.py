"""What a criterion is: a yes/no question with an id, judged per workspace.

One file each under `criteria/`, named as the id with underscores; found by walking the package.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aml_maturity_audit.mapping.truth import Fact
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.reading import SignalKey

DOCS = "https://learn.microsoft.com/azure/"


@dataclass(frozen=True)
class NotApplicable:
    """The question does not arise for this workspace."""

    because: str


Ruling = Fact | NotApplicable
Judge = Callable[[View], Ruling]
Remedy = Callable[[View], str]


@dataclass(frozen=True, kw_only=True, eq=False)
class Criterion:
    """A criterion with its judge and all that explains it."""

    id: str
    title: str
    question: str
    rule: str
    """When it is met and when it is not, in words (criteria.md, section 2 or 3)."""
    reads: tuple[SignalKey[Any], ...] = ()
    """The signals its judge may read; the engine and a test hold it to them."""
    builds_on: tuple[str, ...] = ()
    """Ids of criteria whose verdicts it uses."""
    training: bool = False
    """Marked T: not applicable in a serving-only workspace."""
    serving: bool = False
    """Marked S: not applicable in a training-only workspace."""
    devops: bool = False
    """Marked D: needs a CI/CD source."""
    blind_spots: str
    """What this cannot see."""
    remedy: Remedy
    """The next step for this workspace, with its real names."""
    docs: str
    """Public documentation page, below learn.microsoft.com/azure."""
    effort: int = 3
    """Order among blockers of one level: 1 is done first."""
    judge: Judge

    @property
    def docs_url(self) -> str:
        """The public documentation page."""
        return self.docs if self.docs.startswith("https://") else f"{DOCS}{self.docs}"
