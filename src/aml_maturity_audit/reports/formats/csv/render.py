"""CSV as RFC 4180 has it, in UTF-8, that no spreadsheet takes a formula from."""

import csv
from io import StringIO

from aml_maturity_audit.assessment.cells import cell
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.safe import shown
from aml_maturity_audit.reports.format import Options
from aml_maturity_audit.reports.rows import CRITERION_COLUMNS, criterion_rows
from aml_maturity_audit.reports.systems import with_systems


def render(assessment: Assessment, options: Options) -> bytes:  # noqa: ARG001
    """A header and a row per workspace and criterion; what is not scored has no row."""
    written = StringIO(newline="")
    table = csv.writer(written)
    table.writerow(CRITERION_COLUMNS)
    for row in criterion_rows(shown(with_systems(assessment))):
        table.writerow([_value(row[column]) for column in CRITERION_COLUMNS])
    return written.getvalue().encode()


def _value(value: str | int | bool | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return cell(value) if isinstance(value, str) else value
