"""README.md: what each file does and how to apply it, in order."""

from collections.abc import Sequence

from aml_maturity_audit.assessment.markdown import plain
from aml_maturity_audit.assessment.persons import unmarked
from aml_maturity_audit.assessment.safe import inert
from aml_maturity_audit.guidance.code.artefact import Artefact, Lacking
from aml_maturity_audit.guidance.plan import DO, Plan

NAME = "README.md"


def readme(plan: Plan, files: Sequence[Artefact], lacking: Sequence[Lacking]) -> str:
    """The text. Names in it are escaped; commands stand as code."""
    parts = [
        f"# {_text(plan.workspace)}: from level {plan.confirmed} to level {plan.target}\n",
        "Nothing here was applied. Read each file, then apply them in this order, from this"
        " directory.\n",
    ]
    parts += [_file(number, one) for number, one in enumerate(files, 1)]
    if not files:
        parts.append("No file could be written.\n")
    if lacking:
        parts.append("## Not written\n")
        parts.append("\n".join(f"- {_text(one.sentence)}" for one in lacking) + "\n")
    parts += _by_hand(plan, files)
    return "\n".join(parts)


def _text(text: str) -> str:
    """A text that stays one, whatever names are in it."""
    return plain(inert(unmarked(text)))


def _file(number: int, one: Artefact) -> str:
    commands = "\n".join(one.apply)
    lines = [
        f"## {number}. {one.name}\n",
        f"{_text(one.does)}\n",
        f"For: {', '.join(one.criteria)}.\n",
        f"```sh\n{commands}\n```\n",
    ]
    if one.mind:
        lines.append("\n".join(f"- {_text(text)}" for text in one.mind) + "\n")
    return "\n".join(lines)


def _by_hand(plan: Plan, files: Sequence[Artefact]) -> list[str]:
    """The steps of the plan that no file is for."""
    written = {name for one in files for name in one.criteria}
    rest = [step for step in plan.steps if step.criterion not in written]
    if not rest:
        return []
    lines = [
        f"- {_text(step.title)} ({step.criterion}{'' if step.kind == DO else ', ' + step.kind})"
        for step in rest
    ]
    return ["## Steps of the plan without a file\n", "\n".join(lines) + "\n"]
