"""Documents that a history keeps, read again: whole ones, and those in parts."""

from collections.abc import Callable

import msgspec

from aml_maturity_audit.assessment.document import load, load_in_groups
from aml_maturity_audit.assessment.model import Assessment, Run
from aml_maturity_audit.history.documents import IN_PARTS, TOGETHER


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
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return load(text, name=name)  # which says why not
    if head.schema != IN_PARTS or head.parts is None:
        return load(text, name=name)
    parts = head.parts
    groups = (part(parts.id, number) for number in parts.numbers)
    return load_in_groups(text, groups, parts.workspaces, name)
