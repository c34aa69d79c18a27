"""Measures a fleet side by side: MLClient in sequence, MLClient in 16 threads, and ours.

usage: run.py [--n 1,20,200] [--ours 1,20,200,2000] [--jobs 200] [--latency 0.04] [--throttle]
              [--repeat 3] [--walk-most N] [--save FILE]

Everything measured is a process of its own: wall time, CPU and peak memory are its resource usage
as the kernel tells it; requests and bytes are counted by the server. --walk-most bounds the fleet
that MLClient walks more than once; larger ones it walks once.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TOOL = [sys.executable, "-m", "aml_maturity_audit"]
WALK = [sys.executable, str(HERE / "walk_mlclient.py")]
COMPILED = {
    **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "fleet-bench-pycache"),
}
"""Everybody's modules are compiled once, before anything is measured."""
TOLD = ("aml-maturity-audit", "azure-ai-ml", "azure-core", "aiohttp", "msgspec")
CRITICAL_PATH = 6
CPU_BUDGET = 0.040


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

    def __init__(self, workspaces: int, jobs: int) -> None:
        command = [sys.executable, str(HERE / "serve.py"), str(workspaces), str(jobs)]
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
def serving(workspaces: int, jobs: int, latency: float, *, throttle: bool) -> Iterator[Server]:
    server = Server(workspaces, jobs)
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


def start_ups(times: int) -> dict[str, Usage]:
    """What it takes before anything is asked."""
    ours = (
        "import aml_maturity_audit.cli.commands.collect, aml_maturity_audit.azure.door,"
        " aml_maturity_audit.collectors.catalogue as c; c.of_scope('workspace')"
    )
    judging = (
        "import aml_maturity_audit.cli.commands.assess;"
        " from aml_maturity_audit.mapping.catalogue import catalogue; catalogue()"
    )
    python = [sys.executable, "-c"]
    for command in ([*python, ours], [*python, judging], [*TOOL, "audit", "--help"], [*WALK, "0"]):
        measured(command)
    return {
        "import typer": median([*python, "import typer"], times),
        "--version": median([*TOOL, "--version"], times),
        "--help": median([*TOOL, "--help"], times),
        "start of collect": median([*python, ours], times),
        "start of assess": median([*python, judging], times),
        "start of the MLClient script": median([*WALK, "0"], times),
    }


def fleet(n: int, asked: argparse.Namespace) -> dict[str, Usage]:
    """Everything measured of a fleet of n."""
    found: dict[str, Usage] = {}
    with (
        serving(n, asked.jobs, asked.latency, throttle=asked.throttle) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        snapshot, report = f"{folder}/fleet.snapshot", f"{folder}/report.json"
        out = ["--format", "json", "--output", report]
        if n in asked.ours:
            times = asked.repeat if n <= 200 else 1
            collect = ["collect", snapshot, "--no-data-plane"]
            found["ours, collect"] = told(n, "collect", median([*TOOL, *collect], times, server))
            found["ours, assess"] = told(
                n, "assess", median([*TOOL, "assess", snapshot, *out], times)
            )
            audit = ["audit", "--no-data-plane", *out]
            found["ours, audit"] = told(n, "audit", median([*TOOL, *audit], times, server))
            sizes = [Path(each).stat().st_size / 1e6 for each in (snapshot, report)]
            print(f"n={n} snapshot {sizes[0]:.1f} MB, report {sizes[1]:.1f} MB", file=sys.stderr)
        if n in asked.n:
            times = asked.repeat if n <= asked.walk_most else 1
            for name, threads in (("MLClient", 1), ("MLClient, 16 threads", 16)):
                found[name] = told(n, name, median([*WALK, str(threads)], times, server))
    return found


def told(n: int, name: str, usage: Usage) -> Usage:
    print(
        f"n={n} {name}: {usage.wall:.2f} s, CPU {usage.cpu:.2f} s, {usage.peak:.0f} MB,"
        f" {usage.requests} requests ({usage.throttled} throttled), {usage.mbytes:.1f} MB;"
        f" server CPU {usage.server:.2f} s",
        file=sys.stderr,
    )
    return usage


def bound(n: int, asked: argparse.Namespace, requests: float, cpu: float) -> float:
    """The wall time of design.md, section 6, for `cpu` seconds a workspace."""
    subscriptions = -(-n // 25)
    pages = -(-asked.jobs // 100) - 2
    path = (CRITICAL_PATH + max(0, pages)) * asked.latency
    waiting = max(0.0, requests / subscriptions - 250) / 25 if asked.throttle else 0.0
    return 1.25 * max(path, waiting, n * cpu) + 1.5


def numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",") if each]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=numbers, default=[1, 20, 200])
    parser.add_argument("--ours", type=numbers, default=[1, 20, 200, 2000])
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--latency", type=float, default=0.04)
    parser.add_argument("--throttle", action="store_true")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--walk-most", type=int, default=20)
    parser.add_argument("--save", type=Path)
    asked = parser.parse_args()
    starts = start_ups(max(asked.repeat, 3))
    for name, usage in starts.items():
        print(f"{name}: {usage.wall * 1000:.0f} ms, {usage.peak:.0f} MB", file=sys.stderr)
    fleets = {n: fleet(n, asked) for n in sorted({*asked.n, *asked.ours})}
    result = {
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "load": os.getloadavg(),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in TOLD},
        "jobs": asked.jobs, "latency": asked.latency, "throttle": asked.throttle,
        "repeat": asked.repeat,
        "start": {name: asdict(usage) for name, usage in starts.items()},
        "fleets": {
            n: {
                **{name: asdict(usage) for name, usage in found.items()},
                **_bounds(n, asked, found, starts),
            }
            for n, found in fleets.items()
        },
    }  # fmt: skip
    text = json.dumps(result, indent=1)
    if asked.save:
        asked.save.write_text(f"{text}\n", encoding="utf-8")
    else:
        print(text)


def _bounds(
    n: int, asked: argparse.Namespace, found: dict[str, Usage], starts: dict[str, Usage]
) -> dict[str, float]:
    ours = found.get("ours, collect")
    if ours is None:
        return {}
    cpu = (ours.cpu - starts["start of collect"].cpu) / n
    return {
        "cpu per workspace": cpu,
        "bound": bound(n, asked, ours.requests, cpu),
        "bound with the budget's 40 ms": bound(n, asked, ours.requests, CPU_BUDGET),
    }


if __name__ == "__main__":
    main()
