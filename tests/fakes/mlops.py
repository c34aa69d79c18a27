"""A project of Azure DevOps as its API tells it: what the tests of its sources begin with."""

from datetime import UTC, datetime

from aml_maturity_audit.collectors.cicd.azure_devops.collect import azure_devops_projects
from aml_maturity_audit.collectors.plan import Plan
from fakes.devops import Reply, World, fake_devops, page

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PLAN = Plan(collected_at=NOW, run_id="run-1")
REPO = "3411ebc1-d5aa-464f-9615-0b527bc66719"
ADA = {"id": "u1", "displayName": "Ada Example", "uniqueName": "ada@contoso.example"}
BO = {"id": "u2", "displayName": "Bo Example", "uniqueName": "bo@contoso.example"}
BUILD_SERVICE = {
    "id": "u3",
    "displayName": "Project Collection Build Service (contoso)",
    "uniqueName": "Build\\u3",
    "descriptor": "svc.u3",
}
FILES = {
    "azure-pipelines.yml": b"""\
trigger: [main]
stages:
  - stage: Test
    jobs:
      - job: unit
        steps:
          - script: pytest tests
            displayName: Unit tests
  - stage: Deploy
    condition: eq(variables['Build.SourceBranch'], 'refs/heads/main')
    jobs:
      - template: templates/deploy.yml
        parameters: {workspace: churn}
""",
    "templates/deploy.yml": b"""\
parameters: {workspace: ''}
jobs:
  - deployment: release
    environment: prod
    strategy:
      runOnce:
        deploy:
          steps:
            - task: AzureCLI@2
              displayName: Roll out
              inputs:
                azureSubscription: ml-prod
                scriptType: bash
                scriptLocation: inlineScript
                inlineScript: |
                  az ml online-deployment create -f d.yml -w ${{ parameters.workspace }} -g rg
""",
    "score.py": b"def run(): ...",
}


def build(number: int, reason: str = "individualCI", result: str = "succeeded", **more: object):
    """A completed build."""
    return {
        "id": number,
        "definition": {"id": 12, "name": "release-model"},
        "reason": reason,
        "result": result,
        "startTime": f"2026-11-{number:02}T08:00:00.1234567Z",
        "finishTime": f"2026-11-{number:02}T08:30:00Z",
        "requestedFor": ADA if reason == "manual" else BUILD_SERVICE,
        "sourceVersion": f"c{number}",
        "sourceBranch": "refs/heads/main",
        **more,
    }


def record(id_: str, kind: str, name: str, parent: str | None = None, result="succeeded", **more):
    """A record of a timeline."""
    return {
        "id": id_, "type": kind, "name": name, "parentId": parent, "result": result,
        "identifier": name, "state": "completed", **more,
    }  # fmt: skip


def timeline(deploy: str = "succeeded") -> Reply:
    """Of a run of the pipeline, whose deploy stage ended like this."""
    records = [
        record("s1", "Stage", "Test"),
        record("p1", "Phase", "unit", "s1"),
        record("j1", "Job", "unit", "p1"),
        record("t1", "Task", "Unit tests", "j1", task={"name": "CmdLine", "version": "2.1"}),
        record("s2", "Stage", "Deploy", result=deploy),
    ]
    if deploy != "skipped":
        records += [
            record("p2", "Phase", "release", "s2", deploy, identifier="Deploy.release"),
            record("j2", "Job", "release", "p2", deploy, identifier="Deploy.release.Deploy"),
            record("t2", "Task", "Roll out", "j2", deploy, task={"name": "AzureCLI"}),
        ]
    return Reply({"records": records})


def file_of(asked) -> Reply:
    """A file of the repository, or how Azure DevOps says that there is none."""
    content = FILES.get(asked.query["path"].lstrip("/"))
    if content is None:
        return Reply({"typeKey": "GitItemNotFoundException"}, 404)
    return Reply(content, kind="application/octet-stream")


def items(asked) -> Reply:
    """The listing of the repository, or one of its files."""
    if "path" in asked.query:
        return file_of(asked)
    folders = [{"path": "/", "isFolder": True}, {"path": "/templates", "isFolder": True}]
    return page(*folders, *({"path": f"/{path}"} for path in FILES))


def mlops(**changes: object) -> World:
    """The project, with some answers changed: pattern of the path to answer."""
    definition = {
        "id": 12,
        "name": "release-model",
        "queueStatus": "enabled",
        "process": {"type": 2, "yamlFilename": "/azure-pipelines.yml"},
        "repository": {
            "id": REPO,
            "type": "TfsGit",
            "url": "https://dev.azure.com/contoso/mlops/_git/churn",
            "defaultBranch": "refs/heads/main",
        },
    }
    repository = {
        "id": REPO,
        "name": "churn",
        "remoteUrl": "https://contoso@dev.azure.com/contoso/mlops/_git/churn",
        "sshUrl": "git@ssh.dev.azure.com:v3/contoso/mlops/churn",
        "defaultBranch": "refs/heads/main",
        "size": 4711,
    }
    answers = {
        r"_apis/projects/mlops$": Reply({"id": "p", "name": "mlops"}),
        r"_apis/projects$": page({"id": "p", "name": "mlops"}),
        r"git/repositories$": page(repository),
        r"commits$": page({"committer": {"date": "2026-11-19T10:00:00Z"}}),
        r"/items$": items,
        r"build/definitions$": page(definition),
        r"build/builds$": page(build(18), build(17, "manual"), build(16, result="failed")),
        r"builds/\d+/timeline$": timeline(),
    }
    usual = {path: answer for path, answer in answers.items() if path not in changes}
    return World({**changes, **usual})


async def readings(monkeypatch, world: World, *, projects=("mlops",), plan: Plan = PLAN, urls=()):
    """The first project's readings and all that was returned."""
    async with fake_devops(monkeypatch, world, *urls, projects=projects) as (clients, _):
        return await azure_devops_projects(clients, plan)


async def reading(monkeypatch, world: World, key, plan: Plan = PLAN):
    """One reading of the project."""
    found, _ = await readings(monkeypatch, world, plan=plan)
    return found[0].readings.get(key)
