"""A criterion of the People column."""

from mapping.attesting import is_settled_by_attestation_only


def test_it_is_settled_by_attestation_only() -> None:
    is_settled_by_attestation_only("engineers-implement-post-deployment-metrics")
