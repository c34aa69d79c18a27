"""A few threads for what blocks, which never hold up the end of the program.

Python waits at its exit for the threads of its own executors, so that Ctrl-C would have to wait for
a host that does not answer; these are daemons, and whatever they still wait for is let go.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")

_Task = Callable[[], None]


class Pool:
    """At most `width` threads, started as they are needed."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._threads = 0
        self._under_way = 0

    async def run(self, work: Callable[[], T]) -> T:
        """The result of `work`, done in a thread. Raises what it raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def task() -> None:
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001  handed to who waits for it
                _tell(loop, future, future.set_exception, error)
            else:
                _tell(loop, future, future.set_result, result)

        self._under_way += 1
        try:
            self._start_if_needed()
            self._tasks.put(task)
            return await future
        finally:
            self._under_way -= 1

    def close(self) -> None:
        """Let idle threads end; those that still wait for an answer end after it."""
        for _ in range(self._threads):
            self._tasks.put(None)

    def _start_if_needed(self) -> None:
        if self._threads < min(self._under_way, self._width):
            self._threads += 1
            Thread(target=self._work, name="azure-devops", daemon=True).start()

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            task()


def _tell(
    loop: asyncio.AbstractEventLoop,
    future: "asyncio.Future[Any]",
    settle: Callable[[Any], None],
    outcome: object,
) -> None:
    def settled() -> None:
        if not future.done():  # its waiter may have been cancelled
            settle(outcome)

    with suppress(RuntimeError):  # the loop has ended: nobody waits any more
        loop.call_soon_threadsafe(settled)
