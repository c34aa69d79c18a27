"""Ctrl-C and SIGTERM while reading: everything is unwound in order, then the command says so."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from aml_maturity_audit.cli.terminated import Terminated

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`. Raises KeyboardInterrupt after Ctrl-C and Terminated after SIGTERM."""
    return asyncio.run(_supervised(work))


async def _supervised(work: Coroutine[Any, Any, T]) -> T:
    loop = asyncio.get_running_loop()
    task = loop.create_task(work)
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = True
        task.cancel()

    with suppress(NotImplementedError, RuntimeError):  # no such signal, or not the main thread
        loop.add_signal_handler(signal.SIGTERM, stop)
    try:
        return await task
    except asyncio.CancelledError:
        if stopped:
            raise Terminated from None
        raise
