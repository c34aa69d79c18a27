"""A criterion of the People column."""

from mapping.attesting import is_settled_by_attestation_only


def test_it_is_settled_by_attestation_only() -> None:
    is_settled_by_attestation_only("data-scientists-build-jobs-with-data-engineers")
