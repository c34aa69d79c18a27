"""Which absences in a filtered list are facts (criteria.md, section 1, rule 3)."""

import pytest

from aml_maturity_audit.collectors.granting import allows, filter_gaps
from aml_maturity_audit.signals.access import Permission
from aml_maturity_audit.signals.reading import Denied, Observed

READ = "Microsoft.Insights/metricAlerts/read"


def role(*actions: str, without: tuple[str, ...] = ()) -> Permission:
    return Permission(actions=actions, not_actions=without)


@pytest.mark.parametrize(
    ("roles", "granted"),
    [
        ([role("*")], True),
        ([role("*/read")], True),
        ([role("microsoft.insights/METRICALERTS/read")], True),
        ([role("Microsoft.Insights/*")], True),
        ([role("Microsoft.Insights/*/read")], True),
        ([role("Microsoft.Insights/metricAlerts/*")], True),
        ([role("Microsoft.Insights/metricAlerts/write")], False),
        ([role("Microsoft.Insights/metricAlert/read")], False),
        ([role("*/read", without=("Microsoft.Insights/*",))], False),
        ([role("*/read", without=(READ.upper(),))], False),
        ([role("*/read", without=(READ,)), role(READ)], True),
        ([role("Microsoft.Insights.metricAlerts/read")], False),
        ([role()], False),
        ([], False),
    ],
)
def test_wildcards_and_what_is_taken_away(roles: list[Permission], granted: bool) -> None:
    assert allows(roles, READ) is granted


def test_a_granted_list_is_whole() -> None:
    assert filter_gaps(Observed(value=(role("*/read"),)), (READ,), "Alerts") == ()


def test_a_missing_action_is_a_gap_that_names_it() -> None:
    (gap,) = filter_gaps(Observed(value=(role("Other/read"),)), (READ,), "Alerts")
    assert (gap.kind, gap.action) == ("filtered", READ)
    assert "Alerts" in gap.reason
    assert "is not granted" in gap.reason


def test_unread_permissions_prove_nothing() -> None:
    (gap,) = filter_gaps(Denied(action="x"), (READ,), "Alerts")
    assert "not known" in gap.reason


def test_each_missing_action_is_named() -> None:
    gaps = filter_gaps(Observed(value=(role(READ),)), (READ, "a/read", "b/read"), "Lists")
    assert [gap.action for gap in gaps] == ["a/read", "b/read"]
