"""Workspaces named by a variable that is one of several literals: one mention for each."""

import re
from collections.abc import Iterator, Mapping, Sequence

from aml_maturity_audit.pipelines.commands.meaning import Named
from aml_maturity_audit.pipelines.shell import Word

_MACRO = re.compile(r"\$\(([\w.-]+)\)")


def each_choice(named: Sequence[Named], choices: Mapping[str, tuple[str, ...]]) -> Iterator[Named]:
    """The workspaces named, a variable with several values once for each of them.

    `choices` comes from branches of a `${{ if }}` that only the run decides, as a development and a
    production set of variables.
    """
    for item in named:
        values = _values(item.workspace, choices)
        if not values:
            yield item
        groups = _values(item.resource_group, choices)
        for index, value in enumerate(values):
            group = item.resource_group
            if groups:
                group = Word(groups[index]) if len(groups) == len(values) else None
            yield Named(Word(value), group, item.subscription)


def _values(word: Word | None, choices: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    match = _MACRO.fullmatch(word.value.strip()) if word is not None else None
    return choices.get(match.group(1).casefold(), ()) if match else ()


def settled_choices(name: str, variables: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The values of a variable with the variables in them filled in; empty where one is not known.

    Variables with equally many values come from the same branches, so they go together.
    """
    values = variables[name]
    found = []
    for index, value in enumerate(values):

        def put(match: re.Match[str], index: int = index) -> str:
            inner = variables.get(match.group(1).casefold(), ())
            if len(inner) == 1:
                return inner[0]
            return inner[index] if len(inner) == len(values) else match.group()

        filled = value
        for _ in range(3):
            filled = _MACRO.sub(put, filled)[:200]
        found.append(filled)
    return () if any("$" in value for value in found) else tuple(found)
