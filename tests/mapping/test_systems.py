"""Workspaces judged as one system. Source: criteria.md, section 4."""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN
from aml_maturity_audit.mapping import Mappings, System, assess, mappings_from
from mapping.build import (
    NOW,
    SERVICE,
    denied,
    deployment,
    endpoint,
    job,
    place,
    snapshot,
    workspace,
    write,
)

DEV, PROD = workspace("shop-dev"), workspace("shop-prod")
BLUE = f"{PROD.id}/onlineEndpoints/scoring/deployments/blue"
SYSTEM = System("shop", {"shop-dev": "dev", "shop-prod": "prod"})


def judged(system: System = SYSTEM, trains=None, serves=None, **more):
    """The system's verdicts: it trains in dev and serves in prod."""
    dev = {"jobs": [job("a", by=SERVICE), job("b", by=SERVICE)], **(trains or {})}
    prod = {
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment(id=BLUE)],
        **(serves or {}),
    }
    found = snapshot(
        DEV,
        others=[place(PROD, **prod)],
        activity_log=[write(resource_id=BLUE)],
        projects=(),
        **dev,
        **more,
    )
    result = assess(found, assessed_at=NOW, mappings=Mappings(systems=(system,)))
    return result, {c.id: c for c in result.systems[0].criteria}


def test_training_is_judged_where_it_happens() -> None:
    result, criteria = judged()
    assert criteria["training-is-automated"].verdict == MET
    assert criteria["release-is-automatic"].verdict == MET
    alone = {w.name: {c.id: c.verdict for c in w.criteria} for w in result.workspaces}
    assert alone["shop-prod"]["training-is-automated"] == NOT_MET
    assert alone["shop-dev"]["release-is-automatic"] == NOT_MET


def test_what_builds_on_both_uses_the_systems_verdicts() -> None:
    _, criteria = judged()
    watched = criteria["system-is-automated-and-monitored"]
    assert watched.verdict == NOT_MET
    assert "alert" in watched.because


def test_the_stages_of_a_system_are_separate() -> None:
    _, criteria = judged()
    assert criteria["environments-are-separated"].verdict == MET


def test_what_one_member_hides_is_unknown() -> None:
    _, criteria = judged(trains={"jobs": denied()})
    assert criteria["training-is-automated"].verdict == UNKNOWN
    assert "shop-dev" in criteria["training-is-automated"].because


def test_a_system_says_what_was_judged_where() -> None:
    result, _ = judged()
    system = result.systems[0]
    assert system.notes[0] == ("Training is judged in shop-dev; release and serving in shop-prod.")
    assert system.roles == {DEV.key: "dev", PROD.key: "prod"}
    assert system.level is not None


def test_members_that_are_not_in_the_audit_are_said() -> None:
    larger = System("shop", {**SYSTEM.roles, "shop-test": "test"})
    result, _ = judged(larger)
    assert "1 of its 3 workspaces" in result.systems[0].notes[1]


def test_a_system_of_strangers_is_left_out() -> None:
    other = Mappings(systems=(System("x", {"nowhere": "dev"}),))
    assert assess(snapshot(), assessed_at=NOW, mappings=other).systems == ()


def test_what_applies_to_no_member_does_not_apply() -> None:
    _, criteria = judged()
    assert criteria["scoring-script-is-versioned"].verdict == NOT_APPLICABLE


@pytest.mark.parametrize(
    ("links", "systems"),
    [
        ([{"workspace": "a"}], {}),
        ([{"workspace": "a", "pipeline": "b", "oops": 1}], {}),
        ([], {"shop": {"staging": ["a"]}}),
        ([], {"shop": {"dev": [1]}}),
        ([], {"shop": {"dev": 1}}),
    ],
)
def test_bad_tables_are_refused(links, systems) -> None:
    from aml_maturity_audit.errors import UsageError

    with pytest.raises(UsageError):
        mappings_from(links, systems)


def test_tables_become_mappings() -> None:
    found = mappings_from(
        [
            {"workspace": "A", "pipeline": "P/x"},
            {"workspace": "A", "pipeline": "P/y", "application": True},
            {"workspace": "A", "pipeline": "P/z", "linked": False},
        ],
        {"shop": {"dev": "A", "prod": ["B"]}},
    )
    assert found.linked == (("a", "p/x"),)
    assert found.application == (("a", "p/y"),)
    assert found.unlinked == (("a", "p/z"),)
    assert found.systems[0].roles == {"a": "dev", "b": "prod"}
