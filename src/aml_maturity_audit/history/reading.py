"""Documents that a history keeps, read again: whole ones, and those in parts.

Of many workspaces only some are looked at at once, and kept packed: thousands do not fit into
memory as objects.
"""

from collections.abc import Callable, Iterable, Sequence

import msgspec
from msgspec.structs import replace

from aml_maturity_audit.assessment.aside import Aside
from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.assessment.kept import Kept, Packed
from aml_maturity_audit.assessment.model import ASSESSMENT_SCHEMA, Assessment, Run
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.history.documents import IN_PARTS, TOGETHER

Group = Sequence[bytes | msgspec.Raw]
"""The JSON of some workspaces."""


class Parts(msgspec.Struct, frozen=True):
    """Where the workspaces of a document in parts are."""

    id: str
    workspaces: int
    """How many there are."""

    @property
    def numbers(self) -> range:
        """The numbers of the parts."""
        return range(-(-self.workspaces // TOGETHER))


class Head(msgspec.Struct, frozen=True):
    """Of a document only what is said of the run and its parts; the rest is skipped unread."""

    schema: str
    run: Run
    parts: Parts | None = None


class _Whole(msgspec.Struct):
    workspaces: list[msgspec.Raw]


def head_of(text: bytes) -> Head:
    """What is said of a run in a document of a history. Raises msgspec.DecodeError."""
    return msgspec.json.decode(text, type=Head)


def loaded(text: bytes, part: Callable[[str, int], list[bytes]], name: str) -> Assessment:
    """The assessment of a document; `part` gives the workspaces of one, by its id and number.

    Raises UsageError where it is none, or where a workspace is missing; `name` is what the
    sentence calls it.
    """
    try:
        head = head_of(text)
        raws = msgspec.json.decode(text, type=_Whole).workspaces
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return load(text, name=name)  # which says why not
    if head.schema == IN_PARTS and (parts := head.parts) is not None:
        groups = (part(parts.id, number) for number in parts.numbers)
        return _packed(text, groups, parts.workspaces, name)
    if head.schema != ASSESSMENT_SCHEMA or len(raws) < TOGETHER:
        return load(text, name=name)
    starts = range(0, len(raws), TOGETHER)
    return _packed(text, (raws[at : at + TOGETHER] for at in starts), len(raws), name)


def _packed(text: bytes, groups: Iterable[Group], count: int, name: str) -> Assessment:
    """Read in groups: each is a document of its own, with the names of all people."""
    fields = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    common: dict[str, object] = {**fields, "schema": ASSESSMENT_SCHEMA, "workspaces": []}
    rest = load(msgspec.json.encode(common), name=name)
    bare = common | {"systems": [], "warnings": []}
    aside = Aside()
    packed: list[tuple[str, Packed]] = []
    for group in groups:
        raws = [msgspec.Raw(raw) for raw in group]
        some = load(msgspec.json.encode(bare | {"workspaces": raws}), name=name)
        packed.extend((one.key, Packed.of(one, aside)) for one in some.workspaces)
    if len(packed) != count:
        raise UsageError(
            f"{name} is not whole: {len(packed)} of {count} workspaces are there.",
            remedy="Keep it again with `assess --history`.",
        )
    packed.sort(key=lambda one: one[0])
    return replace(rest, workspaces=Kept((one for _, one in packed), aside))
