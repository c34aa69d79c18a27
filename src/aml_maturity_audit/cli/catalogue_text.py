"""The catalogue and single criteria as text, JSON and Markdown."""

import textwrap
from collections.abc import Callable, Sequence

import msgspec

from aml_maturity_audit.mapping.explain import Explanation, Outcome

_WIDTH = 100


def explanation_text(explanation: Explanation) -> str:
    """A criterion, for reading at a terminal."""
    lines = [f"{explanation.id}: {explanation.title}", "", *_wrapped(explanation.question), ""]
    for statement in explanation.statements:
        where = f"{statement.dimension}, level {statement.level} (edition {statement.edition})"
        lines += _wrapped(f"The model says, {where}: {statement.text}")
    lines += ["", "Rule", *_wrapped(explanation.rule, "  "), "", "Reads"]
    for need in explanation.signals:
        lines.append(f"  {need.signal}: {need.title}")
        lines += [f"    {action}" for action in need.actions]
    if explanation.builds_on:
        lines += ["", f"Builds on {', '.join(explanation.builds_on)}"]
    lines += ["", "What this cannot see", *_wrapped(explanation.blind_spots, "  ")]
    lines += ["", explanation.docs]
    return "\n".join(lines) + "\n"


def outcome_text(outcome: Outcome) -> str:
    """How a criterion came out, for reading after what it is."""
    lines = ["", f"In {outcome.workspace}: {outcome.verdict}", *_wrapped(outcome.because, "  ")]
    lines += [f"  - {each}" for each in outcome.evidence]
    lines += ["", "Readings", *(f"  {each}" for each in outcome.readings)]
    if outcome.remedy:
        lines += ["", "Next", *_wrapped(outcome.remedy, "  ")]
    return "\n".join(lines) + "\n"


def _as_table(catalogue: Sequence[Explanation]) -> str:
    width = max(len(each.id) for each in catalogue)
    return "".join(f"{each.id:<{width}}  {each.title}\n" for each in catalogue)


def _as_json(catalogue: Sequence[Explanation]) -> str:
    document = {"schema": "aml-maturity-audit/criteria/v1", "criteria": catalogue}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _as_markdown(catalogue: Sequence[Explanation]) -> str:
    return "# Criteria\n" + "".join(_section(each) for each in catalogue)


def _section(each: Explanation) -> str:
    said = "".join(
        f"- {s.dimension}, level {s.level} ({s.edition}): {s.text}\n" for s in each.statements
    )
    reads = "".join(
        f"- `{need.signal}`: {need.title}"
        + (f" ({', '.join(f'`{action}`' for action in need.actions)})" if need.actions else "")
        + "\n"
        for need in each.signals
    )
    return (
        f"\n## {each.title}\n\n`{each.id}`: {each.question}\n\n{said or 'A signal; not counted.'}\n"
        f"\n**Rule.** {each.rule}\n\n{reads}\n**What this cannot see.** {each.blind_spots}\n\n"
        f"[Documentation]({each.docs})\n"
    )


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)


CATALOGUE_FORMATS: dict[str, Callable[[Sequence[Explanation]], str]] = {
    "table": _as_table,
    "json": _as_json,
    "markdown": _as_markdown,
}
