"""Running something and knowing what it took: processes beside the fleet's server.

Everything measured is a process of its own: wall time, CPU and peak memory are its resource usage
as the kernel tells it; requests and bytes are counted by the server.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COMPILED = {
    **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "fleet-bench-pycache"),
}
"""Everybody's modules are compiled once, before anything is measured."""


@dataclass(frozen=True)
class Size:
    """Of a fleet: written `20`, `20x1000` (jobs a workspace) or `20x1000u` (no two jobs alike)."""

    workspaces: int
    jobs: int = 200
    unlike: bool = False

    @classmethod
    def read(cls, text: str) -> "Size":
        workspaces, _, jobs = text.removesuffix("u").partition("x")
        return cls(int(workspaces), int(jobs or cls.jobs), text.endswith("u"))

    def __str__(self) -> str:
        jobs = "" if (self.jobs, self.unlike) == (Size.jobs, False) else f"x{self.jobs}"
        return f"{self.workspaces}{jobs}{'u' if self.unlike else ''}"


@dataclass
class Usage:
    """Of one process."""

    wall: float
    cpu: float
    peak: float
    """MB."""
    requests: int = 0
    mbytes: float = 0.0
    throttled: int = 0
    server: float = 0.0
    """CPU seconds of the server in the meantime."""


class Server:
    """The fleet's server, in a process of its own."""

    def __init__(self, size: Size) -> None:
        command = [sys.executable, str(HERE / "serve.py"), str(size.workspaces), str(size.jobs)]
        command += ["unlike"] if size.unlike else []
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.environment: dict[str, str] = json.loads(self._line())

    def order(self, text: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{text}\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._line())
        return answer

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def stop(self) -> None:
        self._process.communicate()


@contextmanager
def serving(size: Size, latency: float, *, throttle: bool) -> Iterator[Server]:
    server = Server(size)
    server.order(f"latency {latency}")
    server.order(f"throttle {'on' if throttle else 'off'}")
    try:
        yield server
    finally:
        server.stop()


def measured(command: Sequence[str], server: Server | None = None) -> Usage:
    """One run of a command. Raises where it fails."""
    if server:
        server.order("reset")
    environ = {**COMPILED, **(server.environment if server else {})}
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, env=environ, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{command} failed: {said.read().decode()[-3000:]}")
    usage = Usage(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
    if server:
        account = server.order("account")
        usage.requests, usage.throttled = account["requests"], account["throttled"]
        usage.mbytes, usage.server = account["bytes"] / 1e6, account["cpu"]
    return usage


def median(command: Sequence[str], times: int, server: Server | None = None) -> Usage:
    """The medians of several runs, number by number."""
    runs = [asdict(measured(command, server)) for _ in range(times)]
    return Usage(**{name: statistics.median(run[name] for run in runs) for name in runs[0]})
