"""The People column: by attestation only. Source: criteria.md, section 2, People."""

from aml_maturity_audit.assessment.model import Missing
from aml_maturity_audit.mapping.truth import Fact, unknown


def only_attested(criterion: str) -> Fact:
    """What no reading can settle: unknown, with the way to attest it."""
    return unknown(
        f"0 attestations cover {criterion}, and no API shows how people work together",
        (Missing(signal="attestations", hint="Attest it: --attestations FILE."),),
    )
