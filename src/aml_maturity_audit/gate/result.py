"""What a gate says."""

from dataclasses import dataclass

from aml_maturity_audit.errors import ExitCode

PASSED, FAILED, UNDECIDED = "passed", "failed", "undecided"

_EXITS = {
    PASSED: ExitCode.DONE,
    FAILED: ExitCode.GATE_FAILED,
    UNDECIDED: ExitCode.GATE_UNDECIDED,
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One workspace that does not pass, and what would have to change."""

    outcome: str
    """`failed` or `undecided`; `passed` for a change that is told and does not count."""
    workspace: str
    key: str
    dimension: str
    """A dimension's id, or `overall`."""
    sentence: str
    """What is the case."""
    changes: tuple[str, ...] = ()
    """What would have to change, a sentence each, in the order to do it."""


@dataclass(frozen=True, kw_only=True)
class GateResult:
    """The outcome over all workspaces, and the findings that it follows from."""

    findings: tuple[Finding, ...] = ()
    judged: int = 0
    """How many workspaces were looked at."""

    @property
    def outcome(self) -> str:
        """`failed` if one failed, else `undecided` if one is, else `passed`."""
        outcomes = {finding.outcome for finding in self.findings}
        return next((o for o in (FAILED, UNDECIDED) if o in outcomes), PASSED)

    @property
    def exit_code(self) -> ExitCode:
        """10, 11 or 0."""
        return _EXITS[self.outcome]

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything as text: each finding, then what would have to change."""
        lines = []
        for finding in self.findings:
            lines.append(finding.sentence)
            lines.extend(f"  {change}" for change in finding.changes)
        return tuple(lines)


def both(first: GateResult, second: GateResult) -> GateResult:
    """Two gates as one: the worse outcome, all findings."""
    return GateResult(
        findings=first.findings + second.findings, judged=max(first.judged, second.judged)
    )
