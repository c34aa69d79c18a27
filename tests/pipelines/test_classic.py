"""Classic build and release definitions."""

import pytest

from aml_maturity_audit.pipelines import read_classic_build, read_classic_release
from aml_maturity_audit.signals.practices import PipelineContent
from pipelines.reading import COMMANDS

CMD_LINE = "d9bafed4-0b18-4f58-968d-86655b4d2ce9"
AZURE_CLI = "46e4be58-730b-4389-8a2f-ea10b3e5e815"
VALIDATION = "2003ad3a-104a-451a-9238-60474ab294e6"


def step(script: str, **fields: object) -> dict[str, object]:
    task = {"id": AZURE_CLI, "versionSpec": "2.*", "definitionType": "task"}
    inputs = {
        "connectedServiceNameARM": "aml",
        "scriptType": "bash",
        "scriptLocation": "inlineScript",
        "inlineScript": script,
    }
    return {"displayName": "Step", "enabled": True, "task": task, "inputs": inputs, **fields}


def build(*steps: dict[str, object], **fields: object) -> PipelineContent:
    phase = {"name": "Agent job", "refName": "Job_1", "steps": list(steps)}
    process = {"type": 1, "phases": [phase]}
    return read_classic_build({"name": "ci", "path": "\\ml", "process": process, **fields})


@pytest.mark.parametrize(("practice", "command"), COMMANDS.items(), ids=COMMANDS)
def test_a_build_step_counts_unless_it_is_off(practice: str, command: str) -> None:
    assert practice in build(step(command)).practices
    assert practice not in build(step(command, enabled=False)).practices
    assert practice not in build(step(command, condition="false")).practices
    assert practice not in build(step(f"# {command}\necho '{command}'")).practices
    assert practice not in build(step("true", displayName=command)).practices


def test_build_evidence_names_the_definition_and_the_step() -> None:
    content = build(step("pytest\nflake8"), step("pytest", displayName="Again"))
    found = content.practices["runs_tests"]
    assert [(item.file, item.line, item.job, item.step) for item in found] == [
        ("ml/ci", 0, "Job_1", "Step"),
        ("ml/ci", 0, "Job_1", "Again"),
    ]
    assert content.service_connections == ("aml",)
    assert content.kind == "classic"


def test_a_phase_that_never_runs() -> None:
    phase = {"name": "x", "condition": "eq(variables['go'], 'yes')", "steps": [step("pytest")]}
    definition: dict[str, object] = {
        "name": "ci",
        "variables": {"go": {"value": "no"}},
        "process": {"type": 1, "phases": [phase]},
    }
    assert read_classic_build(definition).practices == {}


@pytest.mark.parametrize(
    ("triggers", "expected"),
    [
        ([], set()),
        ([{"triggerType": "continuousIntegration"}], {"automatic_trigger"}),
        ([{"triggerType": "pullRequest"}], {"automatic_trigger"}),
        ([{"triggerType": "schedule", "schedules": [{"daysToBuild": "all"}]}],
         {"automatic_trigger", "scheduled"}),
        ([{"triggerType": "schedule", "schedules": [{"daysToBuild": "none"}]}], set()),
        ([{"triggerType": "somethingNew"}], set()),
    ],
)  # fmt: skip
def test_build_triggers(triggers: list[object], expected: set[str]) -> None:
    assert set(build(triggers=triggers).practices) == expected


def test_variables_fill_in_and_secrets_do_not() -> None:
    variables = {"ws": {"value": "churn"}, "key": {"value": None, "isSecret": True}}
    content = build(step("az ml model list -w $(ws) -g $(key)"), variables=variables)
    assert content.mentions[0].workspace == "churn"
    assert content.mentions[0].resource_group is None


def test_task_groups_and_yaml_definitions_are_said() -> None:
    group = step("x", task={"id": "x", "definitionType": "metaTask"})
    assert "task group `Step` was not read" in build(group).unresolved[0]
    yaml = read_classic_build({"name": "y", "process": {"type": 2, "yamlFilename": "a.yml"}})
    assert "YAML definition" in yaml.unresolved[0]


def release(
    approvals: list[object], *tasks: dict[str, object], **fields: object
) -> PipelineContent:
    environment = {
        "name": "Production",
        "preDeployApprovals": {"approvals": approvals},
        "deployPhases": [{"name": "Agent", "workflowTasks": list(tasks)}],
        **fields,
    }
    triggers = [{"triggerType": "artifactSource"}]
    return read_classic_release(
        {"name": "ship", "environments": [environment], "triggers": triggers}
    )


def release_task(script: str) -> dict[str, object]:
    inputs = {"script": script}
    return {"taskId": CMD_LINE, "version": "2.*", "name": "Run", "enabled": True, "inputs": inputs}


def test_a_release_with_an_approval_is_gated() -> None:
    content = release([{"isAutomated": False}], release_task("az ml model deploy -n x"))
    assert {"automatic_trigger", "approval_or_environment_gate"} <= set(content.practices)
    item = content.practices["deploys_model"][0]
    assert (item.stage, item.gated) == ("Production", True)
    assert content.environments == ("Production",)


def test_an_automated_approval_is_no_gate() -> None:
    content = release([{"isAutomated": True}], release_task("az ml model deploy -n x"))
    assert "approval_or_environment_gate" not in content.practices
    assert not content.practices["deploys_model"][0].gated


def test_gates_count_when_enabled() -> None:
    gates = {"gates": [{"tasks": []}], "gatesOptions": {"isEnabled": True}}
    assert "approval_or_environment_gate" in release([], preDeploymentGates=gates).practices
    gates["gatesOptions"] = {"isEnabled": False}
    assert "approval_or_environment_gate" not in release([], preDeploymentGates=gates).practices


def test_manual_validation_by_its_id() -> None:
    task = {"taskId": VALIDATION, "name": "Approve", "enabled": True, "inputs": {}}
    assert "approval_or_environment_gate" in release([], task).practices
    assert "approval_or_environment_gate" not in release([], {**task, "enabled": False}).practices


@pytest.mark.parametrize("definition", [
    {}, {"process": None}, {"process": {"phases": [None, 1, {"steps": "x"}]}},
    {"environments": [{"deployPhases": [{"workflowTasks": [{"inputs": []}]}]}]},
    {"variables": {"a": None, "b": {"value": 3}}, "triggers": [[]]},
])  # fmt: skip
def test_odd_shapes_never_raise(definition: dict[str, object]) -> None:
    assert read_classic_build(definition).kind == "classic"
    assert read_classic_release(definition).kind == "classic"
