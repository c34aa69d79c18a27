"""The collectors there are, and what holds of all of them."""

import importlib
import pkgutil
from typing import Any

import pytest

from aml_maturity_audit import signals
from aml_maturity_audit.collectors import sources
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.catalogue import MAX_CHAIN, all_collectors, chain, check
from aml_maturity_audit.signals.reading import Observed, SignalKey


def all_keys() -> dict[str, SignalKey[Any]]:
    modules = pkgutil.iter_modules(signals.__path__, f"{signals.__name__}.")
    known = [vars(importlib.import_module(info.name)).values() for info in modules]
    return {one.name: one for values in known for one in values if isinstance(one, SignalKey)}


def test_every_signal_of_a_workspace_or_subscription_has_exactly_one_collector() -> None:
    wanted = [key.name for key in all_keys().values() if key.scope in {"workspace", "subscription"}]
    assert sorted(wanted) == [one.yields.name for one in all_collectors()]


def test_every_file_of_a_source_bears_the_name_of_its_signal() -> None:
    files = {info.name for info in pkgutil.iter_modules(sources.__path__)}
    assert files == {one.yields.name.replace("-", "_") for one in all_collectors()}


@pytest.mark.parametrize("collector", all_collectors(), ids=lambda one: one.yields.name)
def test_every_collector_names_what_it_needs(collector: Collector[Any]) -> None:
    assert collector.needs
    assert set(collector.yields.actions) <= set(collector.needs)
    assert set(collector.filtered) <= set(collector.needs)
    assert all(action.endswith("/read") for action in collector.needs)


@pytest.mark.parametrize("collector", all_collectors(), ids=lambda one: one.yields.name)
def test_a_list_over_a_subscription_says_whether_it_is_filtered(collector: Collector[Any]) -> None:
    whole = {"permissions", "activity-log", "registry-models"}
    """Refused as a whole rather than filtered; models are gaps of their registry."""
    of_subscription = collector.yields.scope == "subscription"
    assert bool(collector.filtered) is (of_subscription and collector.yields.name not in whole)


async def nothing(_: object) -> Observed[tuple[()]]:
    return Observed(value=())


def made(name: str, *after: str, trips: int = 1) -> Collector[Any]:
    return Collector(
        yields=SignalKey(name, tuple, scope="workspace", title=name),
        needs=("x/read",),
        fetch=nothing,
        after=tuple(SignalKey(one, tuple, scope="workspace", title=one) for one in after),
        trips=trips,
    )


def test_two_sources_of_one_signal_do_not_load() -> None:
    with pytest.raises(ValueError, match="two collectors"):
        check([made("a"), made("a")])


def test_a_circle_does_not_load() -> None:
    with pytest.raises(ValueError, match="a -> b -> a"):
        check([made("a", "b"), made("b", "a")])


def test_a_need_that_nobody_fills_does_not_load() -> None:
    with pytest.raises(ValueError, match="nothing yields b"):
        check([made("a", "b")])


def test_a_chain_that_is_too_long_does_not_load() -> None:
    links = [made(str(n), *([str(n - 1)] if n else [])) for n in range(MAX_CHAIN)]
    check(links)
    with pytest.raises(ValueError, match="round trips"):
        check([*links, made("last", str(MAX_CHAIN - 1))])


def test_the_critical_path_of_a_workspace() -> None:
    by_name = {one.yields.name: one for one in all_collectors()}
    longest = max(by_name, key=lambda name: chain(name, by_name))
    assert (longest, chain(longest, by_name)) == ("environments", 6)
