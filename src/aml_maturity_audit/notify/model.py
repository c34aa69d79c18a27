"""What a webhook is told: a published document of its own, version 1.

Names and ids of criteria only: no evidence, no addresses, no people. Fields may be added; readers
ignore what they do not know. Its schema is `schema/notification-v1.schema.json`.
"""

from datetime import datetime

import msgspec

from aml_maturity_audit.assessment.model import Level

NOTIFICATION_SCHEMA = "aml-maturity-audit/notification/v1"


class Told(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What all records of a notification share."""


class RunTold(Told, frozen=True, kw_only=True):
    """A run."""

    id: str
    collected_at: datetime
    edition: str
    workspaces: int


class LevelTold(Told, frozen=True, kw_only=True):
    """A workspace's level that is another one now."""

    workspace: str
    key: str
    dimension: str
    """A dimension's id, or `overall`."""
    before: Level
    after: Level


class VerdictTold(Told, frozen=True, kw_only=True):
    """A verdict that is another one now."""

    workspace: str
    key: str
    criterion: str
    title: str
    before: str | None
    after: str | None
    direction: str
    """`better`, `worse`, `settled`, `obscured` or `otherwise`."""
    causes: tuple[str, ...]
    """Of `estate`, `access`, `policy`, `catalogue`."""


class Unread(Told, frozen=True, kw_only=True):
    """A reading of a scored workspace that is not whole."""

    workspace: str
    key: str
    signal: str
    state: str
    action: str | None
    """The permission to grant, where one is missing."""


class Notification(Told, frozen=True, kw_only=True):
    """The whole message."""

    schema: str = NOTIFICATION_SCHEMA
    run: RunTold
    previous: RunTold | None
    """The run it is held against; None: there was none."""
    complete: bool
    """Whether everything could be read."""
    fell: tuple[LevelTold, ...] = ()
    rose: tuple[LevelTold, ...] = ()
    changed: tuple[VerdictTold, ...] = ()
    unread: tuple[Unread, ...] = ()
    left_out: int = 0
    """Entries beyond the bound of 200 for each list."""
