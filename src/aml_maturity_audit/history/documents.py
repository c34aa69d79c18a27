"""An assessment as the JSON that a history keeps: what `dump` writes, without blanks.

It is put together from a workspace after another, since an assessment of thousands takes several
times its size where all its texts are looked at together.
"""

from typing import Any

import msgspec
from msgspec.structs import replace

from aml_maturity_audit.assessment.document import Written, dump
from aml_maturity_audit.assessment.model import Assessment, WorkspaceAssessment
from aml_maturity_audit.assessment.order import in_order
from aml_maturity_audit.assessment.persons import OPENING
from aml_maturity_audit.assessment.printable import printable_json

_MARK = OPENING[0].encode()
"""Begins what says that a name is a person's."""
_encode = msgspec.json.Encoder(order="deterministic").encode


def compact(assessment: Assessment) -> bytes:
    """The document as one line."""
    ordered = in_order(assessment)
    bare = replace(ordered, workspaces=())
    head = msgspec.json.decode(dump(bare), type=Written)
    persons, packed = set(head.persons), []
    for workspace in ordered.workspaces:
        raw, names = _packed(bare, workspace)
        packed.append(msgspec.Raw(raw))
        persons.update(names)
    whole = {name: getattr(head, name) for name in head.__struct_fields__}
    whole["persons"] = sorted(persons)
    known = {name: msgspec.Raw(_harmless(_encode(value))) for name, value in whole.items()}
    written: Any = Written  # of parts that are JSON already, which a record does not mind
    return _encode(written(**known | {"workspaces": packed}))


def _packed(bare: Assessment, workspace: WorkspaceAssessment) -> tuple[bytes, tuple[str, ...]]:
    """A workspace as JSON, and the people's names in it."""
    try:
        raw = _encode(workspace)
    except UnicodeEncodeError:  # half a character
        raw = _MARK
    if _MARK not in raw:
        return _harmless(raw), ()
    written = msgspec.json.decode(dump(replace(bare, workspaces=(workspace,))), type=Written)
    return _harmless(_encode(written.workspaces[0])), written.persons


def _harmless(raw: bytes) -> bytes:
    """Escaped as `dump` escapes what could act on a terminal; most has nothing of the kind."""
    if raw.isascii() and b"##" not in raw and b"\x7f" not in raw:
        return raw
    return msgspec.json.format(printable_json(raw), indent=-1)
