"""What a writer hands over: a file with what it is for, or the name that is missing."""

from dataclasses import dataclass

SCHEDULE, DEPLOYMENT, ENDPOINT, ENVIRONMENT = "schedule", "deployment", "endpoint", "environment"
BICEP, PIPELINE = "bicep", "pipeline"
AZURE_ML = frozenset({SCHEDULE, DEPLOYMENT, ENDPOINT, ENVIRONMENT})
"""Kinds that azure-ai-ml has a loader for."""


@dataclass(frozen=True, kw_only=True)
class Artefact:
    """One file to write."""

    name: str
    """File name, safe on any system."""
    kind: str
    """How it is checked: one of the kinds above."""
    text: str
    does: str
    """What it does, in one sentence."""
    apply: tuple[str, ...]
    """Shell commands that apply it, in order."""
    criteria: tuple[str, ...]
    """Criteria of the plan that it is for."""
    mind: tuple[str, ...] = ()
    """What to look at before, or to do besides, one sentence each."""


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """A file that is not written."""

    what: str
    """What would have been written."""
    why: str
    """Which name is missing, and what would tell it."""

    @property
    def sentence(self) -> str:
        """For the person at the terminal."""
        return f"Not written: {self.what}. {self.why}"


class NameMissing(Exception):
    """Raised where a name that a file needs is not known; `why` is said to the user."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
