"""The assessment as a file: JSON that anything can read, and the way back.

In memory, people's names in texts are marked (`persons`). In the file they are plain, and the
list `persons` beside them says which names they are, so that a saved assessment can still be
masked. Of many workspaces only some are read at once, and kept packed: thousands do not fit into
memory as objects.
"""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from aml_maturity_audit.assessment.aside import Aside
from aml_maturity_audit.assessment.kept import MANY, Kept, Packed
from aml_maturity_audit.assessment.model import ASSESSMENT_SCHEMA, Assessment
from aml_maturity_audit.assessment.pieces import pieces
from aml_maturity_audit.assessment.strict import load_whole
from aml_maturity_audit.errors import UsageError

Group = Sequence[bytes | msgspec.Raw]
"""The JSON of some workspaces."""


class _Listed(msgspec.Struct):
    schema: object = None
    workspaces: list[msgspec.Raw] = []


def dump(assessment: Assessment) -> bytes:
    """The whole document at once: its `pieces`."""
    return b"".join(pieces(assessment))


def load(raw: bytes, *, name: str = "The file") -> Assessment:
    """The assessment in `raw`, with people's names marked again.

    Fields that are not known are ignored. Raises UsageError where it is no assessment, a newer
    one, or not whole; `name` is what the sentence calls it.
    """
    try:
        listed = msgspec.json.decode(raw, type=_Listed)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return load_whole(raw, name=name)  # which says why not
    count = len(listed.workspaces)
    if listed.schema != ASSESSMENT_SCHEMA or count < MANY:
        return load_whole(raw, name=name)
    groups = (listed.workspaces[at : at + MANY] for at in range(0, count, MANY))
    try:
        return load_in_groups(raw, groups, count, name)
    except UsageError:
        return load_whole(raw, name=name)  # which says where, counted among all


def load_in_groups(raw: bytes, groups: Iterable[Group], count: int, name: str) -> Assessment:
    """The assessment whose `count` workspaces come in groups, and all else in `raw`.

    Each group is read as a document of its own, with the names of all people. Raises UsageError as
    `load` does, and where a workspace is missing.
    """
    fields = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    common: dict[str, object] = {**fields, "schema": ASSESSMENT_SCHEMA, "workspaces": []}
    rest = load_whole(msgspec.json.encode(common), name=name)
    bare = common | {"systems": [], "warnings": []}
    aside = Aside()
    packed: list[tuple[str, Packed]] = []
    for group in groups:
        raws = [msgspec.Raw(one) for one in group]
        some = load_whole(msgspec.json.encode(bare | {"workspaces": raws}), name=name)
        packed.extend((one.key, Packed.of(one, aside)) for one in some.workspaces)
    if len(packed) != count:
        raise UsageError(
            f"{name} is not whole: {len(packed)} of {count} workspaces are there.",
            remedy="Write it again with `assess`.",
        )
    packed.sort(key=lambda one: one[0])
    return replace(rest, workspaces=Kept((one for _, one in packed), aside))
