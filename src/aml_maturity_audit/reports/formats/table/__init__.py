"""For people at a terminal."""

from aml_maturity_audit.reports.format import Format

FORMAT = Format(
    extension="txt", masked=False, brief=True, summary="levels and next steps, for the terminal"
)
