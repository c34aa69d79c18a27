"""Running things at the same time, where one that fails ends the others."""

import asyncio
from collections.abc import Awaitable, Iterable


async def together(*awaitables: Awaitable[None]) -> None:
    """All of them, concurrently. The first error ends the rest and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            for awaitable in awaitables:
                group.create_task(_run(awaitable))
    except BaseExceptionGroup as failures:
        raise _first(failures) from None


async def limited(awaitables: Iterable[Awaitable[None]], limit: int) -> None:
    """All of them, at most `limit` at a time."""
    places = asyncio.Semaphore(limit)

    async def placed(awaitable: Awaitable[None]) -> None:
        async with places:
            await awaitable

    await together(*(placed(awaitable) for awaitable in awaitables))


async def _run(awaitable: Awaitable[None]) -> None:
    await awaitable


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    failure: BaseException = failures
    while isinstance(failure, BaseExceptionGroup):
        failure = failure.exceptions[0]
    return failure
