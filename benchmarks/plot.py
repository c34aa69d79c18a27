"""Draws CPU against the number of workspaces, from what run.py saved, as an SVG without libraries.

usage: plot.py RESULTS.json OUT.svg
"""

import json
import math
import sys
from pathlib import Path

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 420, 70, 50, 40
COLOURS = {
    "MLClient": "#b5482a",
    "MLClient, 16 threads": "#d99a2b",
    "ours, collect": "#20639b",
    "ours, assess": "#3caea3",
}


def main() -> None:
    fleets = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["fleets"]
    series = {
        name: [
            (fleet["workspaces"], fleet["measured"][name]["cpu"])
            for fleet in fleets
            if name in fleet["measured"] and (fleet["jobs"], fleet["unlike"]) == (200, False)
        ]
        for name in COLOURS
    }
    sizes = [n for points in series.values() for n, _ in points]
    values = [value for points in series.values() for _, value in points]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    most = math.log10(max(sizes)) or 1.0

    def x(n: float) -> float:
        return LEFT + math.log10(n) / most * (WIDTH - LEFT - 180)

    def y(value: float) -> float:
        share = (math.log10(value) - low) / (high - low)
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="20" font-size="14">CPU seconds by workspaces (both log)</text>',
    ]
    for power in range(low, high + 1):
        at = y(10.0**power)
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - 180}" y1="{at:.0f}" y2="{at:.0f}" stroke="#ddd"/>'
            f'<text x="{LEFT - 8}" y="{at + 4:.0f}" text-anchor="end">{10.0**power:g} s</text>'
        )
    parts += [
        f'<text x="{x(n):.0f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{n:,}</text>'
        for n in sorted(set(sizes))
    ]
    for name, points in series.items():
        if points:
            path = " ".join(f"{x(n):.1f},{y(value):.1f}" for n, value in points)
            end = points[-1]
            parts.append(
                f'<polyline points="{path}" fill="none" stroke="{COLOURS[name]}"'
                f' stroke-width="2"/><text x="{x(end[0]) + 8:.0f}" y="{y(end[1]) + 4:.0f}"'
                f' fill="{COLOURS[name]}">{name}</text>'
            )
    Path(sys.argv[2]).write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
