"""Which timelines are read, and what stays open."""

from aml_maturity_audit.collectors.cicd.carriers import Stage
from aml_maturity_audit.collectors.cicd.proving import MOST_OF_RELEASES, MOST_TIMELINES, Proof
from aml_maturity_audit.signals.cicd import PipelineRun
from aml_maturity_audit.signals.practices import PracticeEvidence

DEPLOY = PracticeEvidence(file="p.yml", line=1, text="x", stage="Deploy")
DEPLOYED = (Stage(frozenset({"deploy"}), True),)
SKIPPED = (Stage(frozenset({"deploy"}), False),)


def run(number: int, reason: str = "individualCI", branch: str = "main") -> PipelineRun:
    return PipelineRun(
        id=str(number), pipeline_id="yaml:1", reason=reason, branch=branch, result="succeeded"
    )


def prove(runs, timelines) -> tuple[Proof, list[str]]:
    """The proof, with the ids of the runs whose timelines were asked for."""
    proof, asked = Proof((DEPLOY,), False, runs), []
    while batch := proof.batch():
        for following in batch:
            asked.append(following.id)
            proof.learn(following, timelines(following))
    return proof, asked


def test_one_automatic_run_that_did_it_is_enough():
    proof, asked = prove([run(3), run(2), run(1)], lambda _: DEPLOYED)
    assert asked == ["3"]
    assert proof.gap("yaml:1", "p") is None
    assert proof.settled(run(3)).skipped == ()
    assert proof.settled(run(3)).ran == ("deploy",)


def test_a_run_that_was_not_read_does_not_count():
    runs = [run(3), run(2)]
    proof, _ = prove(runs, lambda _: DEPLOYED)
    assert proof.settled(runs[1]).skipped == ("deploy",)
    assert proof.settled(runs[1]).ran is None


def test_where_all_runs_skipped_it_and_were_read_there_is_no_gap():
    proof, asked = prove([run(2), run(1)], lambda _: SKIPPED)
    assert asked == ["2", "1"]
    assert proof.gap("yaml:1", "p") is None
    assert proof.settled(run(1)).skipped == ("deploy",)


def test_runs_started_in_other_ways_are_read_first_and_pull_requests_after_pushes():
    runs = [
        run(9, "pullRequest", "pr/1"),
        run(8, "manual"),
        run(7),
        run(6),
        run(5, "schedule"),
    ]
    _, asked = prove(runs, lambda one: DEPLOYED if one.id == "5" else SKIPPED)
    assert asked[:2] == ["7", "5"]
    assert set(asked[2:]) == {"9", "8", "6"}, "runs since the proof, for a shorter window"


def test_a_proof_by_hand_leaves_automatic_runs_to_be_looked_at():
    runs = [run(3, "manual"), run(2), run(1)]
    proof, asked = prove(runs, lambda one: DEPLOYED if one.id == "3" else SKIPPED)
    assert asked == ["2", "3", "1"]
    assert proof.gap("yaml:1", "p") is None


def test_beyond_the_bound_there_is_a_gap_that_names_the_pipeline():
    runs = [run(number) for number in range(100, 0, -1)]
    proof, asked = prove(runs, lambda _: SKIPPED)
    assert len(asked) == MOST_TIMELINES
    gap = proof.gap("yaml:1", "release")
    assert gap is not None
    assert (gap.kind, gap.resource) == ("truncated", "yaml:1")
    assert "Deploy of release" in gap.reason
    assert f"{MOST_TIMELINES} timelines" in gap.reason


def test_a_timeline_that_cannot_be_read_is_a_gap():
    proof, _ = prove([run(1)], lambda _: None)
    assert proof.gap("yaml:1", "p") is not None
    assert proof.settled(run(1)).skipped == ("deploy",)


def test_a_timeline_that_does_not_tell_is_a_gap():
    odd = PracticeEvidence(file="p.yml", line=1, text="x", stage="Deploy $(x)")
    proof = Proof((odd,), False, [run(1)])
    proof.learn(run(1), DEPLOYED)
    assert proof.gap("yaml:1", "p") is not None


def test_what_an_older_run_proves_settles_nothing_for_newer_ones():
    runs = [run(number, "pullRequest", f"pr/{number}") for number in range(200, 2, -1)]
    proof, asked = prove([*runs, run(1)], lambda one: DEPLOYED if one.id == "1" else SKIPPED)
    assert asked[0] == "1"
    assert len(asked) == MOST_OF_RELEASES
    gap = proof.gap("yaml:1", "p")
    assert gap is not None
    assert gap.resource == "yaml:1"


def test_runs_before_the_proof_need_not_be_read():
    runs = [run(number) for number in range(200, 0, -1)]
    proof, asked = prove(runs, lambda one: DEPLOYED if one.id == "198" else SKIPPED)
    assert asked == ["200", "199", "198"]
    assert proof.gap("yaml:1", "p") is None
