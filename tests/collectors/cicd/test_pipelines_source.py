"""Pipelines: their files found, and every way of not finding them."""

import pytest

from aml_maturity_audit.signals.cicd import PIPELINES
from aml_maturity_audit.signals.reading import Denied, Observed
from fakes.devops import Reply, page, refusal
from fakes.mlops import FILES, REPO, items, mlops, reading

CONNECTION = "4B16DC87-22a0-45f9-82d8-2e295c4597c6"
YAML = {
    "id": 12,
    "name": "release-model",
    "queueStatus": "enabled",
    "process": {"type": 2, "yamlFilename": "azure-pipelines.yml"},
    "repository": {"id": REPO, "type": "TfsGit", "defaultBranch": "refs/heads/main"},
}


def defined(**changes):
    return {r"build/definitions$": page({**YAML, **changes})}


async def pipeline(monkeypatch, **answers):
    found = await reading(monkeypatch, mlops(**answers), PIPELINES)
    assert isinstance(found, Observed)
    return found.value[0]


async def test_a_yaml_pipeline_is_read_with_its_templates(monkeypatch):
    world = mlops()
    found = await reading(monkeypatch, world, PIPELINES)
    (one,) = found.value
    assert found.complete
    assert (one.id, one.origin) == ("yaml:12", "dev.azure.com/contoso/mlops/_git/churn")
    assert one.enabled
    (deploys,) = one.content.practices["deploys_model"]
    assert (deploys.file, deploys.stage, deploys.job) == (
        "templates/deploy.yml",
        "Deploy",
        "release",
    )
    assert one.content.mentions[0].workspace == "churn"
    fetched = [a.query["path"] for a in world.to("/items$") if "path" in a.query]
    assert fetched == ["/azure-pipelines.yml", "/templates/deploy.yml"]
    assert len(world.to(f"/contoso/mlops/_apis/git/repositories/{REPO}/items$")) == 3


async def test_a_repository_of_another_project_is_asked_for_where_all_projects_are(monkeypatch):
    other = "00000000-0000-4000-8000-000000000009"
    yaml = {f"contoso/_apis/git/repositories/{other}/items$": items}
    world = mlops(**yaml, **defined(repository={"id": other, "type": "TfsGit"}))
    found = await reading(monkeypatch, world, PIPELINES)
    assert found.value[0].content is not None
    assert not world.to(f"/mlops/_apis/git/repositories/{other}")


@pytest.mark.parametrize(
    "url", [None, f"https://tfs.example/contoso/_apis/git/repositories/{REPO}"]
)
async def test_the_origin_is_the_repositorys_own(monkeypatch, url):
    repository = {**YAML["repository"], "url": url}
    one = await pipeline(monkeypatch, **defined(repository=repository))
    assert one.origin == "dev.azure.com/contoso/mlops/_git/churn"


@pytest.mark.parametrize(
    ("status", "enabled"), [("disabled", False), ("paused", False), (None, True)]
)
async def test_a_disabled_or_paused_definition_says_so(monkeypatch, status, enabled):
    one = await pipeline(monkeypatch, **defined(queueStatus=status))
    assert one.enabled is enabled
    assert one.content is not None


async def test_a_missing_file_costs_its_own_pipeline_and_says_what_to_do(monkeypatch):
    one = await pipeline(monkeypatch, **defined(process={"type": 2, "yamlFilename": "gone.yml"}))
    assert one.content is None
    assert "gone.yml was not found at branch main" in one.problem
    assert "Restore it" in one.problem


async def test_a_repository_that_is_gone_costs_its_own_pipeline(monkeypatch):
    gone = {"id": "00000000-0000-4000-8000-000000000009", "type": "TfsGit"}
    answers = {f"{gone['id']}/items": refusal(404, "GitRepositoryNotFoundException")}
    one = await pipeline(monkeypatch, **answers, **defined(repository=gone))
    assert one.content is None
    assert "its repository is gone" in one.problem


async def test_a_file_that_may_not_be_read_names_the_scope(monkeypatch):
    def denied(asked):
        return items(asked) if "path" not in asked.query else Reply("", 403)

    one = await pipeline(monkeypatch, **{r"/items$": denied})
    assert one.content is None
    assert "vso.code" in one.problem


async def test_a_template_that_may_not_be_read_is_unresolved(monkeypatch):
    def denied(asked):
        return (
            Reply("", 403) if asked.query.get("path") == "/templates/deploy.yml" else items(asked)
        )

    one = await pipeline(monkeypatch, **{r"/items$": denied})
    assert "deploys_model" not in one.content.practices
    assert any("vso.code is missing" in sentence for sentence in one.content.unresolved)


async def test_a_file_on_github_is_another_source(monkeypatch):
    github = {
        "id": "contoso/churn",
        "type": "GitHub",
        "url": "https://github.com/contoso/churn.git",
    }
    one = await pipeline(monkeypatch, **defined(repository=github))
    assert one.content is None
    assert one.origin == "github.com/contoso/churn"
    assert "is at GitHub (github.com/contoso/churn)" in one.problem


async def test_a_definition_without_a_file_says_so(monkeypatch):
    one = await pipeline(monkeypatch, **defined(process={"type": 2}))
    assert one.problem == "The definition names no YAML file."


async def test_secret_and_overridable_variables_are_not_handed_in(monkeypatch):
    text = b"steps:\n- script: az ml online-deployment create -w $(W) -n $(S) -g $(O)\n"
    monkeypatch.setitem(FILES, "azure-pipelines.yml", text)
    variables = {
        "W": {"value": "churn"},
        "S": {"value": "hush-hush", "isSecret": True},
        "O": {"value": "asked", "allowOverride": True},
    }
    one = await pipeline(monkeypatch, **defined(variables=variables))
    (mention,) = one.content.mentions
    assert (mention.workspace, mention.resource_group) == ("churn", None)
    assert "hush" not in repr(one)


async def test_a_hostile_file_is_a_named_reading(monkeypatch):
    monkeypatch.setitem(FILES, "azure-pipelines.yml", b"\0\1binary")
    one = await pipeline(monkeypatch)
    assert one.content is not None
    assert not one.content.parsed


async def test_a_template_that_includes_itself_ends(monkeypatch):
    monkeypatch.setitem(FILES, "azure-pipelines.yml", b"steps:\n- template: azure-pipelines.yml\n")
    one = await pipeline(monkeypatch)
    assert any("includes itself" in sentence for sentence in one.content.unresolved)


async def test_a_designer_definition_is_read_by_itself(monkeypatch):
    designed = {
        "id": 3,
        "name": "train-classic",
        "process": {
            "type": 1,
            "phases": [
                {
                    "name": "Agent job 1",
                    "refName": "Job_1",
                    "steps": [
                        {
                            "displayName": "Train",
                            "enabled": True,
                            "task": {"id": "d9bafed4-0b18-4f58-968d-86655b4d2ce9"},
                            "inputs": {"script": "az ml job create -f train.yml -w churn"},
                        }
                    ],
                }
            ],
        },
        "repository": YAML["repository"],
    }
    listed = {**designed, "process": {"type": 1}}
    answers = {r"definitions/3$": Reply(designed), r"build/definitions$": page(listed)}
    one = await pipeline(monkeypatch, **answers)
    assert one.id == "classic:3"
    assert "trains_model" in one.content.practices


async def test_classic_releases_are_pipelines_of_their_builds_repository(monkeypatch):
    release = {
        "id": 4,
        "name": "Churn CD",
        "artifacts": [
            {"type": "Build", "definitionReference": {"definition": {"id": "12", "name": "b"}}}
        ],
        "environments": [
            {
                "name": "Prod",
                "preDeployApprovals": {"approvals": [{"isAutomated": False}]},
                "deployPhases": [
                    {
                        "name": "Agent job",
                        "workflowTasks": [
                            {
                                "taskId": "46e4be58-730b-4389-8a2f-ea10b3e5e815",
                                "version": "2.*",
                                "name": "Roll out",
                                "enabled": True,
                                "inputs": {
                                    "connectedServiceNameARM": CONNECTION,
                                    "scriptLocation": "inlineScript",
                                    "inlineScript": "az ml online-deployment create -w churn",
                                },
                            }
                        ],
                    }
                ],
            }
        ],
    }
    answers = {r"release/definitions/4$": Reply(release), r"release/definitions$": page(release)}
    found = await reading(monkeypatch, mlops(**answers), PIPELINES)
    one = next(one for one in found.value if one.id == "release:4")
    assert one.origin == "dev.azure.com/contoso/mlops/_git/churn"
    assert one.content.practices["deploys_model"][0].stage == "Prod"
    assert one.connections == (CONNECTION,)


async def test_releases_that_may_not_be_read_are_a_gap(monkeypatch):
    answers = {r"release/definitions": Reply("", 403)}
    found = await reading(monkeypatch, mlops(**answers), PIPELINES)
    assert [one.id for one in found.value] == ["yaml:12"]
    assert [(gap.kind, gap.action) for gap in found.gaps] == [("denied", "vso.release")]


async def test_definitions_that_may_not_be_read_are_denied(monkeypatch):
    found = await reading(monkeypatch, mlops(**{r"build/definitions": Reply("", 403)}), PIPELINES)
    assert isinstance(found, Denied)
    assert found.action == "vso.build"


async def test_a_second_page_that_is_denied_keeps_the_first(monkeypatch):
    pages = [page(YAML, token="t"), Reply("", 403)]
    found = await reading(monkeypatch, mlops(**{r"build/definitions$": pages}), PIPELINES)
    assert len(found.value) == 1
    assert [gap.kind for gap in found.gaps] == ["denied"]
