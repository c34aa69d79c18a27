"""The test that counts: apply what was written, audit again over HTTP, and the level is reached."""

import pytest

from aml_maturity_audit.guidance.code.given import Given
from aml_maturity_audit.guidance.code.writing import code_for, write_code
from aml_maturity_audit.guidance.plan import plans
from guidance.code.applying import apply
from guidance.code.auditing import GIVEN, WORKSPACE, estate, judged, level, read, verdicts


def after(written, *, without: str = "nothing"):
    files = [p for p in written.iterdir() if p.suffix in {".yml", ".bicep"}]
    kept = [path for path in files if not path.name.startswith(without)]
    assert len(kept) == len(files) - (without != "nothing")
    return judged(read(apply(estate(), kept)))


def test_from_level_0_to_level_4(before, written):
    assert level(before[1]) == (0, 0)
    assert level(after(written)) == (4, 4)


@pytest.mark.parametrize(
    ("without", "criterion"),
    [
        ("schedule", "training-is-automated"),
        ("deployment", "deployed-model-metrics-are-centralized"),
        ("monitor", "production-informs-improvement"),
        ("events", "retraining-is-triggered-by-production-metrics"),
        ("azure-pipelines", "release-is-managed-by-cicd"),
    ],
)
def test_without_one_of_the_files_it_is_not(before, written, without, criterion):
    assert verdicts(before[1])[criterion] == "not_met"
    if without == "deployment":
        found = judged(read(apply(estate(), _all_but_the_rollout(written))))
    else:
        found = after(written, without=without)
    assert level(found)[0] < 4
    assert verdicts(found)[criterion] != "met"


@pytest.mark.parametrize(("without", "met"), [(("monitor",), True), (("monitor", "alert"), False)])
def test_an_alert_tells_somebody_where_no_monitor_does(written, without, met):
    files = [path for path in written.iterdir() if path.suffix in {".yml", ".bicep"}]
    kept = [path for path in files if not path.name.startswith(without)]
    found = verdicts(judged(read(apply(estate(), kept))))
    assert (found["system-is-automated-and-monitored"] == "met") is met


def _all_but_the_rollout(written):
    """Without a second deployment there is nothing to mirror to, to watch or to release."""
    left_out = ("deployment", "endpoint", "azure-pipelines")
    return [
        path
        for path in written.iterdir()
        if path.suffix in {".yml", ".bicep"} and not path.name.startswith(left_out)
    ]


def test_in_two_rounds_the_second_plan_asks_for_the_rest_only(written, tmp_path):
    later = ("monitor", "events")
    kept = [p for p in written.iterdir() if p.suffix in {".yml", ".bicep"}]
    content = apply(estate(), [path for path in kept if not path.name.startswith(later)])
    snapshot = read(content)
    assert level(judged(snapshot)) == (3, 3)
    plan = plans(judged(snapshot), workspaces=[WORKSPACE])[0]
    files, lacking = code_for(plan, snapshot, Given(GIVEN))
    assert {one.name for one in files} == {"monitor-churn-green.yml", "events.bicep"}
    assert lacking == ()
    write_code(tmp_path, plan, files, lacking)
    rest = [path for path in tmp_path.iterdir() if path.name != "README.md"]
    assert level(judged(read(apply(content, rest)))) == (4, 4)


def test_autoscale_alone_gives_the_live_deployment_its_instances(before, written):
    found = judged(read(apply(estate(), [written / "autoscale-churn.bicep"])))
    was, now = (
        next(c.because for w in a.workspaces for c in w.criteria if w.name == "mlw-churn-prod"
             and c.id == "serving-approaches-zero-downtime")
        for a in (before[1], found)
    )  # fmt: skip
    assert "at least 1 instance by its capacity" in was
    assert "at least 1 instance" not in now


def test_the_mirror_alone_is_a_b_testing(written):
    files = [written / "deployment-churn-green.yml", written / "endpoint-churn-mirror.yml"]
    assert verdicts(judged(read(apply(estate(), files))))["ab-testing-is-integrated"] == "met"
