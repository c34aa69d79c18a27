"""The document of an assessment, workspace by workspace, so that it never stands in memory whole.

In memory, people's names in texts are marked (`persons`). In the document they are plain, and the
list `persons` at its end says which names they are, so that a saved assessment can still be masked.
"""

import json
import re
from collections.abc import Iterable, Iterator

import msgspec

from aml_maturity_audit.assessment.kept import Kept, encoded
from aml_maturity_audit.assessment.model import Assessment, Notice
from aml_maturity_audit.assessment.order import in_order
from aml_maturity_audit.assessment.printable import printable

_MARK = "⟦".encode()
_MARKED = re.compile(r'⟦person:((?:[^⟦⟧"\\]|\\.)*)(?:⟧|(?="))')
"""A marked name as it stands in JSON; one that was cut off lasts to the end of its text."""


class _Beginning(msgspec.Struct, rename="camel"):
    schema: str
    tool: object
    run: object
    coverage: object
    workspaces: tuple[()] = ()


class _End(msgspec.Struct, rename="camel"):
    warnings: tuple[Notice, ...]


def pieces(assessment: Assessment) -> Iterator[bytes]:
    """The document of design.md, section 4, in pieces: sorted lists, UTC, a final newline.

    The same assessment gives the same bytes; nothing in it can act on a terminal or a pipeline
    agent that the JSON is printed to.
    """
    ordered, names = in_order(assessment), set[str]()
    beginning = _Beginning(ordered.schema, ordered.tool, ordered.run, ordered.coverage)
    text = printable(without_marks(encoded(beginning), names))
    yield text[: text.rindex(b"[]")]
    yield from _listed(ordered.workspaces, names)
    yield b',\n  "systems": '
    yield from _listed(ordered.systems, names)
    end = without_marks(encoded(_End(ordered.warnings)), names)
    persons = encoded(sorted(name for name in names if name.strip()))
    last = b'%b,"persons":%b}' % (end.removesuffix(b"}"), persons)
    yield b",%b\n" % printable(last)[1:]


def _listed(records: Iterable[object], names: set[str]) -> Iterator[bytes]:
    before = b"[\n    "
    raws = records.encoded() if isinstance(records, Kept) else map(encoded, records)
    for raw in raws:
        yield before + printable(without_marks(raw, names), depth=2)
        before = b",\n    "
    yield b"[]" if before.startswith(b"[") else b"\n  ]"


def without_marks(raw: bytes, names: set[str]) -> bytes:
    """JSON of a record with people's names plain; they are added to `names`."""
    if _MARK[1] not in raw or _MARK not in raw:  # one byte is found much faster than three
        return raw

    def plain(found: re.Match[str]) -> str:
        names.add(json.loads(f'"{found[1]}"'))
        return found[1]

    return _MARKED.sub(plain, raw.decode()).encode()
