"""What an audit may not see costs certainty, never truth."""

import pytest

from estate.auditing import Audit

SETTLED = {"met": "yes", "not_applicable": "yes", "not_met": "no", "unknown": "unknown"}


@pytest.fixture(params=["audit", "guests"])
def blinder(request: pytest.FixtureRequest) -> Audit:
    """An audit that sees less than the owner's."""
    found: Audit = request.getfixturevalue(request.param)
    return found


def test_no_verdict_flips_where_less_is_seen(blinder: Audit, owners: Audit) -> None:
    for name, workspace in blinder.workspaces.items():
        for result in workspace.criteria:
            seen, truth = SETTLED[result.verdict], SETTLED[owners.verdict(name, result.id)]
            assert seen in {"unknown", truth}, f"{name} {result.id}: {result.because}"


def test_no_level_is_confirmed_higher_or_possible_lower(blinder: Audit, owners: Audit) -> None:
    for name in blinder.workspaces:
        confirmed, possible = blinder.level(name)
        true_confirmed, true_possible = owners.level(name)
        assert confirmed <= true_confirmed
        assert possible >= true_possible


def test_without_devops_no_pipeline_is_judged(without_devops: Audit) -> None:
    for workspace in without_devops.workspaces.values():
        for result in workspace.criteria:
            if result.id in {"builds-are-automated", "release-is-managed-by-cicd"}:
                assert result.verdict in {"unknown", "not_applicable", "not_met"}
    assert without_devops.verdict("fraud-prod", "builds-are-automated") == "unknown"
    assert without_devops.level("fraud-prod") == (0, 4)
