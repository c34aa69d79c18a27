"""Running things at the same time, where one that fails ends the others."""

import asyncio
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
    places = asyncio.Semaphore(limit)

    async def placed(item: T) -> None:
        async with places:
            await work(item)

    await together(*(placed(item) for item in items))


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    failure: BaseException = failures
    while isinstance(failure, BaseExceptionGroup):
        failure = failure.exceptions[0]
    return failure
