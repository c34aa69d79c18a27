"""GitHub's events and conclusions in the words that judges know."""

import pytest

from aml_maturity_audit.collectors.cicd.github.words import reason_of, result_of
from aml_maturity_audit.mapping.derive.practices import AUTOMATIC_REASONS, MANUAL_REASONS


@pytest.mark.parametrize(
    "event",
    [
        "push", "pull_request", "pull_request_target", "merge_group", "schedule", "workflow_run",
        "release", "repository_dispatch",
    ],
)  # fmt: skip
def test_starts_by_itself(event):
    assert reason_of(event, 1).lower() in AUTOMATIC_REASONS


def test_by_hand_whatever_the_attempt():
    assert {reason_of("workflow_dispatch", n).lower() for n in (1, 2)} <= MANUAL_REASONS


def test_what_people_do_on_github_is_no_automatic_reason():
    assert reason_of("issue_comment", 1) == "issue_comment"
    assert reason_of("issue_comment", 1) not in AUTOMATIC_REASONS


def test_an_unknown_event_and_a_second_attempt_are_open():
    assert reason_of("brand_new_event", 1) == ""
    assert reason_of("push", 2) == ""


@pytest.mark.parametrize(
    ("told", "result"),
    [
        ("success", "succeeded"),
        ("failure", "failed"),
        ("timed_out", "failed"),
        ("startup_failure", "failed"),
        ("cancelled", "canceled"),
        ("skipped", "canceled"),
        ("neutral", "canceled"),
        ("", ""),
        ("brand_new", "brand_new"),
    ],
)
def test_results(told, result):
    assert result_of(told) == result
