"""Work that is the same for each of many things, by as many processes as there are cores."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar, cast

from aml_maturity_audit.errors import ToolFailure

T = TypeVar("T")

_FEW = 100
"""So many things for each process pay for making it."""
_MOST = 8
_CHUNK = 8
_work: Callable[[int], object] | None = None
"""What the processes do: they are made by forking, and find it, with all it knows, in place."""


def each(work: Callable[[int], T], count: int) -> Iterator[T]:
    """`work` of each number below `count`, in order.

    By several processes where they can be had cheaply, and pay; the first is done here, so that
    what all have in common is known to all. Raises what `work` raises, ToolFailure where a process
    was killed.
    """
    gc.freeze()  # what was read stays to the end: nobody need look for rings in it
    pool = _pool_for(count)
    if pool is None:
        yield from map(work, range(count))
        return
    yield work(0)
    yield from _by_processes(pool, work, range(1, count))


def _pool_for(count: int) -> ProcessPoolExecutor | None:
    """As many processes as pay for so many things; None where that is one, or cannot be had."""
    processes = min(_cores(), _MOST, count // _FEW)
    if processes < 2 or not _may_fork():
        return None
    context = multiprocessing.get_context("fork")
    try:
        return ProcessPoolExecutor(processes, context, _leave_interrupting_to_parent)
    except (OSError, ImportError, NotImplementedError):  # a container without /dev/shm
        return None


def _by_processes(
    pool: ProcessPoolExecutor, work: Callable[[int], T], places: range
) -> Iterator[T]:
    global _work  # noqa: PLW0603 - a fork takes it along; an argument would be pickled
    _work = work
    try:
        yield from cast("Iterator[T]", pool.map(_worked, places, chunksize=_CHUNK))
    except BrokenProcessPool as broken:
        raise ToolFailure(
            "A process that judges workspaces was ended from outside.",
            remedy="Give it more memory, or fewer workspaces.",
        ) from broken
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        _work = None


def _worked(at: int) -> object:
    assert _work is not None
    return _work(at)


def _leave_interrupting_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _may_fork() -> bool:
    """A fork is cheap and safe on Linux, while there is one thread."""
    return sys.platform == "linux" and threading.active_count() == 1
