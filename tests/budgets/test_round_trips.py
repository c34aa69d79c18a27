"""Requests and round trips of a run, counted without a clock (design.md, section 6)."""

import asyncio
import re
from collections import Counter
from math import ceil
from pathlib import Path
from typing import Any

from aml_maturity_audit.azure.door import ARM_WIDTH
from aml_maturity_audit.cli.cicd import both
from aml_maturity_audit.collectors.run import AT_ONCE
from budgets.rounds import Asked, Watched, watched
from collectors.http.test_budget import typical

WHOLE = Path(__file__).parents[1] / "collectors" / "http" / "whole.yaml"
PATH = 6
"""Round trips that may follow from each other, further pages of jobs aside."""
FIRST, SECOND = (f"11111111-0000-4000-8000-00000000000{n}" for n in (1, 2))
OF_SUBSCRIPTION = re.compile(r"/subscriptions/[^/]+/(?!resourcegroups/)", re.IGNORECASE)


def fleet(workspaces: int, subscription: str = FIRST) -> str:
    """The typical workspace so many times over: `ws-0`, `ws-1` …, in one subscription."""
    head, body = typical().split("          churn:\n")
    each = "".join(f"          ws-{n}:\n{body}" for n in range(workspaces))
    return f"{head}{each}".replace(FIRST, subscription)


def beside(text: str, other: str) -> str:
    """Two estates with a subscription each, as one."""
    return text + other.partition("subscriptions:\n")[2]


def of_jobs(asked: Asked) -> bool:
    return asked.path.endswith("/jobs")


async def test_a_run_over_a_typical_workspace_takes_six_round_trips_from_the_subscriptions_on():
    run = await watched(typical())
    assert len(run.rounds) <= PATH
    assert sum(len(one) for one in run.of("churn")) <= 34


async def test_each_environment_of_its_own_takes_requests_but_no_round_trips():
    alike, each = await watched(typical()), await watched(typical('"azureml:train:${n}"'))
    waits = ceil(40 / ARM_WIDTH) - 1  # forty are looked up, in a lane of so many
    assert len(each.rounds) == len(alike.rounds) + waits


async def test_further_pages_of_jobs_lengthen_one_list_and_nothing_else():
    few = await watched(typical())
    many = await watched(typical().replace("repeat: 200", "repeat: 700").replace("10h", "3h"))
    assert sum(map(of_jobs, few)) == 2
    assert sum(map(of_jobs, many)) == 7
    others = [Counter(a.path for a in run if not of_jobs(a)) for run in (few, many)]
    assert others[0] == others[1]
    assert len(many.rounds) <= len(few.rounds) + 5
    for number, (one, other) in enumerate(zip(few.rounds[:4], many.rounds[:4], strict=True)):
        assert {a.path for a in one} == {a.path for a in other}, number


async def test_the_longest_chain_there_is():
    """A model promoted through a registry, to its origin's job, its component and environment."""
    text = WHOLE.read_text(encoding="utf-8").replace("paging: {size: 3}", "paging: {size: 500}")
    chain = (await watched(text)).of("churn")
    assert len(chain) <= PATH + 1


async def test_nothing_is_asked_twice_whoever_needs_it():
    for text in (typical(), fleet(3), WHOLE.read_text(encoding="utf-8")):
        times = Counter(asked.address for asked in await watched(text))
        assert [address for address, count in times.items() if count > 1] == []


async def test_what_a_registry_holds_is_asked_for_once_for_all_workspaces():
    shared = '"azureml://registries/contoso/environments/train/versions/1"'
    text = fleet(3).replace('"azureml:train:1"', shared)
    registry = (
        "        registries: {contoso: {environments: {train: {versions:"
        ' {"1": {properties: {image: x}}}}}}}\n'
    )
    text = text.replace("        workspaces:\n", f"{registry}        workspaces:\n")
    run = await watched(text)
    environments = [a.path for a in run if "/environments/" in a.path]
    assert len(environments) == 1
    assert "/registries/contoso/" in environments[0]


async def test_lists_over_a_subscription_are_asked_for_once_and_not_for_each_workspace():
    one, several = await watched(fleet(1)), await watched(fleet(5))
    lists = [[a.path for a in run if OF_SUBSCRIPTION.match(a.path)] for run in (one, several)]
    assert sorted(lists[0]) == sorted(lists[1])


async def test_a_lane_is_full_while_anything_is_left_to_ask():
    run = await watched(fleet(AT_ONCE + 6))
    requests = sum(map(len, run.rounds))
    assert max(map(len, run.rounds)) <= ARM_WIDTH
    assert len(run.rounds) <= PATH + ceil(requests / ARM_WIDTH)


async def test_a_subscription_does_not_wait_for_a_larger_one():
    alone = await watched(fleet(1, SECOND))
    run = await watched(beside(fleet(2 * AT_ONCE), fleet(1, SECOND)))
    ends = max(n for n, one in enumerate(run.rounds) if any(a.subscription == SECOND for a in one))
    assert ends + 1 == len(alone.rounds)


async def test_a_subscription_that_does_not_answer_holds_up_no_other():
    def held(asked: Asked, number: int) -> bool:
        return asked.subscription == FIRST and asked.is_of("ws-0") and number < 60

    text = beside(fleet(2), fleet(30, SECOND))
    waiting = await watched(text, held)
    second = [n for n, one in enumerate(waiting.rounds) if any(_is_second(a) for a in one)]
    assert second[-1] < 60
    assert len(waiting.snapshot.workspaces) == 32


def _is_second(asked: Asked) -> bool:
    return asked.subscription == SECOND


async def test_the_account_by_source_is_of_every_request():
    run: Watched = await watched(typical())
    requests = run.snapshot.footer.requests
    assert sum(requests.by_source.values()) == requests.arm == sum(map(len, run.rounds))
    assert requests.by_source["jobs"] == 2
    assert requests.by_source["online-deployments"] == 3


async def test_azure_devops_is_read_beside_resource_manager_and_not_after_it():
    met = asyncio.Barrier(2)

    async def reads(what: Any) -> Any:
        await met.wait()
        return what

    assert list(await both(reads("azure"), reads("devops"))) == ["azure", "devops"]
