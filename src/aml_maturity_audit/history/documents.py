"""An assessment as the JSON that a history keeps: what `dump` writes, without blanks.

One of thousands of workspaces is many megabytes, of which every library on the way into a table
holds copies. So its workspaces are made one after another, whenever they are asked for, and a large
one is kept in parts: its head, and each workspace by itself.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice
from typing import NamedTuple
from uuid import uuid4

import msgspec
from msgspec.structs import replace

from aml_maturity_audit.assessment.document import dump
from aml_maturity_audit.assessment.kept import Kept, encoded
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.order import in_order
from aml_maturity_audit.assessment.pieces import without_marks
from aml_maturity_audit.assessment.printable import printable

IN_PARTS = "aml-maturity-audit/assessment/v1-in-parts"
"""The schema of a head. Versions that know of no parts refuse it, as one they do not read."""
LARGEST = 32 * 2**20
"""A document of more bytes is kept in parts."""
TOGETHER = 100
"""So many workspaces have the same number, and are read at once."""
AT_ONCE = 2 * TOGETHER
"""So many are written at once: deltalake holds all that it is given before it is written."""


class Part(NamedTuple):
    """A workspace of a document in parts."""

    number: int
    key: str
    text: bytes


class _Keyed(msgspec.Struct):
    key: str


def _key(text: bytes) -> str:
    return msgspec.json.decode(text, type=_Keyed).key


class Document:
    """The document of an assessment, which is gone through once to know how large it is."""

    def __init__(self, assessment: Assessment) -> None:
        ordered = in_order(assessment)
        self._workspaces = ordered.workspaces
        names = set[str]()
        size = sum(map(len, self._texts(names)))
        self._head = _fields(replace(ordered, workspaces=()))
        names.update(msgspec.json.decode(self._head["persons"], type=list[str]))
        persons = encoded(sorted(name for name in names if name.strip()))
        self._head["persons"] = msgspec.Raw(_harmless(persons))
        self.id = uuid4().hex if size > LARGEST else None
        """By which its parts are known; None where it is kept as one text."""

    def text(self) -> bytes:
        """The document as one line, or the head of what is kept in parts."""
        if self.id is not None:
            parts = {"id": self.id, "workspaces": len(self._workspaces)}
            return msgspec.json.encode(self._head | {"schema": IN_PARTS, "parts": parts})
        fields = list(self._head.items())
        at = list(self._head).index("workspaces")
        written = BytesIO()
        written.write(msgspec.json.encode(dict(fields[:at]))[:-1] + b',"workspaces":[')
        for place, text in enumerate(self._texts(set())):
            written.write(b"," * bool(place) + text)
        written.write(b"]," + msgspec.json.encode(dict(fields[at + 1 :]))[1:])
        return written.getvalue()

    def parts(self) -> Iterator[list[Part]]:
        """The workspaces, some at a time."""
        texts = enumerate(self._texts(set()))
        while some := list(islice(texts, AT_ONCE)):
            yield [Part(at // TOGETHER, _key(text), text) for at, text in some]

    def _texts(self, names: set[str]) -> Iterator[bytes]:
        """Each workspace as JSON; people's names are added to `names`."""
        many = self._workspaces
        raws: Iterable[bytes] = many.encoded() if isinstance(many, Kept) else map(encoded, many)
        return (_harmless(without_marks(raw, names)) for raw in raws)


def _fields(assessment: Assessment) -> dict[str, msgspec.Raw]:
    """The fields of the document, each as compact JSON, in their order."""
    compact = msgspec.json.format(dump(assessment), indent=-1)
    return msgspec.json.decode(compact, type=dict[str, msgspec.Raw])


def _harmless(raw: bytes) -> bytes:
    """Escaped as `dump` escapes what could act on a terminal; most has nothing of the kind."""
    if raw.isascii() and b"##" not in raw and b"\x7f" not in raw:
        return raw
    return msgspec.json.format(printable(raw), indent=-1)
