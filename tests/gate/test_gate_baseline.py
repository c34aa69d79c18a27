"""Against a baseline, only the estate's own steps back count."""

from datetime import UTC, datetime

import pytest

from aml_maturity_audit.assessment.model import Missing
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.gate import FAILED, PASSED, UNDECIDED, judge_baseline
from assessments import assessment, criterion, reading, run, workspace

LOG = Missing(signal="activity-log", action="Microsoft.Insights/eventtypes/values/read")


def estate(verdict, inputs="one", *, log="observed", run_of=None, **given):
    missing = (LOG,) if verdict == "unknown" else ()
    result = criterion("release-is-automatic", verdict, inputs=inputs, missing=missing, **given)
    one = workspace("a", criteria=(result,), readings=(reading("activity-log", log),))
    return assessment(one, run=run_of or run())


def test_what_got_worse_fails_and_says_why():
    result = judge_baseline(estate("met"), estate("not_met", "two"))
    assert (result.outcome, result.exit_code, result.judged) == (FAILED, 10, 1)
    assert result.lines[0] == (
        "a: release-is-automatic was met and is not met. "
        "The readings changed; policy and catalogue did not."
    )


@pytest.mark.parametrize(
    ("baseline", "current", "outcome"),
    [
        (estate("met"), estate("met", "two"), PASSED),
        (estate("not_met"), estate("met", "two"), PASSED),
        (estate("met"), estate("unknown", "two", log="denied"), PASSED),
        (estate("not_met"), estate("unknown", "two", log="denied"), PASSED),
        (estate("not_met"), estate("unknown", "two"), PASSED),
        (estate("unknown", log="denied"), estate("not_met", "two"), PASSED),
        (estate("met"), estate("not_met", run_of=run(policy_digest="x")), PASSED),
        (estate("met"), estate("not_met", run_of=run(catalogue_digest="x")), PASSED),
        (estate("met"), estate("not_met", "two", run_of=run(policy_digest="x")), PASSED),
        (estate("met"), estate("not_met", "two", counts=False), PASSED),
        (estate("met"), estate("unknown", "two"), UNDECIDED),
        (estate("not_applicable"), estate("not_met", "two"), FAILED),
        (estate("met"), assessment(workspace("b", "-" * 10)), PASSED),
        (assessment(), estate("not_met"), PASSED),
    ],
)
def test_access_policy_and_catalogue_never_fail_a_gate(baseline, current, outcome):
    assert judge_baseline(baseline, current).outcome == outcome


def test_what_does_not_count_is_told_all_the_same():
    (line,) = judge_baseline(estate("met"), estate("unknown", "two", log="denied")).lines
    assert line.endswith("Could be read then and not now: activity-log. It does not count.")


def test_a_baseline_from_the_future_is_refused():
    later = run(collected_at=datetime(2026, 3, 3, tzinfo=UTC))
    with pytest.raises(UsageError, match="collected after"):
        judge_baseline(estate("met", run_of=later), estate("met"))
