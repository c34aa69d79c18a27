"""Threads for what blocks."""

import asyncio
import threading

import pytest

from aml_maturity_audit.azure.devops.pool import Pool


async def test_results_and_errors_come_back():
    pool = Pool(2)
    assert await pool.run(lambda: 7) == 7
    with pytest.raises(LookupError, match="gone"):
        await pool.run(lambda: (_ for _ in ()).throw(LookupError("gone")))
    pool.close()


async def test_no_more_than_its_width_at_a_time():
    pool, together, most = Pool(3), 0, 0
    lock, full = threading.Lock(), threading.Barrier(3, timeout=10)

    def work() -> None:
        nonlocal together, most
        with lock:
            together += 1
            most = max(most, together)
        full.wait()
        with lock:
            together -= 1

    await asyncio.gather(*(pool.run(work) for _ in range(9)))
    assert most == 3
    pool.close()


async def test_who_waits_can_leave_and_the_thread_is_a_daemon():
    pool, release, seen = Pool(1), threading.Event(), []

    def work() -> None:
        seen.append(threading.current_thread())
        release.wait(10)

    waiting = asyncio.ensure_future(pool.run(work))
    while not seen:
        await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    release.set()
    assert await pool.run(lambda: "next") == "next"
    assert seen[0].daemon
    pool.close()


def test_an_answer_after_the_loop_has_ended_is_let_go():
    pool, release, threads = Pool(1), threading.Event(), []

    def work() -> None:
        threads.append(threading.current_thread())
        release.wait(10)

    async def leave() -> None:
        waiting = asyncio.ensure_future(pool.run(work))
        while not threads:
            await asyncio.sleep(0)
        waiting.cancel()

    asyncio.run(leave())
    release.set()
    pool.close()
    threads[0].join(10)
    assert not threads[0].is_alive()
