"""Which source line each line of a YAML scalar was written on."""

import yaml

from aml_maturity_audit.pipelines.texts import Origin, Text


def scalar_text(event: yaml.ScalarEvent, file: str, rows: list[str]) -> Text:
    """The scalar's text with the origin of each of its lines.

    A literal block starts one line below its `|`; in folded, quoted and plain scalars a line of the
    value is made of several source lines, and counts as written on the first of them.
    """
    first = (event.start_mark.line if event.start_mark else 0) + 1
    last = max(len(rows), 1)
    value = event.value
    if event.style == "|":
        lines = value.split("\n")
        return Text(
            tuple((line, Origin(file, min(first + 1 + i, last))) for i, line in enumerate(lines))
        )
    if "\n" not in value and event.style != ">":
        return Text(((value, Origin(file, min(first, last))),))
    end = event.end_mark.line + 1 if event.end_mark else last
    return _searched(value, file, rows[:end], first + (event.style == ">"))


def _searched(value: str, file: str, rows: list[str], start: int) -> Text:
    """Each line of the value placed on the next source line that begins it."""
    last = max(len(rows), 1)
    cursor = min(start, last)
    placed = []
    for line in value.split("\n"):
        wanted = line.strip()
        if wanted:
            cursor = _next_row(wanted, rows, cursor)
        placed.append((line, Origin(file, cursor)))
        if wanted:
            cursor = min(cursor + 1, last)
    return Text(tuple(placed))


def _next_row(wanted: str, rows: list[str], cursor: int) -> int:
    for number in range(cursor, min(cursor + 60, len(rows)) + 1):
        row = rows[number - 1].strip().strip("'\"")
        if row and (wanted.startswith(row) or row.endswith(wanted)):
            return number
    return cursor
