"""What a comparison says: published documents of their own, version 1.

Fields may be added; readers ignore what they do not know.
"""

from datetime import datetime

import msgspec

from aml_maturity_audit.assessment.model import Level

COMPARISON_SCHEMA = "aml-maturity-audit/comparison/v1"
SIDE_BY_SIDE_SCHEMA = "aml-maturity-audit/side-by-side/v1"

HIGHER, LOWER, NARROWER, WIDER = "higher", "lower", "narrower", "wider"
NEW, GONE, APPEARED, NOT_VISIBLE, OUT_OF_SCOPE = (
    "new",
    "gone",
    "newly_visible",
    "not_visible",
    "out_of_scope",
)


class Said(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What all records of a comparison share."""


class RunFacts(Said, frozen=True, kw_only=True):
    """One of the two runs."""

    id: str
    collected_at: datetime
    edition: str
    window_days: int
    workspaces: int
    """Workspaces that are scored."""


class LevelChange(Said, frozen=True, kw_only=True):
    """A level that is another one now, of the workspace or of one dimension."""

    dimension: str
    """A dimension's id, or `overall`."""
    before: Level | None
    after: Level | None
    direction: str
    """`higher`, `lower`, `narrower` (more is known) or `wider` (less is known)."""
    causes: tuple[str, ...]


class VerdictChange(Said, frozen=True, kw_only=True):
    """A verdict that is another one now."""

    id: str
    title: str
    before: str | None
    after: str | None
    direction: str
    """`better`, `worse`, `settled` (was unknown), `obscured` (is unknown now), `otherwise`."""
    causes: tuple[str, ...]
    """Of `estate`, `access`, `policy`, `catalogue`; several where the files cannot tell."""
    why: str
    because: str
    remedy: str
    counts: bool


class WorkspaceChange(Said, frozen=True, kw_only=True):
    """What is different about a workspace that both runs have."""

    key: str
    name: str
    levels: tuple[LevelChange, ...] = ()
    criteria: tuple[VerdictChange, ...] = ()
    lost: tuple[str, ...] = ()
    """Signals that could be read better then."""
    gained: tuple[str, ...] = ()
    """Signals that can be read better now."""


class Presence(Said, frozen=True, kw_only=True):
    """A workspace that only one of the runs has."""

    key: str
    name: str
    status: str
    """`new`, `gone`, `newly_visible`, `not_visible` or `out_of_scope`."""
    why: str


class Comparison(Said, frozen=True, kw_only=True):
    """Two runs, the earlier one first."""

    schema: str = COMPARISON_SCHEMA
    before: RunFacts
    after: RunFacts
    swapped: bool = False
    """Whether they were given the other way round."""
    rules: tuple[str, ...] = ()
    """Which rules differ between the runs: `policy`, `catalogue`."""
    workspaces: tuple[WorkspaceChange, ...] = ()
    """Those that changed, by name."""
    unchanged: int = 0
    presence: tuple[Presence, ...] = ()


class Column(Said, frozen=True, kw_only=True):
    """One of the workspaces side by side."""

    key: str
    name: str
    label: str
    """The name, made unique among those compared."""
    role: str
    levels: dict[str, Level | None]
    """By dimension, and `overall`."""


class Difference(Said, frozen=True, kw_only=True):
    """A criterion that is not judged the same everywhere."""

    id: str
    title: str
    verdicts: dict[str, str]
    """By key."""


class Lead(Said, frozen=True, kw_only=True):
    """Something that the best workspace does and others do not."""

    id: str
    title: str
    because: str
    """How the best one does it."""
    remedy: str
    lacking: tuple[str, ...]
    """Labels of the workspaces where it is not met."""
    unknown: tuple[str, ...]


class SideBySide(Said, frozen=True, kw_only=True):
    """Workspaces of one run."""

    schema: str = SIDE_BY_SIDE_SCHEMA
    run: RunFacts
    columns: tuple[Column, ...]
    differences: tuple[Difference, ...] = ()
    alike: int = 0
    """Criteria with the same verdict everywhere."""
    best: str = ""
    """Label of the best workspace; empty where none stands out."""
    leads: tuple[Lead, ...] = ()
