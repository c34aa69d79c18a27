"""What starts a pipeline by itself, and what makes it wait for an approval."""

import pytest

from pipelines.reading import GITHUB, practices, read

STEPS = "steps:\n- script: 'true'\n"


@pytest.mark.parametrize(
    ("head", "automatic"),
    [
        ("", True),
        ("trigger: none\n", False),
        ("trigger:\n- none\n", False),
        ("trigger: [none]\n", False),
        ("trigger:\n- main\n", True),
        ("trigger: none\npr:\n- main\n", True),
        ("trigger: none\npr: none\n", False),
        ("trigger: none\n#pr:\n#- main\n", False),
        ("trigger:\n  branches:\n    include: [main]\n", True),
        ("trigger: none\nresources:\n  pipelines:\n  - pipeline: up\n    trigger: true\n", True),
        ("trigger: none\nresources:\n  pipelines:\n  - pipeline: up\n    trigger: none\n", False),
        ("trigger: none\nresources:\n  pipelines:\n  - pipeline: up\n", False),
        (
            "trigger: none\nschedules:\n- cron: '0 3 * * *'\n  branches:\n    include: [main]\n",
            True,
        ),
        ("trigger: none\r\npr: none\r\n", False),
    ],
)
def test_azure_triggers(head: str, automatic: bool) -> None:
    assert ("automatic_trigger" in practices(read(head + STEPS))) is automatic


def test_an_azure_schedule_is_a_cron() -> None:
    schedule = "schedules:\n- cron: '0 3 * * *'\n  branches:\n    include: [main]\n"
    assert "scheduled" in practices(read("trigger: none\n" + schedule + STEPS))
    commented = "".join(f"#{line}\n" for line in schedule.splitlines())
    assert "scheduled" not in practices(read("trigger: none\n" + commented + STEPS))


@pytest.mark.parametrize(
    ("events", "automatic", "scheduled"),
    [
        ("on: push", True, False),
        ("on: [push, pull_request]", True, False),
        ("on:\n  push:\n    branches: [main]", True, False),
        ("on:\n  schedule:\n  - cron: '0 3 * * *'", True, True),
        ("on:\n  workflow_run:\n    workflows: [Build]", True, False),
        ("on: release", True, False),
        ("on: repository_dispatch", True, False),
        ("on: workflow_dispatch", False, False),
        (
            "on:\n  workflow_dispatch:\n  # push:\n  # schedule:\n  #  - cron: '0 3 * * *'",
            False,
            False,
        ),
        ("on:\n  workflow_call:\n  workflow_dispatch:", False, False),
        ("'on': push", True, False),
    ],
)
def test_github_events(events: str, automatic: bool, scheduled: bool) -> None:
    content = read(f"{events}\njobs:\n  a:\n    runs-on: x\n    steps: []\n", GITHUB)
    assert ("automatic_trigger" in practices(content)) is automatic
    assert ("scheduled" in practices(content)) is scheduled


DEPLOYMENT = """
trigger: none
stages:
- stage: Prod
  jobs:
  - deployment: ship
    environment: production
    strategy:
      runOnce:
        deploy:
          steps:
          - script: az ml online-endpoint create --name a --file a.yml
"""


def test_a_deployment_job_with_an_environment_is_a_gate() -> None:
    content = read(DEPLOYMENT)
    assert content.environments == ("production",)
    assert content.practices["approval_or_environment_gate"][0].job == "ship"
    assert content.practices["deploys_model"][0].gated
    assert content.practices["deploys_model"][0].stage == "Prod"


@pytest.mark.parametrize(
    "change",
    [
        ("    environment: production\n", ""),
        ("    environment: production\n", "    # environment: production\n"),
        ("    environment: production\n", "    environment: ''\n"),
        ("    environment: production\n", "    environment: production\n    condition: false\n"),
        ("- stage: Prod\n", "- stage: Prod\n  condition: false\n"),
    ],
    ids=["none", "comment", "empty", "job off", "stage off"],
)
def test_no_environment_is_no_gate(change: tuple[str, str]) -> None:
    assert "approval_or_environment_gate" not in practices(read(DEPLOYMENT.replace(*change)))


def test_manual_validation_gates_the_stages_behind_it() -> None:
    source = """
    trigger: none
    stages:
    - stage: approve
      jobs:
      - job: wait
        pool: server
        steps:
        - task: ManualValidation@1
    - stage: ship
      jobs:
      - job: go
        steps:
        - script: az ml model deploy -n a
    - stage: aside
      dependsOn: []
      jobs:
      - job: other
        steps:
        - script: az ml model deploy -n b
    """
    content = read(source)
    gated = {item.job: item.gated for item in content.practices["deploys_model"]}
    assert gated == {"go": True, "other": False}
    off = source.replace("ManualValidation@1", "ManualValidation@1\n          enabled: false")
    assert "approval_or_environment_gate" not in practices(read(off))


@pytest.mark.parametrize(
    ("environment", "gate"),
    [
        ("    environment: production\n", True),
        ("    environment:\n      name: production\n", True),
        ("    # environment: production\n", False),
        ("    environment: production\n    if: false\n", False),
        ("    name: deploy to production environment\n", False),
    ],
)
def test_github_environment(environment: str, gate: bool) -> None:
    source = (
        f"on: push\njobs:\n  prod:\n    runs-on: x\n{environment}    steps:\n    - run: pytest\n"
    )
    content = read(source, GITHUB)
    assert ("approval_or_environment_gate" in practices(content)) is gate
    assert all(item.gated is gate for item in content.practices.get("runs_tests", ()))


def test_an_approval_action_gates_the_jobs_behind_it() -> None:
    source = """
    on: push
    jobs:
      approve:
        runs-on: x
        steps:
        - uses: trstringer/manual-approval@v1
      between:
        needs: approve
        runs-on: x
        steps: []
      ship:
        needs: [between]
        runs-on: x
        steps:
        - run: az ml model deploy -n a
      aside:
        runs-on: x
        steps:
        - run: az ml model deploy -n b
    """
    content = read(source, GITHUB)
    gated = {item.job: item.gated for item in content.practices["deploys_model"]}
    assert gated == {"ship": True, "aside": False}


@pytest.mark.parametrize(
    ("source", "path", "template"),
    [
        ("parameters:\n- name: a\nsteps: []\n", "ci/x.yml", True),
        ("parameters:\n- name: a\npool: p\nsteps: []\n", "ci/x.yml", False),
        ("parameters:\n- name: a\nvariables: {b: c}\nsteps: []\n", "ci/x.yml", False),
        ("parameters:\n- name: a\ntrigger: none\nsteps: []\n", "ci/x.yml", False),
        ("variables: {b: c}\n", "ci/x.yml", True),
        ("steps: []\n", "ci/x.yml", False),
        ("steps: []\n", "ci/templates/x.yml", True),
        ("trigger: [main]\nsteps: []\n", "ci/templates/x.yml", False),
    ],
)
def test_what_is_a_template(source: str, path: str, template: bool) -> None:
    content = read(source, path)
    assert content.is_template is template
    if template:
        assert "automatic_trigger" not in content.practices
