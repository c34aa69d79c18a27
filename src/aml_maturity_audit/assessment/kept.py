"""The assessed workspaces of a large run, packed: thousands do not fit into memory as objects.

They stand in their published order. One is unpacked when it is looked at, and let go of after.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, overload
from zlib import compress, decompress

import msgspec

from aml_maturity_audit.assessment.model import WorkspaceAssessment
from aml_maturity_audit.assessment.walk import Many, map_text

_FASTEST = 1
_SURROGATE = re.compile("[\ud800-\udfff]")
_DECODE = msgspec.json.Decoder(WorkspaceAssessment).decode
_ENCODE = msgspec.json.Encoder(order="deterministic").encode


def encoded(record: object) -> bytes:
    """A record as compact JSON; half a character, which no file can hold, is replaced."""
    try:
        return _ENCODE(record)
    except UnicodeEncodeError:
        return _ENCODE(map_text(record, lambda text, _owner, _field: _SURROGATE.sub("�", text)))


def _plain(whole: bytes) -> bytes:
    """A workspace as compact JSON, whether it was compressed or not."""
    return whole if whole.startswith(b"{") else decompress(whole)


class Packed(NamedTuple):
    """A workspace to keep: what most ask for, and all of it."""

    brief: bytes
    whole: bytes

    @classmethod
    def of(cls, workspace: WorkspaceAssessment) -> "Packed":
        """From a workspace in its published order."""
        return Packing(0).of(workspace)


class Packing:
    """Packs one workspace after another, and compresses them once there is no more room.

    To compress and to unpack one takes nearly a fifth of what it takes to judge it.
    """

    def __init__(self, room: int) -> None:
        """`room` is how many bytes may stand as they are."""
        self._room = room

    def of(self, workspace: WorkspaceAssessment) -> Packed:
        """From a workspace in its published order."""
        whole = encoded(workspace)
        if len(whole) > self._room:
            whole = compress(whole, _FASTEST)
        else:
            self._room -= len(whole)
        return Packed(encoded(briefly(workspace)), whole)


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


class _Held(Many[WorkspaceAssessment]):
    """Workspaces as JSON, compressed or not, each unpacked whenever it is asked for."""

    def __init__(self, held: list[bytes]) -> None:
        self._held = held

    def __len__(self) -> int:
        return len(self._held)

    @overload
    def __getitem__(self, at: int) -> WorkspaceAssessment: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[WorkspaceAssessment, ...]: ...
    def __getitem__(self, at: int | slice) -> WorkspaceAssessment | tuple[WorkspaceAssessment, ...]:
        if isinstance(at, slice):
            return tuple(_DECODE(_plain(one)) for one in self._held[at])
        return _DECODE(_plain(self._held[at]))

    def __iter__(self) -> Iterator[WorkspaceAssessment]:
        return map(_DECODE, self.encoded())

    def encoded(self) -> Iterator[bytes]:
        """Each as compact JSON."""
        return map(_plain, self._held)


class Briefs(_Held):
    """Workspaces `briefly`."""

    def mapped(self, change: Callable[[WorkspaceAssessment], WorkspaceAssessment]) -> "Briefs":
        """Each changed, and packed again."""
        return Briefs([encoded(change(one)) for one in self])


class Kept(_Held):
    """Workspaces in their published order."""

    def __init__(self, packed: Iterable[Packed]) -> None:
        briefs: list[bytes] = []
        whole: list[bytes] = []
        for one in packed:
            briefs.append(one.brief)
            whole.append(one.whole)
        super().__init__(whole)
        self.briefs = Briefs(briefs)
        """All of them, `briefly`."""

    def mapped(self, change: Callable[[WorkspaceAssessment], WorkspaceAssessment]) -> "Kept":
        """Each changed, and packed again."""
        return Kept(Packed.of(change(one)) for one in self)
