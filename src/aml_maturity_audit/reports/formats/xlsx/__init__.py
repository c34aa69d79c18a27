"""A workbook: fleet, criteria, blockers, coverage."""

from aml_maturity_audit.reports.format import Format

FORMAT = Format(
    extension="xlsx",
    masked=True,
    summary="a workbook: fleet, criteria, blockers, coverage",
    extra="xlsx",
    text=False,
)
