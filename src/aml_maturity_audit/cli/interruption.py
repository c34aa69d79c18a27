"""Ctrl-C and SIGTERM while reading: everything is unwound in order, then the command says so."""

import asyncio
import signal
import warnings
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
    reasons: list[type[BaseException]] = []

    def stop(reason: type[BaseException]) -> None:
        reasons.append(reason)
        # What had not begun is dropped; Python would warn of each piece of it.
        warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
        task.cancel()

    for number, reason in ((signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, Terminated)):
        with suppress(NotImplementedError, RuntimeError):  # Windows, or not the main thread
            loop.add_signal_handler(number, stop, reason)
    try:
        return await task
    except asyncio.CancelledError:
        if reasons:
            raise reasons[0] from None
        raise
