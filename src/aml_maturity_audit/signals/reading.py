"""A reading: what is known about one signal, and, where nothing is, why not.

Source: criteria.md, section 1, rule 2. A reading is never silently empty.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")

TRUNCATED = "truncated"
DENIED = "denied"
FAILED = "failed"
UNDECODED = "undecoded"
FILTERED = "filtered"


class Gap(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of an observed reading that could not be seen."""

    kind: str
    """`truncated` (a cap cut it), `denied`, `failed`, `undecoded` (one item, unreadable) or
    `filtered` (the list leaves out what the caller may not read)."""
    reason: str
    """One sentence: what was not seen, and why."""
    resource: str = ""
    """What the gap is about: an item's name or id; empty where it is the list's rest."""
    action: str | None = None
    """The RBAC action or token scope that is missing."""

    @property
    def bounded(self) -> bool:
        """Whether it hides exactly one item; any other gap may hide any number."""
        return self.kind == UNDECODED


class Observed(
    msgspec.Struct,
    Generic[T],
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag="observed",
    tag_field="state",
):
    """What was read. An empty value with no gaps is a fact: there is none."""

    value: T
    gaps: tuple[Gap, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether an absence in the value is an absence in Azure."""
        return not self.gaps


class Denied(msgspec.Struct, frozen=True, kw_only=True, tag="denied", tag_field="state"):
    """Not permitted; `action` is what to grant."""

    action: str
    detail: str = ""


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failed", tag_field="state"):
    """Asked for and not answered in a usable way."""

    reason: str


class NotCollected(
    msgspec.Struct, frozen=True, kw_only=True, tag="not_collected", tag_field="state"
):
    """Never asked for; `hint` says what to configure."""

    hint: str


Unread = Denied | Failed | NotCollected
Reading = Observed[T] | Denied | Failed | NotCollected


@dataclass(frozen=True)
class Folding(Generic[T]):
    """How a value is written where it repeats itself: shorter, and nothing is lost."""

    fold: Callable[[T], Any]
    """What is written in its place, in the same fields."""
    unfold: Callable[[T], T]
    """What was folded, as it was. Raises msgspec.ValidationError where that cannot be told."""


class SignalKey(Generic[T]):
    """The name of a signal, with the type of what is observed for it.

    Instances are made once, in the file of the family they belong to.
    """

    def __init__(
        self,
        name: str,
        kind: type[T],
        *,
        scope: str,
        title: str,
        actions: tuple[str, ...] = (),
        folding: Folding[T] | None = None,
    ) -> None:
        """`scope` is workspace, subscription, registry, devops or estate."""
        self.name = name
        self._folding = folding
        self.kind = kind
        self.scope = scope
        self.title = title
        self.actions = actions
        self._decoder: msgspec.json.Decoder[Reading[T]] | None = None

    def as_written(self, reading: Reading[T]) -> Reading[T]:
        """The reading as it is written: folded, where the signal has a folding."""
        if self._folding is None or not isinstance(reading, Observed):
            return reading
        return msgspec.structs.replace(reading, value=self._folding.fold(reading.value))

    def decode(self, raw: bytes | msgspec.Raw) -> Reading[T]:
        """The reading in `raw` JSON. Raises msgspec.ValidationError where it does not fit."""
        if self._decoder is None:
            readings = Observed[self.kind] | Denied | Failed | NotCollected  # type: ignore[name-defined]
            self._decoder = msgspec.json.Decoder(readings)
        reading: Reading[T] = self._decoder.decode(raw)
        if self._folding is None or not isinstance(reading, Observed):
            return reading
        return msgspec.structs.replace(reading, value=self._folding.unfold(reading.value))

    def __repr__(self) -> str:
        return f"SignalKey({self.name!r})"
