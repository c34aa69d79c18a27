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
