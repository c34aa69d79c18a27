"""Traces, loops and plans as text for a terminal."""

import textwrap
from collections.abc import Sequence

from aml_maturity_audit.assessment.persons import unmarked
from aml_maturity_audit.assessment.safe import inert
from aml_maturity_audit.guidance.loops import Loop
from aml_maturity_audit.guidance.plan import ATTEST, DO, GRANT, Plan, Step
from aml_maturity_audit.guidance.trace import BROKEN, PRESENT, UNREADABLE, Trace

_WIDTH = 100
_SIGNS = {PRESENT: "✓", BROKEN: "✗", UNREADABLE: "?"}
_KINDS = {GRANT: "Let it be seen", ATTEST: "Vouch for it", DO: "Do it"}


def traces_text(traces: Sequence[Trace]) -> str:
    """One block per deployment, a line per hop."""
    if not traces:
        return "Nothing is in production.\n"
    return "\n".join(_trace(trace) for trace in traces)


def _trace(trace: Trace) -> str:
    lines = [plain(f"{trace.workspace}/{trace.deployment}")]
    for hop in trace.hops:
        lines.append(plain(f"  {_SIGNS[hop.state]} {hop.kind:<12}{hop.name}"))
        lines += _wrapped(hop.because, " " * 16)
        lines += [plain(f"{' ' * 16}grant {action}") for action in hop.missing]
    return "\n".join(lines) + "\n"


def loops_text(loops: Sequence[Loop]) -> str:
    """What followed each breach, in the order of time."""
    lines: list[str] = []
    for loop in loops:
        how = "closed" if loop.closed else "not closed"
        lines += ["", plain(f"Loop in {loop.workspace}, {how}")]
        lines += [
            plain(f"  {moment.time:%Y-%m-%d %H:%M}  {moment.kind:<8}{moment.name}")
            for moment in loop.moments
        ]
    return "\n".join(lines) + "\n" if lines else ""


def plans_text(plans: Sequence[Plan]) -> str:
    """One block per workspace: what to see, to vouch for and to do, each in order."""
    return "\n".join(_plan(plan) for plan in plans) if plans else "No workspace is scored.\n"


def _plan(plan: Plan) -> str:
    level = f"{plan.confirmed}" if plan.confirmed == plan.possible else _between(plan)
    lines = [plain(f"{plan.workspace}: level {level} → level {plan.target}")]
    if not plan.steps:
        lines.append("  Nothing is missing.")
    number = 0
    for kind in (GRANT, ATTEST, DO):
        steps = plan.of_kind(kind)
        if steps:
            lines += ["", f"  {_KINDS[kind]}"]
        for step in steps:
            number += 1
            lines += _step(number, step)
    return "\n".join(lines) + "\n"


def _between(plan: Plan) -> str:
    return f"{plan.confirmed}, possibly {plan.possible}"


def _step(number: int, step: Step) -> list[str]:
    after = f", after {', '.join(step.after)}" if step.after else ""
    return [
        plain(f"  {number:>3}. {step.title}  ({step.criterion}{after})"),
        *_wrapped(step.text, " " * 7),
    ]


def plain(text: str) -> str:
    """Names plain, and nothing that acts on a terminal."""
    return inert(unmarked(text))


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        plain(text), _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
