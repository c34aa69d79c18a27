"""Running things at the same time, where one that fails ends the others."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")

Work = Coroutine[Any, Any, None]


async def together(*works: Work) -> None:
    """All of them, concurrently. The first error ends the rest and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(work)
    except BaseExceptionGroup as failures:
        raise _first(failures) from None


async def limited(work: Callable[[T], Work], items: Iterable[T], limit: int) -> None:
    """`work` on every item, on at most `limit` at a time."""
    await fairly(work, items, lambda _: "", limit)


async def fairly(
    work: Callable[[T], Work], items: Iterable[T], group_of: Callable[[T], str], limit: int
) -> None:
    """`work` on every item, on at most `limit` at a time; no group keeps another one waiting.

    Whenever a place is free, it goes to the group that has the fewest under way: one that is slow
    (a throttled subscription) holds its share of the places and no more.
    """
    waiting: dict[str, deque[T]] = {}
    for item in items:
        waiting.setdefault(group_of(item), deque()).append(item)
    under_way = dict.fromkeys(waiting, 0)

    async def place() -> None:
        while waiting:
            group = min(waiting, key=lambda name: under_way[name])
            item = waiting[group].popleft()
            if not waiting[group]:
                del waiting[group]
            under_way[group] += 1
            try:
                await work(item)
            finally:
                under_way[group] -= 1

    places = min(limit, sum(map(len, waiting.values())))
    await together(*(place() for _ in range(places)))


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    failure: BaseException = failures
    while isinstance(failure, BaseExceptionGroup):
        failure = failure.exceptions[0]
    return failure
