"""Tasks of classic releases that may have been skipped: the release itself is asked."""

import pytest

from aml_maturity_audit.collectors.cicd.azure_devops.shape import shape_of, shape_of_release
from aml_maturity_audit.mapping.derive.practices import carried_out
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, PIPELINES
from fakes.devops import Reply, page
from fakes.mlops import mlops, reading

TASK = {
    "taskId": "d9bafed4-0b18-4f58-968d-86655b4d2ce9",
    "name": "Roll out",
    "condition": "eq(variables['go'], 'yes')",
    "inputs": {"script": "az ml online-deployment create -w churn"},
}
RELEASE = {
    "id": 4,
    "name": "Churn CD",
    "environments": [
        {"name": "Dev", "deployPhases": [{"name": "Agent job", "workflowTasks": []}]},
        {
            "name": "Prod",
            "preDeployApprovals": {"approvals": [{"isAutomated": False}]},
            "deployPhases": [{"name": "Agent job", "workflowTasks": [TASK]}],
        },
    ],
}
DEPLOYMENT = {
    "id": 79,
    "release": {"id": 55},
    "releaseDefinition": {"id": 4},
    "releaseEnvironment": {"name": "Prod"},
    "reason": "manual",
    "deploymentStatus": "succeeded",
    "startedOn": "2026-11-18T08:00:00Z",
    "completedOn": "2026-11-18T08:10:00Z",
}


def told(status: str) -> Reply:
    """The release, whose one task ended like this."""
    tasks = [
        {"name": "Initialize job", "status": "succeeded"},
        {"name": "Roll out", "status": status},
    ]
    phase = {"name": "Agent job", "status": "succeeded", "deploymentJobs": [{"tasks": tasks}]}
    failed = {"attempt": 1, "releaseDeployPhases": [{**phase, "status": "failed"}]}
    last = {"attempt": 2, "releaseDeployPhases": [phase]}
    environments = [
        {"name": "Dev", "deploySteps": []},
        {"name": "PROD", "deploySteps": [last, failed]},
    ]
    return Reply({"id": 55, "environments": environments})


async def released(monkeypatch, answer: Reply):
    """(whether the task counts, whether the approval counts, the gaps)"""
    world = mlops(
        **{
            r"release/definitions/4$": Reply(RELEASE),
            r"release/definitions$": page(RELEASE),
            r"release/deployments$": page(DEPLOYMENT),
            r"release/releases/55$": answer,
        }
    )
    practices = (await reading(monkeypatch, world, PIPELINES)).value[-1].content.practices
    found = await reading(monkeypatch, world, PIPELINE_RUNS)
    (run,) = (run for run in found.value if run.id == "deployment:79")
    (deploys,), (gate,) = practices["deploys_model"], practices["approval_or_environment_gate"]
    return carried_out(run, deploys), carried_out(run, gate), found.gaps


async def test_a_task_that_ran_counts(monkeypatch):
    assert await released(monkeypatch, told("succeeded")) == (True, True, ())


async def test_a_task_that_was_skipped_does_not(monkeypatch):
    assert await released(monkeypatch, told("skipped")) == (False, True, ())


@pytest.mark.parametrize(
    "answer", [Reply("", 403), Reply({"id": 55}), Reply({"environments": [{"name": "Prod"}]})]
)
async def test_a_release_that_does_not_tell_is_a_gap_of_its_pipeline(monkeypatch, answer):
    counted, _, gaps = await released(monkeypatch, answer)
    assert not counted
    assert [gap.resource for gap in gaps] == ["release:4"]


@pytest.mark.parametrize(
    ("definition", "skippable"),
    [
        ({}, False),
        ({"environments": [{"conditions": [{"name": "ReleaseStarted"}]}]}, False),
        ({"environments": [{"workflowTasks": [{"condition": "succeeded()"}]}]}, False),
        ({"environments": [{"workflowTasks": [{"condition": "Succeeded( )"}]}]}, False),
        ({"environments": [{"workflowTasks": [{"condition": "failed()"}]}]}, True),
        ({"environments": [{"workflowTasks": [{"continueOnError": True}]}]}, True),
        ({"environments": [{"deploymentInput": {"condition": "and(x, y)"}}]}, True),
    ],
)
def test_what_may_leave_out_tasks_of_a_release(definition, skippable):
    assert shape_of_release(definition).skippable is skippable


def test_a_definition_without_a_bottom_may_leave_out_anything():
    deep: dict = {}
    for _ in range(100):
        deep = {"environments": [deep]}
    assert shape_of_release(deep).skippable


@pytest.mark.parametrize(
    ("text", "skippable", "shaped"),
    [
        ("steps:\n- script: x\n", False, False),
        ("steps:\n- script: x\n  condition: always()\n", True, False),
        ("stages:\n- stage: a\n", True, False),
        ("extends:\n  template: x.yml\n", True, False),
        ("steps:\n- ${{ if eq(1, 1) }}:\n  - script: x\n", False, True),
        ("steps:\n- script: echo condition: here\n", False, False),
    ],
)
def test_the_shape_of_yaml(text, skippable, shaped):
    found = shape_of([text.encode()])
    assert (found.skippable, found.shaped, found.is_plain) == (
        skippable,
        shaped,
        not skippable and not shaped,
    )
