"""JSON as `report` and every program read it back."""

from aml_maturity_audit.assessment.document import dump
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.reports.format import Options


def render(assessment: Assessment, options: Options) -> bytes:  # noqa: ARG001
    """The document; it has no options, as every program gets the same."""
    return dump(assessment)
