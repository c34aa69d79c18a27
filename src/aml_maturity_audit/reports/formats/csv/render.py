"""CSV as RFC 4180 has it, in UTF-8, that no spreadsheet takes a formula from."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from aml_maturity_audit.assessment.cells import cell
from aml_maturity_audit.assessment.lately import lately
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.safe import text
from aml_maturity_audit.reports.format import Options
from aml_maturity_audit.reports.rows import CRITERION_COLUMNS, criterion_rows
from aml_maturity_audit.reports.systems import one_by_one


def render(assessment: Assessment, options: Options) -> bytes:
    """A header and a row per workspace and criterion; what is not scored has no row."""
    return b"".join(pieces(assessment, options))


def pieces(assessment: Assessment, options: Options) -> Iterator[bytes]:  # noqa: ARG001
    """The same, a workspace at a time."""
    yield _lines([CRITERION_COLUMNS])
    for workspace in one_by_one(assessment):
        rows = criterion_rows(assessment.run, (workspace,))
        yield _lines([[_value(row[column]) for column in CRITERION_COLUMNS] for row in rows])


def _lines(rows: Iterable[Sequence[str | int]]) -> bytes:
    written = StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


def _value(value: str | int | bool | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _cell(value) if isinstance(value, str) else value


@lately
def _cell(value: str) -> str:
    return cell(text(value))
