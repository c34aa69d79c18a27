"""The strict way back from JSON: what is no assessment, or an impossible one, is refused."""

import msgspec

from aml_maturity_audit.assessment.model import (
    ASSESSMENT_SCHEMA,
    DIMENSIONS,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    Assessment,
    Level,
)
from aml_maturity_audit.assessment.names import name_pattern
from aml_maturity_audit.assessment.persons import person
from aml_maturity_audit.assessment.walk import map_text
from aml_maturity_audit.errors import UsageError

_FAMILY = "aml-maturity-audit/"
_GZIP = b"\x1f\x8b"
_VERDICTS = {MET, NOT_MET, UNKNOWN, NOT_APPLICABLE}
_TOP = 4

_PROSE = {"because", "text", "notes", "detail", "hint", "remedy", "reason", "evidence", "hints"}
"""Fields in which people may be named; names and ids of resources stay as they are."""


class Written(Assessment, frozen=True, kw_only=True):
    """An assessment as it stands in a file."""

    persons: tuple[str, ...] = ()
    """People's names that occur in the texts, so that a reader can hide them."""


class _Head(msgspec.Struct):
    schema: object = None


def load_whole(raw: bytes, *, name: str) -> Assessment:
    """The assessment in `raw`, with people's names marked again, all of it in memory.

    Fields that are not known are ignored. Raises UsageError where it is no assessment, a newer
    one, or not whole; `name` is what the sentence calls it.
    """
    _refuse_foreign(raw, name)
    try:
        written = msgspec.json.decode(raw, type=Written)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise UsageError(
            f"{name} says it is an assessment but cannot be read as one: {problem}.",
            remedy="It may have been cut off or edited; write it again with `assess`.",
        ) from problem
    _refuse_impossible(written, name)
    fields = {field: getattr(written, field) for field in Assessment.__struct_fields__}
    fields["workspaces"] = tuple(written.workspaces)
    return marked_again(Assessment(**fields), written.persons)


def marked_again(assessment: Assessment, names: tuple[str, ...]) -> Assessment:
    """The assessment with every occurrence of the names marked as a person's."""
    pattern = name_pattern(names)
    if pattern is None:
        return assessment
    return map_text(
        assessment,
        lambda text, _owner, field: (
            pattern.sub(lambda found: person(found[0]), text) if field in _PROSE else text
        ),
    )


def _refuse_foreign(raw: bytes, name: str) -> None:
    if raw.startswith(_GZIP):
        raise UsageError(
            f"{name} is compressed, as snapshots are, and no assessment.",
            remedy="Judge a snapshot with `assess`; give the file that `--format json` wrote.",
        )
    try:
        schema = msgspec.json.decode(raw, type=_Head).schema
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as problem:
        raise UsageError(
            f"{name} is no JSON document, or was cut off: {problem}.",
            remedy="Give the file that `--format json` wrote.",
        ) from problem
    if schema == ASSESSMENT_SCHEMA:
        return
    shown = str(schema)[:80] if schema else "nothing"
    if shown.startswith(f"{_FAMILY}assessment/"):
        raise UsageError(
            f"{name} has the schema {shown!r}; this version reads {ASSESSMENT_SCHEMA!r}.",
            remedy="Update aml-maturity-audit to read it.",
        )
    raise UsageError(
        f"{name} is no assessment: its schema is {shown!r}, not {ASSESSMENT_SCHEMA!r}.",
        remedy="Give the file that `--format json` wrote.",
    )


def _refuse_impossible(assessment: Assessment, name: str) -> None:
    """Refuse what the types allow and the model does not: such a document was edited."""
    for workspace in assessment.workspaces:
        levels: list[tuple[int | None, int | None]] = [
            (level.confirmed, level.possible) for level in workspace.dimensions if level.assessed
        ]
        levels.extend(_bounds(workspace.level))
        if not all(_is_interval(low, high) for low, high in levels):
            raise UsageError(f"{name} gives {workspace.name!r} a level that does not exist.")
        for criterion in workspace.criteria:
            if criterion.verdict not in _VERDICTS:
                raise UsageError(
                    f"{name} has a verdict that does not exist: {criterion.verdict[:40]!r}."
                )
        unknown = {level.id for level in workspace.dimensions} - set(DIMENSIONS)
        if unknown:
            raise UsageError(f"{name} has a dimension that does not exist: {min(unknown)[:40]!r}.")


def _bounds(level: Level | None) -> list[tuple[int | None, int | None]]:
    return [] if level is None else [(level.confirmed, level.possible)]


def _is_interval(low: int | None, high: int | None) -> bool:
    return low is not None and high is not None and 0 <= low <= high <= _TOP
