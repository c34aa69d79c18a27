"""What an estate may say about Azure DevOps, and how mistakes in it are named."""

import pytest

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox import parse_estate
from aml_maturity_audit.sandbox.clock import now
from aml_maturity_audit.sandbox.devops.model import Project
from aml_maturity_audit.sandbox.estate.building import build
from aml_maturity_audit.sandbox.estate.merging import Tree

HEAD = """
now: 2026-11-20T09:00:00Z
principals:
  ada: {name: Ada Example, upn: ada@contoso.example}
  ci: {name: release, type: Application, clientId: c1c1c1c1-0000-4000-8000-000000000001}
"""


def project(inside: str, more: str = "") -> Project:
    text = f"{HEAD}{more}\ndevops: {{contoso: {{projects: {{ml: {inside}}}}}}}"
    world = build(parse_estate(text), "https://127.0.0.1:1", now())
    return world.organizations["contoso"].projects[0]


def inner(tree: Tree, *keys: str) -> object:
    value: object = tree
    for key in keys:
        assert isinstance(value, dict)
        value = value[key]
    return value


def test_builds_of_all_pipelines_are_numbered_by_time() -> None:
    found = project(
        "{pipelines: {a: {builds: [{repeat: 2, every: 2d, at: -1d}]}, b: {builds: [{at: -2d}]}}}"
    )
    shown = [(one["id"], inner(one, "definition", "name")) for one in found.builds]
    assert shown == [(3, "a"), (2, "b"), (1, "a")]
    assert [one["finishTime"] for one in found.builds] == [
        "2026-11-19T09:00:00.0000000Z",
        "2026-11-18T09:00:00.0000000Z",
        "2026-11-17T09:00:00.0000000Z",
    ]
    assert found.builds[0]["startTime"] == "2026-11-19T08:55:00.0000000Z"


def test_builds_may_be_numbered_by_hand() -> None:
    found = project("{pipelines: {a: {builds: [{repeat: 3, every: 1d, at: -1d, id: 500}]}}}")
    assert [one["id"] for one in found.builds] == [500, 499, 498]


def test_definitions_show_their_latest_build() -> None:
    found = project("{pipelines: {a: {builds: [{repeat: 3, every: 1d, at: -1d}]}, b: {}}}")
    assert inner(found.definitions[0], "latestCompletedBuild", "id") == 3
    assert "latestCompletedBuild" not in found.definitions[1]


def test_bodies_lie_above_what_is_served() -> None:
    found = project("{pipelines: {a: {body: {queueStatus: disabled, drafts: []}}}}")
    assert found.definitions[0]["queueStatus"] == "disabled"
    assert found.definitions[0]["drafts"] == []


def test_classic_and_foreign_pipelines() -> None:
    found = project(
        "{pipelines: {old: {process: {phases: [{name: P}]}},"
        " hub: {yaml: ci.yml, repository: {type: GitHub, name: o/r, url: 'https://x.invalid'}}}}"
    )
    assert found.definitions[0]["process"] == {"type": 1, "phases": [{"name": "P"}]}
    assert inner(found.definitions[1], "repository", "type") == "GitHub"


def test_files_are_never_filled_in() -> None:
    found = project("{repositories: {r: {files: {a.yml: 'x: ${nobody} -3d', b: '-3d'}}}}")
    assert found.repositories[0].branches["main"] == {"/a.yml": "x: ${nobody} -3d", "/b": "-3d"}


def test_an_empty_repository_has_no_branch() -> None:
    found = project("{repositories: {r: {}}}")
    assert found.repositories[0].branches == {}
    assert "defaultBranch" not in found.repositories[0].body


def test_branches_lie_on_top_and_take_files_away() -> None:
    found = project(
        "{repositories: {r: {files: {a: one, b: two},"
        " branches: {x: {files: {a: null, c: three}}}}}}"
    )
    assert found.repositories[0].branches["x"] == {"/b": "two", "/c": "three"}


def test_timelines_take_results_from_above() -> None:
    timeline = (
        "[{stage: A, jobs: [{job: j, result: failed, steps: [s, {step: t, result: succeeded}]}]},"
        " {type: Checkpoint, name: c, children: [{type: Checkpoint.Approval, name: Approval}]}]"
    )
    found = project(
        f"{{pipelines: {{a: {{builds: [{{at: -1d, result: failed, timeline: {timeline}}}]}}}}}}"
    )
    tree = found.timelines[1]
    assert tree is not None
    records = tree["records"]
    assert isinstance(records, list)
    shown = [(one["type"], one["name"], one["result"]) for one in records if isinstance(one, dict)]
    assert shown == [
        ("Stage", "A", "failed"),
        ("Phase", "j", "failed"),
        ("Job", "j", "failed"),
        ("Task", "s", "failed"),
        ("Task", "t", "succeeded"),
        ("Checkpoint", "c", "failed"),
        ("Checkpoint.Approval", "Approval", "failed"),
    ]


def test_no_timeline_and_the_default_one() -> None:
    found = project("{pipelines: {a: {builds: [{at: -1d, timeline: null}, {at: -2d}]}}}")
    assert found.timelines[2] is None
    assert found.timelines[1] is not None


def test_records_belong_to_the_last_build_before_them() -> None:
    found = project(
        "{pipelines: {a: {builds: [{repeat: 5, every: 1d, at: -1d}]}},"
        " environments: {prod: {deployments: [{at: -2.5d, pipeline: a}, {at: -9d, pipeline: a},"
        " {at: -1d, pipeline: a, build: 1}]}}}"
    )
    owners = [one["owner"] for one in found.records[1]]
    assert [owner["id"] if isinstance(owner, dict) else None for owner in owners] == [1, 3, None]


def test_templates_are_shared_with_the_rest_of_the_estate() -> None:
    more = "templates: {ci: {at: -1d, reason: schedule, by: ci}}"
    found = project("{pipelines: {a: {builds: [{like: ci}]}}}", more)
    assert found.builds[0]["reason"] == "schedule"
    assert inner(found.builds[0], "requestedFor", "displayName") == "release"


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ("{pipeline: {}}", "unknown field `pipeline`.*Did you mean 'pipelines'"),
        ("{pipelines: {a: {yml: x}}}", "pipelines/a is not valid.*Did you mean 'yaml'"),
        ("{pipelines: {a: {repository: r}}}", "builds the unknown repository 'r'"),
        ("{pipelines: {a: {builds: [{}]}}}", "missing required field `at`"),
        ("{pipelines: {a: {builds: [{at: soon}]}}}", "Invalid isoformat"),
        ("{pipelines: {a: {builds: [{at: -1d, took: long}]}}}", "not a duration"),
        ("{pipelines: {a: {builds: [{at: -1d, by: bob}]}}}", "unknown principal 'bob'"),
        ("{pipelines: {a: {builds: [{at: -1d, timeline: [{stag: x}]}]}}}", "unknown field `stag`"),
        ("{environments: {e: {deployments: [{at: -1d, pipeline: b}]}}}", "unknown pipeline 'b'"),
        ("{releases: {r: {deployments: [{at: -1d, environment: X}]}}}", "unknown environment 'X'"),
        ("{repositories: {r: {policies: [{kind: build, pipeline: x}]}}}", "names no pipeline: 'x'"),
        ("{repositories: {r: {files: [a]}}}", "repositories/r is not valid: Expected `object`"),
        ("{repositories: 3}", "takes a mapping by name or a list"),
    ],
)
def test_mistakes_name_themselves(inside: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        project(inside)
