"""Which jobs and steps of a file a run carried out, by the names that GitHub shows."""

import pytest

from aml_maturity_audit.collectors.cicd.carriers import Done, done
from aml_maturity_audit.collectors.cicd.github.flow import MOST_JOBS, Flow, flow_of
from aml_maturity_audit.collectors.cicd.github.logins import Login
from aml_maturity_audit.collectors.cicd.github.timeline import JobAnswer, StepAnswer, timeline_of
from aml_maturity_audit.signals.practices import PracticeEvidence

PATH = ".github/workflows/release.yml"
CALLED = ".github/workflows/tests.yml"
ROOT = """
on: push
jobs:
  tests:
    uses: ./.github/workflows/tests.yml
  build:
    runs-on: x
    strategy: {matrix: {os: [linux, windows]}}
    steps:
      - run: |
          make all
          make more
      - id: sign
        run: sign it
      - name: Try
        continue-on-error: true
        run: try it
  release:
    name: Release to ${{ inputs.where }}
    if: github.ref == 'refs/heads/main'
    runs-on: x
    steps:
      - {name: Deploy, run: az ml online-deployment update}
"""
TESTS = """
on: workflow_call
jobs:
  unit:
    name: Unit tests
    runs-on: x
    steps: [{name: Test, run: pytest tests}]
"""


def flow(root: str = ROOT, tests: str = TESTS, **more: str) -> Flow:
    files = {PATH: root, CALLED: tests, **more}
    return flow_of(PATH, {name: text.encode() for name, text in files.items()})


def job(name: str, conclusion: str = "success", *steps: str | tuple[str, str]) -> JobAnswer:
    told = [one if isinstance(one, tuple) else (one, "success") for one in steps]
    return JobAnswer(
        name=name,
        conclusion=conclusion,
        steps=[StepAnswer(name=step, conclusion=how) for step, how in told],
    )


WHOLE = (
    job("tests / Unit tests", "success", "Set up job", "Test"),
    job("build (linux)", "success", "Run make all", "Run sign it", "Try"),
    job("build (windows)", "success", "Run make all", "Run sign it", "Try"),
    job("Release to production", "success", "Deploy"),
)


def did(jobs, known: Flow | None = None, **evidence: str) -> Done | None:
    timeline = timeline_of(jobs, known or flow())
    shown = PracticeEvidence(file=PATH, line=1, text="x", **evidence)
    return None if timeline is None else done(shown, timeline)


def test_all_of_it_ran():
    assert did(WHOLE, stage="tests", job="unit", step="Test") is Done.YES
    assert did(WHOLE, job="build", step="sign") is Done.YES
    assert did(WHOLE, job="release", step="Deploy") is Done.YES


def test_a_skipped_job_did_not():
    jobs = (*WHOLE[:3], job("Release to ${{ inputs.where }}", "skipped"))
    assert did(jobs, job="release", step="Deploy") is Done.NO
    assert did(jobs, job="build", step="sign") is Done.YES


def test_a_skipped_step_did_not():
    jobs = (*WHOLE[:3], job("Release to production", "success", ("Deploy", "skipped")))
    assert did(jobs, job="release", step="Deploy") is Done.NO


def test_a_leg_that_skipped_it_leaves_it_open():
    leg = job("build (linux)", "success", ("Run sign it", "skipped"))
    jobs = (WHOLE[0], leg, *WHOLE[2:])
    assert did(jobs, job="build", step="sign") is Done.DOUBT


def test_a_call_that_was_skipped_skips_what_is_called():
    jobs = (job("tests", "skipped"), *WHOLE[1:])
    assert did(jobs, stage="tests", job="unit", step="Test") is Done.NO


SHARED = "//contoso/shared/.github/workflows/{}.yml@v1"
CALLS = """
jobs:
  go:
    name: Go ${{ matrix.where }}
    strategy: {matrix: {where: [dev, prod]}}
    uses: contoso/shared/.github/workflows/outer.yml@v1
"""
OUTER = "jobs: {mid: {uses: ./.github/workflows/inner.yml}}"
INNER = "jobs: {leaf: {name: Leaf, runs-on: x, steps: [{name: Deploy, run: x}]}}"


def shared(*names: str) -> Flow:
    files = {PATH: CALLS.encode(), SHARED.format("outer"): OUTER.encode()}
    files |= {SHARED.format(name): INNER.encode() for name in names}
    return flow_of(PATH, files)


def test_jobs_of_calls_within_calls_are_told_by_all_their_names():
    known = shared("inner")
    jobs = (
        job("Go dev / mid / Leaf", "success", "Deploy"),
        job("Go prod / mid / Leaf", "success", "Deploy"),
    )
    where = {"stage": "go/mid", "job": "leaf", "step": "Deploy"}
    assert did(jobs, known, **where) is Done.YES
    skipped = (job("Go ${{ matrix.where }}", "skipped"),)
    assert did(skipped, known, **where) is Done.NO
    inside = (job("Go dev / mid", "skipped"), job("Go prod / mid", "skipped"))
    assert did(inside, known, **where) is Done.NO
    assert did((job("Go dev / other", "success", "Deploy"),), known, **where) is None


def test_of_a_call_that_could_not_be_read_a_skipped_job_leaves_it_open():
    known = shared()
    ran = job("Go dev / mid / a", "success", "x")
    where = {"stage": "go", "job": "mid"}
    assert did((ran, job("Go dev / mid / b", "success", "y")), known, **where) is Done.YES
    assert did((ran, job("Go dev / mid / b", "skipped")), known, **where) is Done.DOUBT
    assert did((job("Go dev / mid", "skipped"),), known, **where) is Done.NO


def test_an_action_of_another_repository_with_conditions_proves_nothing():
    root = "jobs:\n  a:\n    runs-on: x\n    steps: [{uses: contoso/act@v1}]\n"
    action = "runs: {using: composite, steps: [{run: x, if: inputs.go}]}"
    files = {PATH: root.encode(), "//contoso/act/action.yml@v1": action.encode()}
    jobs = (job("a", "success", "Run contoso/act@v1"),)
    where = {"job": "a", "step": "contoso/act@v1"}
    assert did(jobs, flow_of(PATH, files), **where) is Done.DOUBT
    assert did(jobs, flow_of(PATH, {PATH: root.encode()}), **where) is Done.YES


def test_a_sign_in_is_followed_through_calls_and_actions():
    root = """
jobs:
  go:
    uses: contoso/shared/.github/workflows/outer.yml@v1
    with: {client: "${{ vars.CLIENT }}", where: production}
"""
    outer = """
on: {workflow_call: {inputs: {client: {}, where: {}, subscription: {default: s-1}}}}
jobs:
  a:
    environment: ${{ inputs.where }}
    steps:
      - uses: contoso/shared/sign-in@v1
        with: {id: "${{ inputs.client }}", sub: "${{ inputs.subscription }}"}
      - uses: ./other
"""
    action = """
inputs: {id: {}, sub: {}}
runs:
  using: composite
  steps:
    - uses: azure/login@v2
      with: {client-id: "${{ inputs.id }}", subscription-id: "${{ inputs.sub }}"}
"""
    files = {
        PATH: root,
        SHARED.format("outer"): outer,
        "//contoso/shared/sign-in/action.yaml@v1": action,
        "other/action.yml": action,
    }
    found = flow_of(PATH, {name: text.encode() for name, text in files.items()}).logins
    assert found == (
        Login("${{ vars.CLIENT }}", "s-1", "production"),
        Login("", "", "production"),
    )


def test_calls_in_a_circle_end():
    loop = "jobs: {a: {uses: ./.github/workflows/outer.yml}, b: {uses: ./x.yml}}"
    files = {PATH: CALLS.encode(), SHARED.format("outer"): loop.encode()}
    known = flow_of(PATH, files)
    assert 0 < len(known.leaves) <= MOST_JOBS


def test_a_step_that_may_fail_unnoticed_proves_nothing():
    assert did(WHOLE, job="build", step="Try") is Done.DOUBT


def test_a_run_of_another_file_tells_nothing():
    assert did(WHOLE[:3], job="release", step="Deploy") is None
    assert timeline_of((), flow()) is None


def test_a_name_that_fits_two_jobs_tells_nothing():
    twice = ROOT + "  other:\n    name: Release to ${{ inputs.there }}\n    runs-on: x\n"
    assert did((*WHOLE, WHOLE[3]), flow(twice), job="release") is None


def test_a_called_job_of_the_same_id_tells_nothing():
    same = TESTS.replace("  unit:", "  release:")
    assert did(WHOLE, flow(tests=same), job="release", step="Deploy") is None


@pytest.mark.parametrize("inner", ["if: inputs.go", "continue-on-error: true"])
def test_of_a_local_action_with_conditions_the_step_proves_nothing(inner):
    root = "jobs:\n  a:\n    runs-on: x\n    steps: [{uses: ./act}]\n"
    action = f"runs:\n  using: composite\n  steps:\n    - run: deploy\n      {inner}\n"
    known = flow_of(PATH, {PATH: root.encode(), "act/action.yml": action.encode()})
    jobs = (job("a", "success", "Run ./act"),)
    assert did(jobs, known, job="a", step="./act") is Done.DOUBT
    plain = flow_of(PATH, {PATH: root.encode(), "act/action.yml": b"runs: {steps: [{run: x}]}"})
    assert did(jobs, plain, job="a", step="./act") is Done.YES


def test_what_is_no_yaml_doubts_everything():
    broken = flow_of(PATH, {PATH: b"jobs: [}"})
    assert (broken.leaves, broken.skippable, broken.may_report) == ((), True, True)


def test_conditions_and_reporters_are_seen():
    plain = flow_of(PATH, {PATH: b"jobs: {a: {runs-on: x, steps: [{run: make}]}}"})
    assert (plain.skippable, plain.may_report) == (False, False)
    assert flow_of(PATH, {PATH: b"jobs: {a: {if: 'x', steps: []}}"}).skippable
    assert flow_of(PATH, {PATH: b"permissions: {checks: write}\njobs: {a: {}}"}).may_report
