"""The assessed workspaces of a large run, packed: thousands do not fit into memory as objects.

They stand in their published order. One is unpacked when it is looked at, and let go of after.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, overload

import msgspec

from aml_maturity_audit.assessment.aside import Aside, Piece
from aml_maturity_audit.assessment.model import WorkspaceAssessment
from aml_maturity_audit.assessment.walk import Many, map_text

_SURROGATE = re.compile("[\ud800-\udfff]")
_DECODE = msgspec.json.Decoder(WorkspaceAssessment).decode
MANY = 100
"""From so many workspaces on they are kept packed."""
Look = Callable[[bytes], WorkspaceAssessment]
"""How a workspace is made of its JSON."""
_ENCODE = msgspec.json.Encoder(order="deterministic").encode


def encoded(record: object) -> bytes:
    """A record as compact JSON; half a character, which no file can hold, is replaced."""
    try:
        return _ENCODE(record)
    except UnicodeEncodeError:
        return _ENCODE(map_text(record, lambda text, _owner, _field: _SURROGATE.sub("�", text)))


class Packed(NamedTuple):
    """A workspace that was set aside: what most ask for, and all of it."""

    brief: Piece
    whole: Piece

    @classmethod
    def of(cls, workspace: WorkspaceAssessment, aside: Aside) -> "Packed":
        """From a workspace in its published order."""
        return cls(aside.put(encoded(briefly(workspace))), aside.put(encoded(workspace)))


def briefly(workspace: WorkspaceAssessment) -> WorkspaceAssessment:
    """A workspace with what keeps it from its next level, and what could not be read of it.

    All other criteria and readings are left out, evidence too.
    """
    overall = next((b.criteria for b in workspace.blockers if b.dimension == "overall"), ())
    return msgspec.structs.replace(
        workspace,
        criteria=tuple(
            msgspec.structs.replace(criterion, evidence=(), subjects=())
            for criterion in workspace.criteria
            if criterion.id in overall
        ),
        readings=tuple(reading for reading in workspace.readings if not reading.complete),
        hints={},
    )


def in_brief(workspaces: Sequence[WorkspaceAssessment]) -> Sequence[WorkspaceAssessment]:
    """Those that are kept `briefly`; the others as they are."""
    return workspaces.briefs if isinstance(workspaces, Kept) else workspaces


class _Held(Many[WorkspaceAssessment]):
    """Workspaces as JSON that was set aside, each unpacked whenever it is asked for."""

    def __init__(self, held: list[Piece], aside: Aside, look: Look = _DECODE) -> None:
        self._held = held
        self._aside = aside
        self._look = look

    def __len__(self) -> int:
        return len(self._held)

    @overload
    def __getitem__(self, at: int) -> WorkspaceAssessment: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[WorkspaceAssessment, ...]: ...
    def __getitem__(self, at: int | slice) -> WorkspaceAssessment | tuple[WorkspaceAssessment, ...]:
        if isinstance(at, slice):
            return tuple(self._look(self._aside.get(one)) for one in self._held[at])
        return self._look(self._aside.get(self._held[at]))

    def __iter__(self) -> Iterator[WorkspaceAssessment]:
        return map(self._look, map(self._aside.get, self._held))

    def encoded(self) -> Iterator[bytes]:
        """Each as compact JSON."""
        if self._look is _DECODE:
            return map(self._aside.get, self._held)
        return map(encoded, self)


class Briefs(_Held):
    """Workspaces `briefly`."""

    def mapped(self, change: Callable[[WorkspaceAssessment], WorkspaceAssessment]) -> "Briefs":
        """Each changed, and packed again."""
        aside = Aside()
        return Briefs([aside.put(encoded(change(one))) for one in self], aside)


class Kept(_Held):
    """Workspaces in their published order."""

    def __init__(self, packed: Iterable[Packed], aside: Aside, look: Look = _DECODE) -> None:
        """`aside` is where they were set aside."""
        briefs: list[Piece] = []
        whole: list[Piece] = []
        for one in packed:
            briefs.append(one.brief)
            whole.append(one.whole)
        super().__init__(whole, aside, look)
        self.briefs = Briefs(briefs, aside, look)
        """All of them, `briefly`."""

    @classmethod
    def of(cls, workspaces: Iterable[WorkspaceAssessment]) -> "Kept":
        """From workspaces in their published order."""
        aside = Aside()
        return cls((Packed.of(one, aside) for one in workspaces), aside)

    def looked_at(self, look: Look) -> "Kept":
        """The same, each made by `look` whenever it is asked for."""
        return Kept(map(Packed, self.briefs._held, self._held), self._aside, look)

    def mapped(self, change: Callable[[WorkspaceAssessment], WorkspaceAssessment]) -> "Kept":
        """Each changed, and packed again."""
        return Kept.of(map(change, self))
