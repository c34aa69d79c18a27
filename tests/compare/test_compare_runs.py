"""Two runs: every change has its reason, and coming and going is told apart from being seen."""

import json
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from aml_maturity_audit.assessment.masking import mask
from aml_maturity_audit.compare import compare_runs, render
from assessments import CRITERIA, assessment, reading, run, workspace
from company import COMPANY
from later import LATER

COMPARED = compare_runs(COMPANY, LATER)
BY_NAME = {change.name: change for change in COMPARED.workspaces}


def level(name: str, dimension: str = "overall"):
    return next(c for c in BY_NAME[name].levels if c.dimension == dimension)


def test_what_did_not_change_is_only_counted():
    assert sorted(BY_NAME) == ["churn-prod", "claims-blind", "demand-forecast", "fraud-train"]
    assert COMPARED.unchanged == 3
    same = compare_runs(COMPANY, COMPANY)
    assert (same.workspaces, same.presence, same.unchanged) == ((), (), 8)


def test_the_estate_s_own_changes():
    change = level("demand-forecast")
    assert (change.direction, change.causes) == ("higher", ("estate",))
    assert (change.before.confirmed, change.after.confirmed) == (1, 2)
    (worse,) = BY_NAME["churn-prod"].criteria
    assert (worse.direction, worse.causes) == ("worse", ("estate",))
    assert level("churn-prod", "release").direction == "lower"


def test_a_lost_permission_is_never_a_step_back():
    fraud = BY_NAME["fraud-train"]
    assert {(c.direction, c.causes) for c in fraud.criteria} == {("obscured", ("access",))}
    assert {(c.direction, c.causes) for c in fraud.levels} == {("wider", ("access",))}
    assert fraud.lost == ("jobs",)
    text = render(COMPARED, "table", width=160).decode()
    told = text[text.index("\nfraud-train") :]
    assert "less is known (access changed)" in told
    assert "worse" not in told
    assert "regress" not in text


def test_a_gained_permission_is_not_progress_either():
    (settled,) = BY_NAME["claims-blind"].criteria
    assert (settled.direction, settled.causes) == ("settled", ("access",))
    assert "online-deployments" in BY_NAME["claims-blind"].gained


@pytest.mark.parametrize(
    ("changed", "rules"),
    [
        ({"policy_digest": "x"}, ("policy",)),
        ({"catalogue_digest": "x"}, ("catalogue",)),
        ({"edition": "2025-10", "window_days": 30}, ("policy", "catalogue")),
    ],
)
def test_other_rules_are_said_and_share_the_blame(changed, rules):
    other = replace(LATER, run=replace(LATER.run, **changed))
    compared = compare_runs(COMPANY, other)
    assert compared.rules == rules
    (worse,) = next(c for c in compared.workspaces if c.name == "churn-prod").criteria
    assert worse.causes == ("estate", *rules)
    assert "judge both snapshots with the same" in render(compared, "markdown").decode()


def test_an_edition_alone_moves_levels_by_the_catalogue():
    before = assessment(workspace("a", "+++++-++++"))
    raised = replace(workspace("a"), criteria=before.workspaces[0].criteria)
    after = assessment(raised, run=run(edition="2025-10"))
    (change,) = compare_runs(before, after).workspaces
    assert {c.causes for c in change.levels} == {("catalogue",)}


def test_the_runs_own_times_decide_the_order():
    swapped = compare_runs(LATER, COMPANY)
    assert swapped.swapped
    assert replace(swapped, swapped=False) == COMPARED
    assert "the other way round" in render(swapped, "table").decode()


def test_new_and_gone_need_a_complete_list():
    assert {(p.name, p.status) for p in COMPARED.presence} == {
        ("newcomer", "new"),
        ("sandbox-ds", "gone"),
    }


FULL = reading("workspaces", scope="subscription")
PARTIAL = reading("workspaces", scope="subscription", complete=False)
DENIED = reading("workspaces", "denied", scope="subscription")


@pytest.mark.parametrize(
    ("listing", "scope", "went", "came"),
    [
        (FULL, {}, "gone", "new"),
        (PARTIAL, {}, "not_visible", "newly_visible"),
        (DENIED, {}, "not_visible", "newly_visible"),
        (FULL, {"resource_group": "other"}, "out_of_scope", "out_of_scope"),
        (FULL, {"workspaces": ["stays"]}, "out_of_scope", "out_of_scope"),
        (FULL, {"subscriptions": ["elsewhere"]}, "out_of_scope", "out_of_scope"),
        (FULL, {"resourceGroup": "RG-ML"}, "gone", "new"),
    ],
)
def test_not_visible_is_not_gone(listing, scope, went, came):
    stays = workspace("stays", readings=(listing,))
    less = assessment(stays, run=run(scope=scope))
    more = assessment(stays, workspace("other", readings=(listing,)))
    assert [p.status for p in compare_runs(more, less).presence] == [went]
    assert [p.status for p in compare_runs(less, more).presence] == [came]


def test_a_subscription_that_is_not_seen_at_all_proves_nothing():
    (one,) = compare_runs(assessment(workspace("a")), assessment()).presence
    assert one.status == "not_visible"


@given(
    st.text("+-?0", min_size=len(CRITERIA), max_size=len(CRITERIA)),
    st.text("+-?0", min_size=len(CRITERIA), max_size=len(CRITERIA)),
)
def test_every_difference_is_told_once_and_has_a_cause(before, after):
    compared = compare_runs(assessment(workspace("a", before)), assessment(workspace("a", after)))
    told = {c.id for w in compared.workspaces for c in w.criteria}
    differing = {id for (id, _, _), a, b in zip(CRITERIA, before, after, strict=True) if a != b}
    assert told == differing
    for change in compared.workspaces:
        assert all(c.causes for c in (*change.criteria, *change.levels))


def test_the_json_matches_its_schema():
    folder = files("aml_maturity_audit.compare") / "schema"
    schema = json.loads((folder / "comparison-v1.schema.json").read_text("utf-8"))
    for definition in (schema, *schema["$defs"].values()):
        definition["additionalProperties"] = False
    written = json.loads(render(COMPARED, "json"))
    jsonschema.validate(written, schema)
    assert written["before"]["collectedAt"] == "2026-03-02T08:15:00Z"


def test_masked_runs_still_join():
    key = b"a key for tests only"
    compared = compare_runs(mask(COMPANY, key), mask(LATER, key))
    assert [c.key for c in compared.workspaces] == [c.key for c in COMPARED.workspaces]
    assert "Grace" not in render(compared, "html").decode()
