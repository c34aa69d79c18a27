"""Of a pipeline that releases every run counts by itself; a gate is passed where its job ran."""

from aml_maturity_audit.collectors.cicd.carriers import (
    Done,
    Job,
    Stage,
    Step,
    Timeline,
    carriers_in,
    done,
    gates_in,
)
from aml_maturity_audit.collectors.cicd.proving import MOST_OF_RELEASES, MOST_TIMELINES, Proof
from aml_maturity_audit.signals.cicd import PipelineRun
from aml_maturity_audit.signals.practices import PipelineContent, PracticeEvidence

DEPLOY = PracticeEvidence(file="p.yml", line=9, text="deploy", stage="Prod", job="go", step="Push")
GATE = PracticeEvidence(file="p.yml", line=5, text="environment: prod", stage="Prod", job="go")
CONTENT = PipelineContent(
    kind="azure-pipelines",
    parsed=True,
    practices={"deploys_model": (DEPLOY,), "approval_or_environment_gate": (GATE,)},
)


def run(number: int, reason: str = "individualCI") -> PipelineRun:
    return PipelineRun(
        id=str(number), pipeline_id="yaml:1", reason=reason, branch="main", result="succeeded"
    )


def timeline(*, ran: bool = True, notified: bool = False) -> Timeline:
    """The stage with its job: what it pushes, and a step that runs on failure only."""
    steps = (Step(frozenset({"push"}), ran), Step(frozenset({"tell"}), notified))
    return (Stage(frozenset({"prod"}), ran, (Job(frozenset({"go"}), ran, steps),)),)


def proof_of(runs: list[PipelineRun], *, skipped: frozenset[str] = frozenset()) -> Proof:
    """All that is read of the runs of a file in which expressions decide which steps there are."""
    proof = Proof(carriers_in(CONTENT), True, runs, gates=gates_in(CONTENT), every=True)
    while (following := proof.next()) is not None:
        proof.learn(following, timeline(ran=following.id not in skipped))
    return proof


def test_a_gate_is_passed_where_its_job_ran_whatever_its_steps_did() -> None:
    assert done(GATE, timeline(), shaped=True, gate=True) is Done.YES
    assert done(GATE, timeline(ran=False), shaped=True, gate=True) is Done.NO
    assert done(GATE, timeline(), shaped=True) is Done.DOUBT


def test_only_gates_around_a_job_are_gates() -> None:
    validation = PracticeEvidence(file="p.yml", line=6, text="ManualValidation", step="Wait")
    practices = {"approval_or_environment_gate": (GATE, validation), "deploys_model": (DEPLOY,)}
    content = PipelineContent(kind="azure-pipelines", parsed=True, practices=practices)
    assert gates_in(content) == {GATE}
    assert gates_in(None) == frozenset()


def test_every_release_run_is_read_and_told_apart() -> None:
    runs = [run(number) for number in range(20, 0, -1)]
    proof = proof_of(runs, skipped=frozenset({"7"}))
    assert len(proof.timelines) == len(runs) > MOST_TIMELINES
    assert proof.gap("yaml:1", "release") is None
    told = {one.id: proof.settled(one) for one in runs}
    assert told["8"].skipped == ()
    assert told["7"].skipped
    assert told["7"].ran == ()


def test_pull_requests_are_read_last_and_what_lies_beyond_the_bound_does_not_count() -> None:
    requests = [run(number, "pullRequest") for number in range(1000, 900, -1)]
    releases = [run(number) for number in range(12, 0, -1)]
    proof = proof_of([*requests, *releases])
    assert len(proof.timelines) == MOST_OF_RELEASES
    assert {one.id for one in releases} <= proof.timelines.keys()
    assert proof.settled(requests[-1]).ran is None
    assert proof.settled(requests[-1]).skipped
