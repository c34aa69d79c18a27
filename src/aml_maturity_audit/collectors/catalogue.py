"""The collectors there are, found by walking `sources`, with the order that their needs impose.

Everything is checked at load: a signal with two sources, a source that waits for a signal nobody
yields, a cycle, or a chain that makes a workspace slower than the budget is a bug of ours.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from aml_maturity_audit.collectors import sources
from aml_maturity_audit.collectors.base import Collector

MAX_CHAIN = 6
"""Round trips on the critical path of a workspace (design.md, section 6): from its endpoints over
deployments, model versions, their jobs and components to environments. A model that was promoted
through a registry takes one more, to its origin."""


@cache
def all_collectors() -> tuple[Collector[Any], ...]:
    """Every collector, by signal name. Raises ValueError where they do not fit together."""
    found = sorted(_walk(), key=lambda collector: collector.yields.name)
    check(found)
    return tuple(found)


def of_scope(scope: str) -> tuple[Collector[Any], ...]:
    """The collectors of workspaces, or those of subscriptions."""
    return tuple(one for one in all_collectors() if one.yields.scope == scope)


def check(collectors: Iterable[Collector[Any]]) -> None:
    """Raises ValueError for a signal with two sources, an unmet need, a cycle or a long chain."""
    by_name: dict[str, Collector[Any]] = {}
    for collector in collectors:
        if collector.yields.name in by_name:
            raise ValueError(f"two collectors yield {collector.yields.name}")
        by_name[collector.yields.name] = collector
    for name in by_name:
        length = chain(name, by_name)
        if length > MAX_CHAIN:
            raise ValueError(f"{name} takes {length} round trips, of {MAX_CHAIN} allowed")


def chain(name: str, by_name: Mapping[str, Collector[Any]], path: tuple[str, ...] = ()) -> int:
    """How many sources are read one after another until `name` is."""
    if name in path:
        raise ValueError(f"collectors wait for each other: {' -> '.join((*path, name))}")
    collector = by_name.get(name)
    if collector is None:
        raise ValueError(f"nothing yields {name}, which {path[-1]} waits for")
    waits = [key for key in collector.after if key.scope == collector.yields.scope]
    deepest = max((chain(key.name, by_name, (*path, name)) for key in waits), default=0)
    return deepest + collector.trips


def _walk() -> Iterator[Collector[Any]]:
    for info in pkgutil.iter_modules(sources.__path__, f"{sources.__name__}."):
        module = importlib.import_module(info.name)
        own = getattr(module, "COLLECTORS", None) or (module.COLLECTOR,)
        yield from own
