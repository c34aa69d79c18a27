"""Writes what run.py saved into the README beside it, between its marks.

usage: tables.py RESULTS.json README.md
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OPENS, CLOSES = "<!-- results: tables.py -->", "<!-- /results -->"
ORDER = ("MLClient", "MLClient, 16 threads", "ours, collect", "ours, assess", "ours, audit")
BASE = "import typer"
Results = dict[str, Any]


def main() -> None:
    results = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    readme = Path(sys.argv[2])
    text = readme.read_text(encoding="utf-8")
    before, after = text.split(OPENS)[0], text.split(CLOSES)[1]
    parts = (conditions(results), fleets(results), start(results), ratios(results), held(results))
    middle = "\n\n".join("\n".join(part) for part in parts)
    readme.write_text(f"{before}{OPENS}\n\n{middle}\n\n{CLOSES}{after}", encoding="utf-8")


def conditions(results: Results) -> Iterator[str]:
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    low, high = results["loads"]
    yield f"{results['date']}; {results['machine']}; {versions}."
    yield (
        f"Latency {results['latency'] * 1000:.0f} ms, throttling"
        f" {'on' if results['throttle'] else 'off'}; medians of {results['repeat']} runs, but"
        f" fleets of more than {results['most']} workspaces were walked once, of more than"
        f" {10 * results['most']} read once. Load average {low:.1f} to {high:.1f}."
    )


def fleets(results: Results) -> Iterator[str]:
    yield "| fleet | what | wall s | CPU s | peak MB | requests | MB received | server's CPU s |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|"
    for fleet in results["fleets"]:
        for name in ORDER:
            if usage := fleet["measured"].get(name):
                asked = f"{usage['requests']:,.0f} | {usage['mbytes']:,.1f} | {usage['server']:.2f}"
                yield (
                    f"| {called(fleet)} | {name} | {usage['wall']:,.2f} | {usage['cpu']:,.2f} |"
                    f" {usage['peak']:,.0f} | {asked if usage['requests'] else ' | | '} |"
                )


def start(results: Results) -> Iterator[str]:
    yield "| before anything is asked | CPU ms | peak MB |"
    yield "|---|--:|--:|"
    for name, usage in results["start"].items():
        yield f"| {name} | {usage['cpu'] * 1000:.0f} | {usage['peak']:.0f} |"


def ratios(results: Results) -> Iterator[str]:
    yield "| fleet | beside | wall | CPU | CPU, start-up taken off |"
    yield "|---|---|--:|--:|--:|"
    ours_start = results["start"]["start of collect"]["cpu"]
    their_start = results["start"]["start of the MLClient script"]["cpu"]
    for fleet in results["fleets"]:
        ours = fleet["measured"].get("ours, collect")
        for name in ORDER[:2]:
            theirs = fleet["measured"].get(name)
            if ours and theirs:
                net = (theirs["cpu"] - their_start) / max(1e-6, ours["cpu"] - ours_start)
                yield (
                    f"| {called(fleet)} | {name} | {theirs['wall'] / ours['wall']:.1f} × |"
                    f" {theirs['cpu'] / ours['cpu']:.1f} × | {net:.1f} × |"
                )


def held(results: Results) -> Iterator[str]:
    yield "| budget (design: wall time, CPU, memory) | measured | |"
    yield "|---|---|---|"
    for budget, measured, within in (*of_start(results), *of_fleets(results)):
        yield f"| {budget} | {measured} | {'held' if within else 'missed'} |"


def of_start(results: Results) -> Iterator[tuple[str, str, bool]]:
    base = results["start"][BASE]["cpu"]
    for name, most in (("--version", 1.5), ("--help", 3.0)):
        share = results["start"][name]["cpu"] / base
        yield f"`{name}` within {most:g} × `{BASE}`", f"{share:.2f} ×", share <= most


def of_fleets(results: Results) -> Iterator[tuple[str, str, bool]]:
    for fleet in results["fleets"]:
        size = called(fleet)
        ours = fleet["measured"].get("ours, collect")
        if ours is None:
            continue
        n = fleet["workspaces"]
        if n > 1 and fleet["jobs"] == 200:
            each, cpu = ours["requests"] / n, fleet["bounds"]["cpu per workspace"] * 1000
            yield f"≤ 34 requests a workspace, n = {size}", f"{each:.1f}", each <= 34
            yield f"≤ 40 ms CPU a workspace, n = {size}", f"{cpu:.1f} ms", cpu <= 40
            yield from of_walk(size, fleet["measured"], ours)
        if fleet["jobs"] <= 200:
            most = fleet["bounds"]["bound"]
            wall = f"{ours['wall']:.2f} s of {most:.2f} s"
            yield f"wall time of the bound, n = {size}", wall, ours["wall"] <= most
        if n >= 2000:
            yield from of_memory(size, fleet["measured"])


def of_walk(size: str, measured: Results, ours: Results) -> Iterator[tuple[str, str, bool]]:
    theirs = measured.get("MLClient")
    if theirs and size == "200":
        wall, cpu = theirs["wall"] / ours["wall"], theirs["cpu"] / ours["cpu"]
        yield "≥ 20 × less wall time than MLClient, n = 200", f"{wall:.1f} ×", wall >= 20
        yield "≥ 8 × less CPU than MLClient, n = 200", f"{cpu:.1f} ×", cpu >= 8


def of_memory(size: str, measured: Results) -> Iterator[tuple[str, str, bool]]:
    for name in ("ours, collect", "ours, assess"):
        if name in measured:
            peak = measured[name]["peak"]
            yield f"≤ 250 MB, {name.removeprefix('ours, ')}, {size}", f"{peak:.0f} MB", peak <= 250
    if "ours, assess" in measured:
        wall = measured["ours, assess"]["wall"]
        yield f"`assess` in ≤ 5 s, {size}", f"{wall:.1f} s", wall <= 5


def called(fleet: Results) -> str:
    if (fleet["jobs"], fleet["unlike"]) == (200, False):
        return f"{fleet['workspaces']}"
    unlike = ", no two alike" if fleet["unlike"] else ""
    return f"{fleet['workspaces']} with {fleet['jobs']:,} jobs each{unlike}"


if __name__ == "__main__":
    main()
