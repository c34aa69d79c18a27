"""The answers as one page for a terminal."""

from collections.abc import Iterator
from textwrap import wrap

from aml_maturity_audit.assessment.safe import inert
from aml_maturity_audit.cli.diagnosis.model import BROKEN, GOOD, LIMITED, Access, Compared, Report

_SIGNS = {GOOD: "ok", LIMITED: "limited", BROKEN: "broken"}

_MOST = 10
"""Subscriptions that are named on the page; JSON has all of them."""
_WIDTH = 100


def report_text(report: Report) -> str:
    """`doctor`'s page."""
    width = max(len(check.name) for check in report.checks)
    lines = []
    for check in report.checks:
        lines.append(f"{_SIGNS[check.state]:<8} {check.name:<{width}}  {check.said}")
        if check.remedy:
            lines.append(f"{'':<8} {'':<{width}}  {check.remedy}")
    lines += _seen(report.access) if report.access else ()
    lines += _crossed(report.cross_check) if report.cross_check else ()
    return _page(lines)


def access_text(access: Access) -> str:
    """`permissions check`'s page."""
    lines = [f"{len(access.subscriptions)} subscriptions:"]
    for one in access.subscriptions:
        said = one.reason or (", ".join(one.missing) if one.missing else "nothing is missing")
        lines.append(f"  {one.name or one.id}: {said}")
    lines.append("Criteria:")
    for each in access.criteria:
        sign = "settled" if each.settled else "unknown"
        more = " (with a CI/CD source)" if each.needs_cicd else ""
        lines.append(f"  {sign}  {each.id}{more}")
        lines += [f"           needs {action}" for action in each.missing]
    return _page(lines)


def _seen(access: Access) -> Iterator[str]:
    """What the identity may see, and what would stay unknown, on a part of a page."""
    yield ""
    yield "What the identity may see:"
    for one in access.subscriptions[:_MOST]:
        lacking = len(one.missing)
        said = one.reason or (f"{lacking} permissions are missing" if lacking else "all of it")
        yield f"  {one.name or one.id}: {said}"
    if len(access.subscriptions) > _MOST:
        yield f"  and {len(access.subscriptions) - _MOST} more subscriptions"
    unknown = [each.id for each in access.criteria if not each.settled]
    if unknown:
        yield f"{len(unknown)} criteria may stay unknown in some of it:"
        yield from wrap(
            ", ".join(unknown),
            _WIDTH,
            initial_indent="  ",
            subsequent_indent="  ",
            break_on_hyphens=False,
        )


def _crossed(compared: tuple[Compared, ...]) -> Iterator[str]:
    yield ""
    yield "Read again with azure-ai-ml's MLClient:"
    for one in compared:
        verdict = "both agree" if one.agree else "they differ"
        yield f"  {one.kind}: {one.both} in both, {verdict}."
        if one.only_ours:
            yield f"    only ours: {', '.join(one.only_ours)}"
        if one.only_theirs:
            yield f"    only MLClient's: {', '.join(one.only_theirs)}"
        if one.theirs:
            yield f"    {one.theirs}"
        if one.ours:
            yield f"    ours is not whole: {one.ours}"
    yield "  Jobs that are older than a year are MLClient's only; disabled schedules are ours only."


def _page(lines: list[str]) -> str:
    return "\n".join(inert(line) for line in lines) + "\n"
