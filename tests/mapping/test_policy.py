"""Thresholds: defaults, changes that are said, and values that are refused."""

import pytest

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping.policy import Policy, policy_from, thresholds


def test_the_default_loosens_nothing() -> None:
    assert Policy().loosened() == ()


@pytest.mark.parametrize("name", sorted(thresholds()))
def test_a_looser_threshold_is_said_and_a_stricter_one_is_not(name: str) -> None:
    default = thresholds()[name]
    looser, stricter = Policy(**{name: default * 0.5}), Policy(**{name: default * 1.2})
    said = [looser.loosened(), stricter.loosened()]
    assert sorted(map(bool, said)) == [False, True]
    assert name in "".join(said[0] + said[1])


def test_leaving_out_a_dimension_is_said() -> None:
    assert "technology" in policy_from({"dimensions": ["technology"]}).loosened()[0]


def test_the_digest_tells_policies_apart() -> None:
    assert Policy().digest() == policy_from({}).digest()
    assert Policy().digest() != policy_from({"clean_commit_share": 0.9}).digest()


@pytest.mark.parametrize(
    "settings",
    [
        {"clean_commit": 0.8},
        {"clean_commit_share": "0.8"},
        {"clean_commit_share": 1.5},
        {"clean_commit_share": 0},
        {"clean_commit_share": True},
        {"minimum_instances": -1},
        {"dimensions": "technology"},
    ],
)
def test_a_bad_value_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        policy_from(settings)
