"""For the test tab of a pipeline."""

from aml_maturity_audit.reports.format import Format

FORMAT = Format(
    extension="xml", masked=False, summary="criteria as test cases, for a pipeline's test tab"
)
