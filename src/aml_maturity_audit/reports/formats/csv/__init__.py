"""A row per workspace and criterion."""

from aml_maturity_audit.reports.format import Format

FORMAT = Format(
    extension="csv", masked=False, summary="a row per workspace and criterion, for tables"
)
