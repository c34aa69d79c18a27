"""For a pull request comment or a wiki page."""

from aml_maturity_audit.reports.format import Format

FORMAT = Format(
    extension="md",
    masked=True,
    brief=True,
    summary="levels and next steps, for a pull request comment",
)
