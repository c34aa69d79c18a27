"""Measures what a further job takes, by turns: fleets one after another, many times over.

usage: by_turns.py [ROUNDS]

A machine that others use is now faster and now slower, by more than what is measured here. What
runs within seconds of each other is compared: the medians of the differences, and beside them the
difference of the quickest runs. Beside ours the same jobs are read and thrown away
(`bare_read.py`): what the way over TLS takes alone.
"""

import statistics
import sys
import tempfile
from contextlib import ExitStack

from measuring import HERE, Server, Size, measured, serving
from run import STARTING, TOOL

FEW = Size.read("20")
FLEETS = (FEW, Size.read("20x3000"), Size.read("20x3000u"))
Runs = dict[str, list[float]]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    ours: Runs = {name: [] for name in ("start", *map(str, FLEETS))}
    bare: Runs = {str(size): [] for size in FLEETS}
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        servers = [stack.enter_context(serving(size, 0.04, throttle=False)) for size in FLEETS]
        for _ in range(rounds):
            ours["start"].append(measured(STARTING).cpu)
            for size, server in zip(FLEETS, servers, strict=True):
                ours[str(size)].append(measured(_collect(folder), server).cpu)
                bare[str(size)].append(_bare(size, server))
    print(f"| CPU ({rounds} rounds) | median | least | budget |")
    print("|---|--:|--:|--:|")
    few = str(FEW)
    print(_row("a workspace, n = 20, ms", ours[few], ours["start"], FEW.workspaces / 1e3, "40"))
    for size in FLEETS[1:]:
        share = size.workspaces * (size.jobs - FEW.jobs) / 1e6
        alike = ", no two alike" if size.unlike else ""
        print(_row(f"a further job{alike}, µs", ours[str(size)], ours[few], share, "15"))
        print(_row("the same, only read, µs", bare[str(size)], bare[few], share, ""))


def _collect(folder: str) -> list[str]:
    return [*TOOL, "collect", f"{folder}/fleet.snapshot", "--no-data-plane"]


def _bare(size: Size, server: Server) -> float:
    return measured([sys.executable, str(HERE / "bare_read.py"), str(size.workspaces)], server).cpu


def _row(what: str, more: list[float], less: list[float], share: float, most: str) -> str:
    median = statistics.median(a - b for a, b in zip(more, less, strict=True)) / share
    return f"| {what} | {median:.1f} | {(min(more) - min(less)) / share:.1f} | {most} |"


if __name__ == "__main__":
    main()
