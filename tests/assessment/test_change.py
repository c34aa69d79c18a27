"""Every change has the cause that the files tell, and lost sight is never a step back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from aml_maturity_audit.assessment.change import criterion_changes, pairs_by_key, run_causes
from aml_maturity_audit.assessment.kept import Kept
from aml_maturity_audit.assessment.model import Attested, Missing
from assessments import assessment, criterion, reading, run, workspace

ID = "release-is-automatic"
LOG = Missing(signal="activity-log", action="Microsoft.Insights/eventtypes/values/read")
SEEN = reading("activity-log", scope="subscription")
PART = reading("activity-log", complete=False, scope="subscription")
DENIED = reading("activity-log", "denied", scope="subscription")
FAILED = reading("activity-log", "failed", scope="subscription")


def at(verdict, log=SEEN, *, inputs="one", **given):
    missing = given.pop("missing", (LOG,) if verdict == "unknown" else ())
    result = criterion(ID, verdict, inputs=inputs, missing=missing, **given)
    return workspace("a", criteria=(result,), readings=(log, reading("jobs")))


def only(before, after, rules=()):
    (change,) = criterion_changes(before, after, rules)
    return change


def test_no_change_no_word():
    assert criterion_changes(at("met"), at("met", DENIED, inputs="two"), ("policy",)) == []


@pytest.mark.parametrize(
    ("before", "after", "rules", "direction", "causes"),
    [
        (at("met"), at("not_met", inputs="two"), (), "worse", ("estate",)),
        (at("not_met"), at("met", inputs="two"), (), "better", ("estate",)),
        (at("met"), at("not_met"), (), "worse", ("estate",)),
        (at("met"), at("not_met"), ("policy",), "worse", ("policy",)),
        (at("met"), at("not_met"), ("catalogue",), "worse", ("catalogue",)),
        (at("met"), at("not_met", inputs="two"), ("policy",), "worse", ("estate", "policy")),
        (at("met"), at("unknown", DENIED, inputs="two"), (), "obscured", ("access",)),
        (at("met"), at("unknown", FAILED, inputs="two"), ("policy",), "obscured", ("access",)),
        (at("met"), at("unknown", PART, inputs="two"), (), "obscured", ("access",)),
        (at("not_met"), at("unknown", DENIED, inputs="two"), (), "obscured", ("access",)),
        (at("met", PART), at("unknown", PART, inputs="two"), (), "obscured", ("access",)),
        (at("met"), at("unknown", SEEN, inputs="two"), (), "obscured", ("estate",)),
        (at("unknown", DENIED), at("not_met", inputs="two"), (), "settled", ("access",)),
        (at("unknown", DENIED), at("met", inputs="two"), ("catalogue",), "settled", ("access",)),
        (at("unknown", DENIED), at("met", DENIED, inputs="two"), (), "settled", ("estate",)),
        (at("met"), at("not_applicable", inputs="two"), (), "otherwise", ("estate",)),
        (at("not_applicable"), at("not_met", inputs="two"), (), "worse", ("estate",)),
        (
            at("met", DENIED, missing=(LOG,)),
            at("not_met", inputs="two"),
            (),
            "worse",
            ("estate", "access"),
        ),
        (
            at("met"),
            at("unknown", DENIED, inputs="two", missing=()),
            (),
            "obscured",
            ("access",),
        ),
    ],
)
def test_a_change_has_its_direction_and_its_causes(before, after, rules, direction, causes):
    change = only(before, after, rules)
    assert (change.direction, change.causes) == (direction, causes)
    assert change.why.endswith(".")


def test_access_gained_elsewhere_does_not_excuse_a_step_back():
    before = workspace("a", criteria=at("met").criteria, readings=(reading("jobs", "denied"),))
    after = workspace("a", criteria=at("not_met", inputs="2").criteria, readings=(reading("jobs"),))
    assert only(before, after).causes == ("estate",)


def test_a_lost_signal_is_named():
    assert only(at("met"), at("unknown", DENIED)).why == (
        "Could be read then and not now: activity-log."
    )


def test_an_attestation_that_ran_out_is_policy():
    attested = Attested(by="QA", on="2026-01-01", expires="2026-02-01")
    change = only(at("met", attested=attested), at("not_met", inputs="two"))
    assert (change.causes, change.why) == (
        ("policy",),
        "An attestation was added, changed or ran out.",
    )


def test_new_and_dropped_criteria_are_the_catalogue_s():
    old, new = at("met"), workspace("a", criteria=(criterion("compute-is-managed", "not_met"),))
    changes = {c.id: c for c in criterion_changes(old, new, ("catalogue",))}
    assert (changes[ID].after, changes[ID].causes) == (None, ("catalogue",))
    assert changes["compute-is-managed"].before is None
    assert {c.direction for c in changes.values()} == {"otherwise"}


@pytest.mark.parametrize(
    ("changed", "causes"),
    [
        ({}, ()),
        ({"policy_digest": "other"}, ("policy",)),
        ({"window_days": 30}, ("policy",)),
        ({"catalogue_digest": "other"}, ("catalogue",)),
        ({"edition": "2025-10"}, ("catalogue",)),
        ({"edition": "2025-10", "policy_digest": "x"}, ("policy", "catalogue")),
    ],
)
def test_rules_that_differ_between_runs(changed, causes):
    assert run_causes(run(), run(**changed)) == causes


NAMES = st.sets(st.sampled_from("abcdefgh"))


@given(NAMES, NAMES, st.booleans(), st.booleans())
def test_the_pairs_are_the_workspaces_that_both_runs_have(earlier, later, packs, packs_too):
    before, after = of(earlier, "old", packs=packs), of(later, "new", packs=packs_too)
    pairs = list(pairs_by_key(before, after))
    assert {old.name for old, _ in pairs} == earlier & later
    assert all((old.name, old.role, new.role) == (new.name, "old", "new") for old, new in pairs)


def of(names, role, *, packs):
    found = tuple(replace(workspace(name), role=role) for name in sorted(names))
    held = sorted(found, key=lambda one: one.key)
    return replace(assessment(), workspaces=Kept.of(held) if packs else found)
