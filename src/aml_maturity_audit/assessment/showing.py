"""A document for showing: of many workspaces, each is made so when it is looked at."""

import msgspec
from msgspec.structs import replace

from aml_maturity_audit.assessment.kept import Kept
from aml_maturity_audit.assessment.model import Assessment, WorkspaceAssessment
from aml_maturity_audit.assessment.safe import shown

_DECODE = msgspec.json.Decoder(WorkspaceAssessment).decode
_USUAL = bytes(range(0x20, 0x7F))


def to_show(assessment: Assessment) -> Assessment:
    """The same as `shown`; workspaces that are kept are not kept a second time."""
    held = assessment.workspaces
    if not isinstance(held, Kept):
        return shown(assessment)
    rest = shown(replace(assessment, workspaces=()))
    return replace(rest, workspaces=held.looked_at(_look))


def _look(raw: bytes) -> WorkspaceAssessment:
    workspace = _DECODE(raw)
    return workspace if _is_inert(raw) else shown(workspace)


def _is_inert(raw: bytes) -> bool:
    """Whether `shown` changes nothing in this JSON, as in most: much faster than doing it.

    Where in doubt it says no: escapes may be of anything, and what they separate may be nothing.
    """
    plain = raw.replace(rb"\\", b"").replace(rb"\"", b"") if b"\\" in raw else raw
    if b"\\" in plain or b"::" in plain or (b"#" in plain and b"##" in plain):
        return False
    unusual = plain.translate(None, _USUAL).decode()
    return unusual.isprintable() and "⟦" not in unusual
