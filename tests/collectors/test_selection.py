"""Which workspaces a run reads."""

from typing import Any

import pytest

from aml_maturity_audit.collectors.estate import Estate
from aml_maturity_audit.collectors.selection import select
from aml_maturity_audit.errors import (
    AccessError,
    NotFoundError,
    NothingToAudit,
    ToolFailure,
    UsageError,
)
from aml_maturity_audit.signals.reading import Denied, Failed, Observed, Reading
from collectors.fake_azure import GROUP, HOME, ML, SUBSCRIPTION, FakeAzure, denied, plan, workspace

OTHER = "22222222-0000-4000-8000-000000000002"
FRAUD = f"{GROUP}/{ML}/workspaces/fraud"
LISTED: dict[str, Reading[tuple[str, ...]]] = {SUBSCRIPTION: Observed(value=())}
EMPTY = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/empty"
IN_EMPTY = f"{EMPTY}/{ML}/workspaces"
DENIED: dict[str, Reading[tuple[str, ...]]] = {
    SUBSCRIPTION: Denied(action="Some/workspaces/read", detail="refused")
}


async def names(azure: FakeAzure, *known: Any, listed: Any = None, **scope: Any) -> list[str]:
    estate = Estate()
    estate.add_workspaces(known)
    chosen = await select(azure.arm, plan(**scope), estate, listed or LISTED)
    assert all(estate.workspace(one.id) for one in chosen)
    return [one.name for one in chosen]


def in_group(group: str, name: str) -> Any:
    id_ = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{group}/{ML}/workspaces/{name}"
    return workspace(name, id=id_, resource_group=group)


async def test_all_of_the_scope_by_id() -> None:
    assert await names(FakeAzure(), workspace("fraud"), workspace()) == ["churn", "fraud"]


async def test_of_a_resource_group_in_any_casing() -> None:
    known = (workspace(), in_group("Other", "fraud"))
    assert await names(FakeAzure(), *known, resource_group="oTHER") == ["fraud"]


async def test_by_name_in_any_casing_wherever_it_is() -> None:
    known = (workspace(), in_group("a", "fraud"), in_group("b", "fraud"))
    assert await names(FakeAzure(), *known, workspaces=("FRAUD",)) == ["fraud", "fraud"]


async def test_by_arm_id_in_any_casing_once() -> None:
    wanted = (HOME.upper().replace("/SUBSCRIPTIONS", "/subscriptions"), "churn")
    assert await names(FakeAzure(), workspace(), workspace("fraud"), workspaces=wanted) == ["churn"]


async def test_one_that_no_list_shows_is_asked_for_itself() -> None:
    azure = FakeAzure().on(FRAUD, {"id": FRAUD, "name": "fraud"})
    assert await names(azure, workspace(), workspaces=(FRAUD,)) == ["fraud"]
    assert await names(azure, workspaces=("fraud",), listed=DENIED, resource_group="rg") == [
        "fraud"
    ]


async def test_an_unknown_name_tells_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="'chrun'") as caught:
        await names(FakeAzure(), workspace(), workspace("fraud"), workspaces=("chrun",))
    assert "churn" in caught.value.remedy


async def test_an_unknown_id_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="'fraud'"):
        await names(FakeAzure(), workspace(), workspaces=(FRAUD,))


async def test_a_forbidden_one_is_refused_access() -> None:
    azure = FakeAzure().on(FRAUD, denied("Some/workspaces/read"))
    with pytest.raises(AccessError, match="403"):
        await names(azure, workspace(), workspaces=(FRAUD,))


async def test_a_name_where_the_list_was_refused_is_refused_access() -> None:
    with pytest.raises(AccessError) as caught:
        await names(FakeAzure(), workspaces=("churn",), listed=DENIED)
    assert "Some/workspaces/read" in caught.value.remedy


@pytest.mark.parametrize("wanted", ["a/b", "/subscriptions/x", HOME + "/jobs/1"])
async def test_what_is_neither_name_nor_id(wanted: str) -> None:
    with pytest.raises(UsageError, match="neither"):
        await names(FakeAzure(), workspace(), workspaces=(wanted,))


async def test_an_id_outside_the_named_group() -> None:
    with pytest.raises(UsageError, match="not in resource group"):
        await names(
            FakeAzure(), in_group("other", "x"), workspaces=(FRAUD,), resource_group="other"
        )


async def test_an_id_outside_the_named_subscriptions() -> None:
    with pytest.raises(UsageError, match="none of the subscriptions"):
        await names(FakeAzure(), workspace(), workspaces=(HOME.replace(SUBSCRIPTION, OTHER),))


async def test_a_name_where_the_list_did_not_come_is_the_tools_failure() -> None:
    failed: dict[str, Reading[tuple[str, ...]]] = {SUBSCRIPTION: Failed(reason="no answer")}
    with pytest.raises(ToolFailure, match="no answer"):
        await names(FakeAzure(), workspaces=("churn",), listed=failed)


async def test_an_unknown_group_tells_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="'rgg'") as caught:
        await names(FakeAzure(), workspace(), resource_group="rgg")
    assert "rg" in caught.value.remedy


async def test_a_forbidden_group_is_refused_access() -> None:
    azure = FakeAzure().on(IN_EMPTY, denied())
    with pytest.raises(AccessError):
        await names(azure, workspace(), resource_group="empty")


async def test_who_may_read_only_the_group_sees_its_workspaces() -> None:
    azure = FakeAzure().listing(f"{GROUP}/{ML}/workspaces", [{"id": FRAUD, "name": "fraud"}])
    assert await names(azure, listed=DENIED, resource_group="rg") == ["fraud"]


async def test_a_group_without_workspaces_has_nothing_to_audit() -> None:
    azure = FakeAzure().listing(IN_EMPTY, []).on(EMPTY, {"name": "empty"})
    with pytest.raises(NothingToAudit):
        await names(azure, workspace(), resource_group="empty")


async def test_an_empty_list_of_an_unknown_group_is_no_group() -> None:
    with pytest.raises(NotFoundError, match="'empty'"):
        await names(FakeAzure().listing(IN_EMPTY, []), workspace(), resource_group="empty")


async def test_a_group_that_may_not_be_looked_at_may_exist() -> None:
    azure = FakeAzure().listing(IN_EMPTY, []).on(EMPTY, denied())
    with pytest.raises(NothingToAudit):
        await names(azure, workspace(), resource_group="empty")


async def test_nothing_visible() -> None:
    with pytest.raises(NothingToAudit, match="No Azure ML workspace"):
        await names(FakeAzure())


async def test_everything_refused() -> None:
    with pytest.raises(AccessError, match="refused"):
        await names(FakeAzure(), listed=DENIED)


async def test_an_unanswered_list_is_not_taken_for_an_empty_one() -> None:
    failed: dict[str, Reading[tuple[str, ...]]] = {SUBSCRIPTION: Failed(reason="no answer")}
    with pytest.raises(ToolFailure, match="no answer"):
        await names(FakeAzure(), listed={**failed, OTHER: Observed(value=())})


async def test_refused_in_one_subscription_and_empty_in_another() -> None:
    with pytest.raises(NothingToAudit):
        await names(FakeAzure(), listed={**DENIED, OTHER: Observed(value=())})


async def test_workspaces_of_other_subscriptions_are_not_in_scope() -> None:
    elsewhere = workspace("far", id=HOME.replace(SUBSCRIPTION, OTHER), subscription_id=OTHER)
    assert await names(FakeAzure(), workspace(), elsewhere) == ["churn"]
