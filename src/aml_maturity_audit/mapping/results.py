"""A judged criterion as the assessment publishes it."""

from aml_maturity_audit.assessment.model import MET, NOT_APPLICABLE, CriterionResult
from aml_maturity_audit.mapping.editions import Edition
from aml_maturity_audit.mapping.judging import Judged, inputs_digest, remedy_of
from aml_maturity_audit.mapping.view import View


def result(view: View, edition: Edition, judged: Judged) -> CriterionResult:
    """The published record of a verdict; what is settled needs neither remedy nor permission."""
    criterion, fact = judged.criterion, judged.fact
    dimensions = edition.dimensions_of(criterion.id)
    settled = judged.verdict in {MET, NOT_APPLICABLE}
    accepted = view.estate.mappings.exceptions.explain(
        criterion.id, judged.verdict, view.workspace, view.collected_at
    )
    return CriterionResult(
        id=criterion.id,
        title=criterion.title,
        dimensions=dimensions,
        verdict=judged.verdict,
        because=f"{judged.because} {accepted}".strip(),
        evidence=fact.evidence,
        counts=bool(dimensions),
        attested=judged.attested,
        missing=() if settled else fact.missing,
        remedy="" if settled else remedy_of(criterion, view),
        docs=criterion.docs_url,
        subjects=fact.subjects,
        inputs=inputs_digest(view, criterion),
    )
