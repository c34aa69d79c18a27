"""What a run carried out, and the names that say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.collectors.cicd.carriers import (
    Done,
    Job,
    Stage,
    Step,
    carriers_in,
    done,
    left_out,
)
from aml_maturity_audit.mapping.derive.practices import carried_out
from aml_maturity_audit.signals.cicd import PipelineRun
from aml_maturity_audit.signals.practices import PipelineContent, PracticeEvidence


def evidence(stage=None, job=None, step=None) -> PracticeEvidence:
    return PracticeEvidence(file="p.yml", line=1, text="az ml", stage=stage, job=job, step=step)


def names(*given_: str) -> frozenset[str]:
    return frozenset(given_)


def stage(name: str, ran: bool = True, *jobs: Job) -> Stage:
    return Stage(names(name), ran, jobs)


def job(name: str, ran: bool = True, **steps: bool) -> Job:
    return Job(names(name), ran, tuple(Step(names(n), r) for n, r in steps.items()))


@pytest.mark.parametrize(
    ("what", "timeline", "expected"),
    [
        (evidence("Deploy"), (stage("deploy"),), Done.YES),
        (evidence("Deploy"), (stage("deploy", False),), Done.NO),
        (evidence("Deploy"), (stage("test"),), Done.NO),
        (evidence("Deploy to ${{ x }}"), (stage("deploy to prod"),), Done.YES),
        (evidence("Deploy to ${{ x }}"), (stage("deploy to prod", False),), Done.NO),
        (evidence("Deploy to ${{ x }}"), (stage("test"),), Done.DOUBT),
        (evidence("${{ x }}"), (stage("test"),), Done.DOUBT),
        (evidence("${{ x }}$(y) "), (stage("test"),), Done.DOUBT),
        (evidence("a$(b)c$(d)e"), (stage("a1c2e"),), Done.YES),
        (evidence("a$(b)c$(d)e"), (stage("ace"),), Done.YES),
        (evidence("a$(b)a"), (stage("a"),), Done.DOUBT),
        (evidence("a$(b)c$(d)e"), (stage("a1e"),), Done.DOUBT),
        (evidence("$(b)x" * 50), (stage("x" * 49),), Done.DOUBT),
        (evidence("Deploy to prod"), (stage("test"),), Done.DOUBT),
        (
            evidence(step="Roll $(a) out"),
            (stage("", True, job("a", **{"roll x out": True})),),
            Done.YES,
        ),
        (evidence("Deploy", "go"), (stage("deploy", True, job("go")),), Done.YES),
        (evidence("Deploy", "go"), (stage("deploy", True, job("go", False)),), Done.NO),
        (evidence("Deploy", "go"), (stage("deploy", True, job("other")),), Done.NO),
        (
            evidence("Deploy", "go", "roll"),
            (stage("deploy", True, job("go", roll=True)),),
            Done.YES,
        ),
        (
            evidence("Deploy", "go", "roll"),
            (stage("deploy", True, job("go", roll=False)),),
            Done.NO,
        ),
        (evidence("Deploy", "go", "roll"), (stage("deploy", True, job("go", x=True)),), Done.DOUBT),
        (evidence(step="roll"), (stage("", True, job("a", roll=True)),), Done.YES),
        (
            evidence(step="roll"),
            (stage("", True, job("a", roll=True), job("b", x=True)),),
            Done.DOUBT,
        ),
        (evidence("Deploy", "go"), (stage("deploy", True, job("go", x=False)),), Done.DOUBT),
        (
            evidence("Deploy"),
            (stage("deploy", False), stage("deploy", True)),
            Done.YES,
        ),
    ],
)
def test_a_part_that_was_skipped_was_not_done(what, timeline, expected):
    assert done(what, timeline) is expected


def test_a_step_twice_in_a_job_of_which_one_was_skipped_is_in_doubt():
    twice = Job(names("go"), True, (Step(names("run"), True), Step(names("run"), False)))
    assert done(evidence("S", "go", "run"), (stage("s", True, twice),)) is Done.DOUBT


def test_an_unnamed_step_of_a_file_that_expressions_shape_is_in_doubt():
    ran = (stage("s", True, job("go", cmdline=True)),)
    assert done(evidence("S", "go"), ran) is Done.YES
    assert done(evidence("S", "go"), ran, shaped=True) is Done.DOUBT


def test_triggers_hang_on_nothing():
    content = PipelineContent(
        kind="azure-pipelines",
        parsed=True,
        practices={"automatic_trigger": (evidence(),), "deploys_model": (evidence("D"),)},
    )
    assert [one.stage for one in carriers_in(content)] == ["D"]
    assert carriers_in(None) == ()


def test_a_step_of_two_stages_is_told_apart_by_its_stage():
    dev, prod = evidence("dev", "go", "roll"), evidence("prod", "go", "roll")
    skipped, doubts = left_out((dev, prod), (Done.YES, Done.NO))
    assert (skipped, doubts) == (("prod",), frozenset())


def test_what_names_cannot_tell_apart_does_not_count_and_is_in_doubt():
    one, other = evidence(step="roll"), evidence(step="roll")
    skipped, doubts = left_out((one, other), (Done.YES, Done.NO))
    assert (skipped, doubts) == (("roll",), frozenset({0}))


NAMES = st.sampled_from([None, "a", "b", "C"])
CARRIERS = st.builds(evidence, NAMES, NAMES, NAMES).filter(lambda e: e.stage or e.job or e.step)


@given(st.lists(st.tuples(CARRIERS, st.sampled_from(list(Done))), max_size=6))
def test_judges_count_exactly_what_was_done_and_is_in_no_doubt(pairs):
    carriers, answers = [c for c, _ in pairs], [a for _, a in pairs]
    skipped, doubts = left_out(carriers, answers)
    run = PipelineRun(id="1", pipeline_id="yaml:1", skipped=skipped)
    for at, (carrier, answer) in enumerate(pairs):
        counted = carried_out(run, carrier)
        assert counted == (answer is Done.YES and at not in doubts)
