"""Measures fleets side by side: MLClient in sequence, MLClient in 16 threads, and ours.

usage: run.py [--walk 1,20,200] [--ours 1,20,20x1000,20x1000u,200,2000,2000x500]
              [--latency 0.04] [--throttle] [--repeat 3] [--most N] [--save FILE]

Sizes are workspaces, or workspaces x jobs of each; `u` makes no two jobs alike. Fleets of more
than --most workspaces are walked once, and of more than ten times as many read once; `assess` is
always measured --repeat times. What each took is said on stderr as it ends.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from measuring import HERE, Size, Usage, measured, median, serving

TOOL = [sys.executable, "-m", "aml_maturity_audit"]
WALK = [sys.executable, str(HERE / "walk_mlclient.py")]
TOLD = ("aml-maturity-audit", "azure-ai-ml", "azure-core", "aiohttp", "msgspec")
OURS = "1,20,20x1000,20x1000u,200,2000,2000x500"
STARTING = [
    sys.executable,
    "-c",
    "from aml_maturity_audit.cli.app import root; root().commands['collect'];"
    " from aml_maturity_audit.collectors.catalogue import of_scope; of_scope('workspace')",
]
"""What `collect` takes before it asks anything."""
CRITICAL_PATH = 6
CPU_BUDGET = 0.040


def start_ups(times: int) -> dict[str, Usage]:
    """What it takes before anything is asked."""
    judging = (
        "from aml_maturity_audit.cli.app import root; root().commands['assess'];"
        " from aml_maturity_audit.mapping.catalogue import catalogue; catalogue()"
    )
    python = [sys.executable, "-c"]
    for command in (STARTING, [*python, judging], [*TOOL, "audit", "--help"], [*WALK, "0"]):
        measured(command)
    return {
        "import typer": median([*python, "import typer"], times),
        "--version": median([*TOOL, "--version"], times),
        "--help": median([*TOOL, "--help"], times),
        "start of collect": median(STARTING, times),
        "start of assess": median([*python, judging], times),
        "start of the MLClient script": median([*WALK, "0"], times),
    }


def fleet(size: Size, asked: argparse.Namespace) -> dict[str, Usage]:
    """Everything measured of a fleet."""
    found: dict[str, Usage] = {}
    times = asked.repeat if size.workspaces <= asked.most else 1
    ours = asked.repeat if size.workspaces <= 10 * asked.most else 1
    with (
        serving(size, asked.latency, throttle=asked.throttle) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        snapshot, report = f"{folder}/fleet.snapshot", f"{folder}/report.json"
        out = ["--format", "json", "--output", report]
        if size in asked.ours:
            collect = ["collect", snapshot, "--no-data-plane"]
            audit = ["audit", "--no-data-plane", *out]
            for name, command, served, often in (
                ("ours, collect", collect, server, ours),
                ("ours, assess", ["assess", snapshot, *out], None, asked.repeat),
                ("ours, audit", audit, server, ours),
            ):
                found[name] = told(size, name, median([*TOOL, *command], often, served))
            sizes = [Path(each).stat().st_size / 1e6 for each in (snapshot, report)]
            print(f"{size}: snapshot {sizes[0]:.1f} MB, report {sizes[1]:.1f} MB", file=sys.stderr)
        if size in asked.walk:
            for name, threads in (("MLClient", 1), ("MLClient, 16 threads", 16)):
                walk = median([*WALK, str(threads)], times, server)
                found[name] = told(size, name, walk)
    return found


def told(size: Size, name: str, usage: Usage) -> Usage:
    share = usage.server / (usage.server + usage.cpu)
    print(
        f"{size}: {name}: {usage.wall:.2f} s, CPU {usage.cpu:.2f} s, {usage.peak:.0f} MB,"
        f" {usage.requests:.0f} requests ({usage.throttled:.0f} throttled), {usage.mbytes:.1f} MB;"
        f" server CPU {usage.server:.2f} s, {share:.0%} of all; load {os.getloadavg()[0]:.1f}",
        file=sys.stderr,
    )
    return usage


def bound(size: Size, asked: argparse.Namespace, requests: float, cpu: float) -> float:
    """The wall time of design.md, section 6, for `cpu` seconds a workspace."""
    subscriptions = -(-size.workspaces // 25)
    pages = -(-size.jobs // 100) - 2
    path = (CRITICAL_PATH + max(0, pages)) * asked.latency
    waiting = max(0.0, requests / subscriptions - 250) / 25 if asked.throttle else 0.0
    return 1.25 * max(path, waiting, size.workspaces * cpu) + 1.5


def sizes(text: str) -> list[Size]:
    return [Size.read(each) for each in text.split(",") if each]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--walk", type=sizes, default=sizes("1,20,200"))
    parser.add_argument("--ours", type=sizes, default=sizes(OURS))
    parser.add_argument("--latency", type=float, default=0.04)
    parser.add_argument("--throttle", action="store_true")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--most", type=int, default=20)
    parser.add_argument("--save", type=Path)
    asked = parser.parse_args()
    loads = [os.getloadavg()[0]]
    starts = start_ups(max(asked.repeat, 3))
    for name, usage in starts.items():
        print(f"{name}: CPU {usage.cpu * 1000:.0f} ms, {usage.peak:.0f} MB", file=sys.stderr)
    fleets = []
    for size in sorted({*asked.walk, *asked.ours}, key=lambda one: (one.workspaces, str(one))):
        found = fleet(size, asked)
        loads.append(os.getloadavg()[0])
        fleets.append(
            {
                **asdict(size),
                "measured": {name: asdict(usage) for name, usage in found.items()},
                "bounds": _bounds(size, asked, found, starts),
            }
        )
    result = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": machine(),
        "loads": [min(loads), max(loads)],
        "versions": {"python": platform.python_version()} | {name: version(name) for name in TOLD},
        "latency": asked.latency,
        "throttle": asked.throttle,
        "repeat": asked.repeat,
        "most": asked.most,
        "start": {name: asdict(usage) for name, usage in starts.items()},
        "fleets": fleets,
    }
    text = json.dumps(result, indent=1)
    if asked.save:
        asked.save.write_text(f"{text}\n", encoding="utf-8")
    else:
        print(text)


def machine() -> str:
    """Cores, kind and, where the kernel tells it, the processor."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        told = []
    models = {line.partition(":")[2].strip() for line in told if line.startswith("model name")}
    kind = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    return ", ".join([kind, *sorted(models)])


def _bounds(
    size: Size, asked: argparse.Namespace, found: dict[str, Usage], starts: dict[str, Usage]
) -> dict[str, Any]:
    ours = found.get("ours, collect")
    if ours is None:
        return {}
    cpu = (ours.cpu - starts["start of collect"].cpu) / size.workspaces
    return {
        "cpu per workspace": cpu,
        "bound": bound(size, asked, ours.requests, cpu),
        "bound with the budget's 40 ms": bound(size, asked, ours.requests, CPU_BUDGET),
    }


if __name__ == "__main__":
    main()
