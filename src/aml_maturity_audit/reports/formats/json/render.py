"""JSON as `report` and every program read it back."""

from collections.abc import Iterator

from aml_maturity_audit.assessment import pieces as document
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.reports.format import Options


def pieces(assessment: Assessment, options: Options) -> Iterator[bytes]:  # noqa: ARG001
    """The document, piece by piece; it has no options, as every program gets the same."""
    return document.pieces(assessment)


def render(assessment: Assessment, options: Options) -> bytes:
    """The document."""
    return b"".join(pieces(assessment, options))
