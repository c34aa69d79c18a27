"""The gate by level: 10, 11 or 0, with what would have to change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.gate import FAILED, PASSED, UNDECIDED, judge_gate
from assessments import CRITERIA, assessment, unscored, workspace

FULL = workspace("full")
BLIND = workspace("blind", "??????????")
LOW = workspace("low", "+++++-+++?")


@pytest.mark.parametrize(
    ("workspaces", "minimum", "outcome", "code"),
    [
        ((FULL,), 4, PASSED, 0),
        ((BLIND,), 0, PASSED, 0),
        ((BLIND,), 1, UNDECIDED, 11),
        ((LOW,), 1, PASSED, 0),
        ((LOW,), 2, FAILED, 10),
        ((FULL, BLIND), 4, UNDECIDED, 11),
        ((BLIND, LOW, FULL), 3, FAILED, 10),
        ((unscored("hub", "Hub"),), 4, PASSED, 0),
        ((), 4, PASSED, 0),
    ],
)
def test_possible_decides_failure_and_confirmed_decides_doubt(workspaces, minimum, outcome, code):
    result = judge_gate(assessment(*workspaces), minimum=minimum)
    assert (result.outcome, result.exit_code) == (outcome, code)


def test_a_failure_says_what_would_have_to_change():
    (finding,) = judge_gate(assessment(LOW), minimum=2).findings
    assert finding.sentence == "low cannot reach level 2: it is at level 1, at most 1."
    (change,) = finding.changes
    assert change.startswith("models-are-managed is not met: ")
    assert change.endswith("Do what models are managed in a registry asks for.")


def test_a_doubt_says_what_to_grant():
    (finding,) = judge_gate(assessment(workspace("a", "+++++++++?")), minimum=4).findings
    assert finding.sentence == ("a is not confirmed at level 4: it is at level 3, possibly 4.")
    assert finding.changes == (
        "production-informs-improvement is unknown: grant Microsoft.MachineLearningServices/"
        "workspaces/onlineEndpoints/deployments/read",
    )


def test_failures_come_before_doubts():
    names = [f.workspace for f in judge_gate(assessment(BLIND, LOW), minimum=3).findings]
    assert names == ["low", "blind"]


def test_a_dimension_has_a_minimum_of_its_own():
    document = assessment(LOW)
    assert judge_gate(document, per_dimension={"release": 4}).outcome == PASSED
    assert judge_gate(document, per_dimension={"technology": 2}).outcome == FAILED
    assert judge_gate(document, per_dimension={"highlights": 4}).outcome == UNDECIDED
    (finding,) = judge_gate(document, per_dimension={"technology": 2}).findings
    assert finding.sentence.startswith("low cannot reach level 2 in Technology:")


def test_a_dimension_that_is_not_assessed_is_undecided_not_failed():
    (finding,) = judge_gate(assessment(FULL), per_dimension={"people": 2}).findings
    assert finding.outcome == UNDECIDED
    assert finding.changes == ("People is not assessed: it takes an attestation.",)


@pytest.mark.parametrize(
    ("minimum", "per_dimension", "sentence"),
    [
        (5, {}, "levels go from 0 to 4"),
        (-1, {}, "levels go from 0 to 4"),
        (0, {"people": 9}, "level 9"),
        (0, {"peopel": 1}, "'peopel'"),
    ],
)
def test_a_gate_that_cannot_be_is_refused(minimum, per_dimension, sentence):
    with pytest.raises(UsageError, match=sentence):
        judge_gate(assessment(FULL), minimum=minimum, per_dimension=per_dimension)


@given(
    st.lists(st.text("+-?0", min_size=len(CRITERIA), max_size=len(CRITERIA)), max_size=4),
    st.integers(0, 4),
)
def test_the_outcome_is_what_the_levels_say(all_verdicts, minimum):
    workspaces = [workspace(f"w{n}", verdicts) for n, verdicts in enumerate(all_verdicts)]
    result = judge_gate(assessment(*workspaces), minimum=minimum)
    fails = any(w.level.possible < minimum for w in workspaces)
    doubts = any(w.level.confirmed < minimum for w in workspaces)
    assert result.outcome == (FAILED if fails else UNDECIDED if doubts else PASSED)
    assert all(finding.changes for finding in result.findings)


def test_a_loss_of_sight_never_turns_a_pass_into_a_failure():
    blinded = replace(BLIND, name="full", key=FULL.key)
    assert judge_gate(assessment(FULL), minimum=4).outcome == PASSED
    assert judge_gate(assessment(blinded), minimum=4).outcome == UNDECIDED
