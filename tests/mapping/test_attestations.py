"""Attestations: what they settle, what they may not hide, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping import assess, read_attestations
from mapping.attesting import FILE, attested
from mapping.build import NOW, job, snapshot

OBSERVED = "experiments-are-tracked"
PEOPLE = "data-engineers-work-with-data-scientists"


def text(criterion: str = PEOPLE, extra: str = "", **told: str) -> str:
    values = {
        "workspaces": "shop",
        "verdict": "met",
        "date": "2026-03-01",
        "expires": "2026-12-31",
        **told,
    }
    return FILE.format(criterion=criterion, **values) + extra


def problems(body: str) -> list[str]:
    return [notice.code for notice in read_attestations(body, now=NOW).problems]


def test_an_attestation_says_who_until_when_with_what() -> None:
    judged = attested(PEOPLE)
    assert judged.attested is not None
    assert (judged.attested.by, judged.attested.expires) == ("Ines Sample", "2026-12-31")
    assert judged.attested.evidence == "https://wiki.example/ways"
    assert judged.attested.observed == UNKNOWN


def test_it_does_not_stand_against_what_was_observed() -> None:
    judged = attested(OBSERVED, verdict="not_met")
    assert judged.verdict == MET
    assert judged.attested is not None
    assert not judged.attested.override


def test_an_override_with_a_reason_does_and_is_marked() -> None:
    judged = attested(OBSERVED, verdict="not_met\n    override: true\n    reason: wrong name")
    assert judged.verdict == NOT_MET
    assert judged.attested is not None
    assert judged.attested.override
    assert judged.attested.observed == MET
    assert "1 of 1 training jobs" in judged.because


def test_people_takes_part_once_attested() -> None:
    found = snapshot(jobs=[job()])
    plain = assess(found, assessed_at=NOW).workspaces[0]
    known = read_attestations(text(), now=NOW)
    vouched = assess(found, assessed_at=NOW, attestations=known).workspaces[0]
    assert [d.assessed for d in plain.dimensions if d.id == "people"] == [False]
    assert [d.confirmed for d in vouched.dimensions if d.id == "people"] == [1]
    assert [d.possible for d in vouched.dimensions if d.id == "people"] == [4]


@pytest.mark.parametrize(
    "told",
    [
        {"expires": "2026-05-31"},
        {"date": "2026-06-02"},
        {"date": "2026-13-01"},
        {"date": "soon"},
        {"expires": "2026-01-01"},
        {"verdict": "maybe"},
        {"verdict": "met\n    override: true"},
        {"verdict": "met\n    override: perhaps"},
        {"verdict": "met\n    wrokspace: x"},
        {"workspaces": "''"},
    ],
)
def test_expired_or_malformed_ones_are_ignored_with_a_warning(told: dict[str, str]) -> None:
    known = read_attestations(text(**told), now=NOW)
    assert known.valid == ()
    assert [notice.code for notice in known.problems] == ["attestation-ignored"]


def test_one_that_expires_soon_is_said() -> None:
    assert problems(text(expires="2026-06-20")) == ["attestation-expires-soon"]
    assert problems(text()) == []


def test_an_unknown_criterion_is_an_error_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="compute-is-managed"):
        read_attestations(text("compute-is-manged"), now=NOW)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "schema: other/v1\nattestations: []",
        "schema: aml-maturity-audit/attestations/v1\nattestations: {}",
        "a: &a [*a]",
        "a: [" * 50,
        "a: !!python/object/apply:os.system [ls]",
        "\x00",
    ],
)
def test_what_is_no_attestation_file(body: str) -> None:
    with pytest.raises(UsageError):
        read_attestations(body, now=NOW)


def test_a_selector_that_covers_nothing_is_said() -> None:
    known = read_attestations(text(workspaces="other-*"), now=NOW)
    codes = [n.code for n in assess(snapshot(), assessed_at=NOW, attestations=known).warnings]
    assert "attestation-covers-nothing" in codes


@pytest.mark.parametrize(
    ("selector", "covered"),
    [
        ("shop", True),
        ("SH*", True),
        ("sho", False),
        ("tag:env=prod", True),
        ("tag:env", True),
        ("tag:env=dev", False),
        ("tag:owner", False),
    ],
)
def test_selectors(selector: str, covered: bool) -> None:
    from mapping.build import workspace

    known = read_attestations(text(workspaces=selector), now=NOW)
    assert known.valid[0].covers(workspace(tags={"Env": "Prod"})) is covered


def test_a_selector_by_id() -> None:
    from mapping.build import workspace

    known = read_attestations(text(workspaces=workspace().id.upper()), now=NOW)
    assert known.valid[0].covers(workspace())
    assert not known.valid[0].covers(workspace("shop", "other-group"))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(body: str) -> None:
    try:
        read_attestations(body, now=NOW)
    except UsageError:
        return
