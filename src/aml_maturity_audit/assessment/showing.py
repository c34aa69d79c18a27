"""A document for showing: only what `shown` would change is gone through.

Of thousands of workspaces, most texts can be shown as they are; that is seen in a hundredth of the
time by looking at their JSON. Those that are kept are made so when they are looked at.
"""

import msgspec
from msgspec.structs import replace

from aml_maturity_audit.assessment.kept import Kept
from aml_maturity_audit.assessment.model import Assessment, WorkspaceAssessment
from aml_maturity_audit.assessment.safe import shown

_DECODE = msgspec.json.Decoder(WorkspaceAssessment).decode
_ENCODE = msgspec.json.Encoder().encode
_USUAL = bytes(range(0x20, 0x7F))


def to_show(assessment: Assessment) -> Assessment:
    """The same as `shown`; workspaces that are kept are not kept a second time."""
    rest, held = shown(replace(assessment, workspaces=())), assessment.workspaces
    if isinstance(held, Kept):
        return replace(rest, workspaces=held.looked_at(_look))
    return replace(rest, workspaces=tuple(map(_shown, held)))


def _look(raw: bytes) -> WorkspaceAssessment:
    workspace = _DECODE(raw)
    return workspace if _is_inert(raw) else _shown_in_part(workspace)


def _shown(workspace: WorkspaceAssessment) -> WorkspaceAssessment:
    return workspace if _stays(workspace) else _shown_in_part(workspace)


def _shown_in_part(workspace: WorkspaceAssessment) -> WorkspaceAssessment:
    """Something in it changes: mostly what a few criteria say of people."""
    rest = shown(replace(workspace, criteria=()))
    criteria = tuple(one if _stays(one) else shown(one) for one in workspace.criteria)
    return replace(rest, criteria=criteria)


def _stays(record: object) -> bool:
    """Whether `shown` leaves it as it is; where in doubt, no."""
    try:
        return _is_inert(_ENCODE(record))
    except UnicodeEncodeError:  # half a character
        return False


def _is_inert(raw: bytes) -> bool:
    """Whether `shown` changes nothing in this JSON, as in most: much faster than doing it.

    Where in doubt it says no: escapes may be of anything, and what they separate may be nothing.
    """
    plain = raw.replace(rb"\\", b"").replace(rb"\"", b"") if b"\\" in raw else raw
    if b"\\" in plain or b"::" in plain or (b"#" in plain and b"##" in plain):
        return False
    unusual = plain.translate(None, _USUAL).decode()
    return unusual.isprintable() and "⟦" not in unusual
