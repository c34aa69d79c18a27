"""Which subscriptions a run looks at, and what is said of those that cannot be."""

from typing import Any

import pytest

from aml_maturity_audit.azure.problems import Unanswered
from aml_maturity_audit.collectors.scope import subscriptions_in
from aml_maturity_audit.errors import AccessError, NotFoundError, ToolFailure, UsageError
from collectors.fake_azure import SUBSCRIPTION, FakeAzure, denied, plan

OTHER = "22222222-0000-4000-8000-000000000002"
GROUP = "/providers/Microsoft.Management/managementGroups/corp/descendants"


def subscription(id_: str, name: str = "prod", state: str = "Enabled") -> dict[str, Any]:
    return {"subscriptionId": id_, "displayName": name, "state": state}


def descendant(id_: str, kind: str = "Microsoft.Management/managementGroups/subscriptions") -> Any:
    return {"type": kind, "name": id_, "properties": {"displayName": "from the group"}}


async def ids(azure: FakeAzure, **known: Any) -> list[str]:
    found, _ = await subscriptions_in(azure.arm, plan(**known))
    return [one.id for one in found]


async def test_nothing_named_is_all_that_is_visible() -> None:
    azure = FakeAzure().listing(
        "/subscriptions", [subscription(OTHER)], [subscription(SUBSCRIPTION)]
    )
    assert await ids(azure) == [SUBSCRIPTION, OTHER]


async def test_disabled_ones_are_named_and_left_out() -> None:
    azure = FakeAzure().listing(
        "/subscriptions", [subscription(SUBSCRIPTION), subscription(OTHER, "old", "Disabled")]
    )
    found, warnings = await subscriptions_in(azure.arm, plan())
    assert [one.id for one in found] == [SUBSCRIPTION]
    (warning,) = warnings
    assert warning.code == "subscription-disabled"
    assert "old" in warning.text
    assert OTHER in warning.text
    assert "left out" in warning.text


async def test_a_named_disabled_one_is_read_with_a_warning() -> None:
    azure = FakeAzure().on(f"/subscriptions/{OTHER}", subscription(OTHER, "old", "disabled"))
    found, warnings = await subscriptions_in(azure.arm, plan(subscriptions=(OTHER,)))
    assert [one.id for one in found] == [OTHER]
    assert "out of date" in warnings[0].text


@pytest.mark.parametrize("state", ["Warned", "PastDue", "Enabled"])
async def test_others_are_read(state: str) -> None:
    azure = FakeAzure().listing("/subscriptions", [subscription(OTHER, "x", state)])
    assert await ids(azure) == [OTHER]


async def test_named_ones_are_asked_for_once_each() -> None:
    azure = FakeAzure().on(f"/subscriptions/{OTHER}", subscription(OTHER))
    assert await ids(azure, subscriptions=(OTHER, OTHER.upper())) == [OTHER]
    assert len(azure.asked) == 1


async def test_a_workspaces_arm_id_names_its_subscription() -> None:
    azure = FakeAzure().on(f"/subscriptions/{OTHER}", subscription(OTHER))
    wanted = f"/subscriptions/{OTHER}/resourceGroups/rg/providers/x/workspaces/w"
    assert await ids(azure, workspaces=(wanted,)) == [OTHER]


@pytest.mark.parametrize("id_", ["prod", "", "1234", f"{OTHER}0", f"{{{OTHER}}}"])
async def test_a_malformed_id_is_told(id_: str) -> None:
    with pytest.raises(UsageError, match="is not a subscription id"):
        await ids(FakeAzure(), subscriptions=(id_,))


async def test_an_unknown_one_names_the_nearest() -> None:
    azure = FakeAzure().listing("/subscriptions", [subscription(SUBSCRIPTION)])
    with pytest.raises(NotFoundError) as caught:
        await ids(azure, subscriptions=(SUBSCRIPTION[:-1] + "9",))
    assert SUBSCRIPTION in caught.value.remedy


async def test_an_unknown_one_far_from_all() -> None:
    azure = FakeAzure().listing("/subscriptions", [subscription(SUBSCRIPTION)])
    with pytest.raises(NotFoundError, match="does not exist") as caught:
        await ids(azure, subscriptions=("99999999-9999-9999-9999-999999999999",))
    assert "1" in caught.value.remedy


async def test_a_forbidden_one_is_refused_access() -> None:
    azure = FakeAzure().on(f"/subscriptions/{OTHER}", denied("Some/subscription/read"))
    with pytest.raises(AccessError) as caught:
        await ids(azure, subscriptions=(OTHER,))
    assert "Some/subscription/read" in caught.value.remedy


async def test_an_unanswered_one_is_the_tools_failure() -> None:
    azure = FakeAzure().on(f"/subscriptions/{OTHER}", Unanswered("no answer"))
    with pytest.raises(ToolFailure):
        await ids(azure, subscriptions=(OTHER,))


async def test_a_management_group_brings_its_subscriptions_with_their_states() -> None:
    nested = descendant("child", "Microsoft.Management/managementGroups")
    azure = FakeAzure().listing(GROUP, [nested, descendant(OTHER), descendant(SUBSCRIPTION)])
    azure.listing("/subscriptions", [subscription(OTHER, "old", "Disabled")])
    found, warnings = await subscriptions_in(azure.arm, plan(management_group="corp"))
    assert [(one.id, one.name) for one in found] == [(SUBSCRIPTION, "from the group")]
    assert OTHER in warnings[0].text


@pytest.mark.parametrize(("answer", "error"), [(None, NotFoundError), (denied(), AccessError)])
async def test_a_management_group_that_cannot_be_read(answer: Any, error: type[Exception]) -> None:
    azure = FakeAzure()
    if answer is not None:
        azure.on(GROUP, answer)
    with pytest.raises(error):
        await ids(azure, management_group="corp")


async def test_a_list_that_breaks_off_is_a_warning() -> None:
    azure = FakeAzure().listing("/subscriptions", [subscription(SUBSCRIPTION)], denied())
    found, warnings = await subscriptions_in(azure.arm, plan())
    assert len(found) == 1
    assert warnings[0].code == "scope-incomplete"


async def test_an_unanswered_list_of_all_is_the_tools_failure() -> None:
    azure = FakeAzure().on("/subscriptions", Unanswered("no answer"))
    with pytest.raises(ToolFailure):
        await ids(azure)


async def test_a_list_of_all_that_does_not_exist_is_no_missing_management_group() -> None:
    with pytest.raises(ToolFailure) as failure:
        await ids(FakeAzure())
    assert "Management group" not in failure.value.what
