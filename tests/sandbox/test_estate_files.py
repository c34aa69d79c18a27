"""Estate files: what they may hold, and one clear sentence for what they may not."""

from pathlib import Path
from typing import Any

import pytest

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox import Estate, embedded_estate, load_estate, parse_estate
from aml_maturity_audit.sandbox.clock import now
from aml_maturity_audit.sandbox.estate.building import build
from aml_maturity_audit.sandbox.estate.world import World
from sandbox.conftest import documented_estate

SUB = "11111111-0000-4000-8000-000000000001"
ML = "Microsoft.MachineLearningServices"
WS = f"/subscriptions/{SUB}/resourceGroups/rg/providers/{ML}/workspaces/w"


def world(estate: Estate) -> World:
    return build(estate, "https://127.0.0.1:1", now())


def workspace(inside: str, more: str = "") -> World:
    """The world of an estate with one workspace `w` that holds what is given."""
    text = f"""
now: 2026-11-20T09:00:00Z
{more}
subscriptions:
  {SUB}: {{displayName: s, resourceGroups: {{rg: {{workspaces: {{w: {inside}}}}}}}}}
"""
    return world(parse_estate(text))


def body(found: World, path: str) -> Any:
    resource = found.resource(f"{WS}{path}")
    assert resource is not None
    return resource.body


def test_the_documented_estate_is_valid() -> None:
    found = world(documented_estate())
    assert len(found.subscriptions) == 1
    assert sum(len(one.items) for one in found.collections.values()) > 40


def test_embedded_estates_are_valid_and_unknown_ones_name_the_nearest() -> None:
    assert embedded_estate("minimal").origin == "minimal"
    with pytest.raises(UsageError, match=r"no embedded estate 'minimla'\. Did you mean 'minimal'"):
        embedded_estate("minimla")


def test_templates_merge_beneath(tmp_path: Path) -> None:
    templates = """
templates:
  base: {tags: {a: "1", b: "2"}, properties: {status: Failed, jobType: Command, isArchived: true}}
  more: {like: base, properties: {status: Completed}}
"""
    jobs = '{jobs: {j: {like: [more], tags: {b: "3"}, properties: {isArchived: "${absent}"}}}}'
    job = body(workspace(jobs, templates), "/jobs/j")
    assert job["tags"] == {"a": "1", "b": "3"}
    assert (job["properties"]["status"], job["properties"]["jobType"]) == ("Completed", "Command")
    assert "isArchived" not in job["properties"]


def test_repeated_items_go_back_in_time() -> None:
    job = '{repeat: 3, every: 12h, created: -1d@06:00, properties: {displayName: "s-${stamp}"}}'
    found = workspace(f"{{jobs: {{j: {job}}}}}")
    listed = found.collections[f"{WS}/jobs".lower()].items
    assert [job.name for job in listed] == ["j-3", "j-2", "j-1"]
    assert [job.get("systemData", "createdAt") for job in listed] == [
        "2026-11-19T06:00:00.0000000Z",
        "2026-11-18T18:00:00.0000000Z",
        "2026-11-18T06:00:00.0000000Z",
    ]
    assert listed[0].get("properties", "displayName") == "s-20261119T060000Z"


def test_repeated_versions_count_from_the_oldest() -> None:
    models = '{models: {m: {versions: {"${n}": {repeat: 3, every: 1d, created: -1d}}}}}'
    found = workspace(models)
    listed = found.collections[f"{WS}/models/m/versions".lower()].items
    assert [one.name for one in listed] == ["3", "2", "1"]
    assert body(found, "/models/m")["properties"]["latestVersion"] == "3"


def test_children_of_repeated_items() -> None:
    blue = "{blue: {properties: {model: '${parent}'}}}"
    found = workspace(f"{{onlineEndpoints: {{e: {{repeat: 2, deployments: {blue}}}}}}}")
    assert body(found, "/onlineEndpoints/e-1/deployments/blue")["properties"]["model"] == (
        f"{WS}/onlineEndpoints/e-1"
    )


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("-3d", "2026-11-17T09:00:00.0000000Z"),
        ("+1d12h", "2026-11-21T21:00:00.0000000Z"),
        ("-0.5h", "2026-11-20T08:30:00.0000000Z"),
        ("-1w@07:30", "2026-11-13T07:30:00.0000000Z"),
        ("${time:-1h}", "2026-11-20T08:00:00Z"),
        ("${date:-1d}", "2026-11-19"),
        ("at ${stamp:-1d}", "at 20261119T090000Z"),
        ("-3 days", "-3 days"),
        ("-3x", "-3x"),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("${workspaceName}", "w"),
        ("${workspace:w}", WS),
        ("${resource:w}/x", f"{WS}/x"),
        ("${subscription:s}", f"/subscriptions/{SUB}"),
        ("$${HOME}", "${HOME}"),
        ("${{inputs.x}}", "${{inputs.x}}"),
        ("${resourceGroup} ${location} ${name} ${n}", "rg westeurope j 1"),
    ],
)
def test_values(written: str, served: str) -> None:
    found = workspace(f'{{jobs: {{j: {{properties: {{command: "{written}"}}}}}}}}')
    assert body(found, "/jobs/j")["properties"]["command"] == served


def test_by_shows_people_and_applications_as_azure_does() -> None:
    principals = """
principals:
  ada: {name: Ada Example, upn: ada@contoso.example}
  ci: {name: release, type: Application, clientId: c1c1c1c1-0000-4000-8000-000000000001}
"""
    inside = """{by: ada, created: -1d, jobs: {a: {by: ada}, b: {by: ci}},
        onlineEndpoints: {e: {by: ci, created: -1d}},
        computes: {c: {by: ci, systemData: {createdBy: x}}}}"""
    found = workspace(inside, principals)
    assert body(found, "")["systemData"]["createdBy"] == "ada@contoso.example"
    assert body(found, "/jobs/a")["systemData"]["createdBy"] == "Ada Example"
    application = body(found, "/jobs/b")["systemData"]
    assert application["createdBy"] == "c1c1c1c1-0000-4000-8000-000000000001"
    assert application["createdByType"] == "Application"
    assert "createdByType" not in body(found, "/onlineEndpoints/e")["systemData"]
    assert body(found, "/computes/c")["systemData"]["createdBy"] == "x"


def test_odd_items_are_served_as_they_are() -> None:
    found = workspace("{jobs: [{name: a, raw: null}, {name: b, raw: [1, {x: y}]}]}")
    listed = found.collections[f"{WS}/jobs".lower()].items
    assert sorted(item.json for item in listed) == [b'[1,{"x":"y"}]', b"null"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "is not a mapping"),
        ("subscription: {}", "unknown key 'subscription'. Did you mean 'subscriptions'"),
        (f"subscriptions: {{{SUB}: {{name: x}}}}", "unknown key 'name'"),
        (
            f"subscriptions: {{{SUB}: {{resourceGroups: {{g: {{workspace: {{}}}}}}}}}}",
            "The resource group g has the unknown key 'workspace'. Did you mean 'workspaces'",
        ),
        ("paging: {sizee: 3}", "unknown field `sizee`.*Did you mean 'size'"),
        ("now: yesterday", "Invalid isoformat string: 'yesterday'"),
        ("latency: long", "'long' is not a duration"),
        ("faults: [{path: '('}]", "not valid: missing "),
        ("faults: [{kind: angry}]", "Invalid enum value 'angry'"),
        ("paging: {size: many}", "not valid: Expected `int`"),
        ("a: 1\na: 2", "the key 'a' stands twice"),
        (
            "templates: {a: {like: a}}\n" + f"subscriptions: {{{SUB}: {{like: a}}}}",
            "is like itself",
        ),
        (f"subscriptions: {{{SUB}: {{like: b}}}}", "unknown template 'b'"),
        ("a: [", "is not valid YAML"),
        ("a: !!python/object/apply:os.system [ls]", "is not valid YAML"),
        ("? [1]\n: 2", "a key must be text"),
    ],
)
def test_mistakes_name_themselves(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        parse_estate(text, "estate.yaml")


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ("{job: {}}", "workspaces/w has the unknown key 'job'. Did you mean 'jobs'"),
        ("{jobs: {j: {property: {}}}}", "jobs/j has the unknown key 'property'"),
        ("{jobs: {j: {by: nobody}}}", "unknown principal 'nobody'"),
        ('{jobs: {j: {tags: {a: "${nobody}"}}}}', r"Unknown variable \$\{nobody\}"),
        ('{jobs: {j: {tags: {a: "${workspace:x}"}}}}', r"Unknown variable \$\{workspace:x\}"),
        ('{jobs: {j: {tags: {a: "${time:soon}"}}}}', "needs a relative time"),
        ("{jobs: {j: {repeat: many}}}", "takes a whole number"),
        ("{jobs: {j: {repeat: 2, every: soon}}}", "not a duration"),
        ("{jobs: 3}", "takes a mapping by name or a list"),
        ("{jobs: [3]}", "is not a mapping"),
        ("{experiments: [{name: e, metrics: {}}]}", "unknown key 'metrics'"),
        ("{experiments: [{name: e, runs: [{metric: {}}]}]}", "Did you mean 'metrics'"),
    ],
)
def test_mistakes_inside_a_workspace(inside: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        workspace(inside)


def test_alias_bombs_and_depth_are_refused() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 9)
    )
    with pytest.raises(UsageError, match="unfolds to more than"):
        parse_estate(bomb)
    with pytest.raises(UsageError, match="nested deeper"):
        parse_estate("a: " + "[" * 100 + "]" * 100)
    with pytest.raises(UsageError, match=r"unfolds|not valid YAML"):
        parse_estate("a: &a [*a]")


def test_files_that_cannot_be_read_or_are_too_large(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"missing\.yaml cannot be read: No such file"):
        load_estate(tmp_path / "missing.yaml")
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (16 * 1024 * 1024 + 1))
    with pytest.raises(UsageError, match="larger than"):
        load_estate(large)
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(UsageError, match="not valid YAML"):
        load_estate(binary)
