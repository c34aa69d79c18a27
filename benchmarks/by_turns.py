"""Measures what a further job takes, by turns: small fleets one after another, many times over.

usage: by_turns.py [ROUNDS]

A machine that others use is now faster and now slower, by more than what is measured here. What
runs within seconds of each other is compared: the medians of the differences.
"""

import statistics
import sys
import tempfile
from contextlib import ExitStack

from measuring import Size, measured, serving
from run import STARTING, TOOL

FLEETS = ("20", "20x1000", "20x1000u")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    taken: dict[str, list[float]] = {name: [] for name in ("start", *FLEETS)}
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        servers = {
            name: stack.enter_context(serving(Size.read(name), 0.04, throttle=False))
            for name in FLEETS
        }
        collect = [*TOOL, "collect", f"{folder}/fleet.snapshot", "--no-data-plane"]
        for _ in range(rounds):
            taken["start"].append(measured(STARTING).cpu)
            for name, server in servers.items():
                taken[name].append(measured(collect, server).cpu)
    few = taken["20"]
    told = {"ms a workspace": _difference(few, taken["start"], 20 / 1000)}
    for name in FLEETS[1:]:
        told[f"µs a further job, {name}"] = _difference(taken[name], few, 20 * 800 / 1e6)
    for what, number in told.items():
        print(f"{number:.1f} {what} ({rounds} rounds)")


def _difference(more: list[float], less: list[float], share: float) -> float:
    return statistics.median((a - b) / share for a, b in zip(more, less, strict=True))


if __name__ == "__main__":
    main()
