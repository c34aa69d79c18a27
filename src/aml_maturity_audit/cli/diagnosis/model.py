"""The answers, as data: published by `doctor --json` and `permissions check --json`, version 1."""

import msgspec

DOCTOR_SCHEMA = "aml-maturity-audit/doctor/v1"
PERMISSIONS_SCHEMA = "aml-maturity-audit/permissions-check/v1"

GOOD, LIMITED, BROKEN = "good", "limited", "broken"


class Said(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What all records here share."""


class Check(Said, frozen=True, kw_only=True):
    """One thing that was looked at."""

    name: str
    state: str
    """`good`, `limited` (an audit runs and leaves something unknown) or `broken`."""
    said: str
    remedy: str = ""


class SubscriptionAccess(Said, frozen=True, kw_only=True):
    """What the identity may do in a whole subscription."""

    id: str
    name: str
    known: bool
    """Whether the identity may ask what it may do."""
    missing: tuple[str, ...] = ()
    reason: str = ""


class CriterionAccess(Said, frozen=True, kw_only=True):
    """Whether a criterion could be settled, as far as permissions go."""

    id: str
    title: str
    settled: bool
    missing: tuple[str, ...] = ()
    """Permissions that would be needed in every subscription and are missing in some."""
    needs_cicd: bool = False
    """It also hangs on a CI/CD source, which has permissions of its own."""


class Access(Said, frozen=True, kw_only=True):
    """What the current identity could settle."""

    schema: str = PERMISSIONS_SCHEMA
    subscriptions: tuple[SubscriptionAccess, ...]
    criteria: tuple[CriterionAccess, ...]


class Compared(Said, frozen=True, kw_only=True):
    """One kind of thing in a workspace, read twice."""

    kind: str
    both: int
    only_ours: tuple[str, ...] = ()
    only_theirs: tuple[str, ...] = ()
    ours: str = ""
    """Why our reading is not whole; empty where it is."""
    theirs: str = ""
    """Why MLClient could not read it; empty where it could."""

    @property
    def agree(self) -> bool:
        """Whether both read all of it and found the same."""
        return not (self.only_ours or self.only_theirs or self.ours or self.theirs)


class Report(Said, frozen=True, kw_only=True):
    """The whole page."""

    schema: str = DOCTOR_SCHEMA
    checks: tuple[Check, ...]
    access: Access | None = None
    cross_check: tuple[Compared, ...] = ()
