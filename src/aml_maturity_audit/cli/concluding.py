"""The exit code of a run that came to its end. Source: design.md, section 3.

The first that holds of 4 (refused everywhere), 10, 11, 5, 0.
"""

import os

from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.assessment.model import DIMENSIONS, Assessment
from aml_maturity_audit.assessment.words import TOP_LEVEL
from aml_maturity_audit.cli.messages import say, speak_raw
from aml_maturity_audit.config import Config
from aml_maturity_audit.config.values import nearest
from aml_maturity_audit.errors import AccessError, ExitCode, UsageError
from aml_maturity_audit.files import read_bounded
from aml_maturity_audit.gate import (
    PASSED,
    GateResult,
    azure_pipelines,
    both,
    github,
    judge_baseline,
    judge_gate,
)

_INSIDES = frozenset(
    {"batch-endpoints", "computes", "jobs", "models", "online-endpoints", "schedules"}
)
"""What is in a workspace; the other readings are about it, or follow from these."""


class Gate:
    """What the configuration wants to be reached; checked when it is made."""

    def __init__(self, config: Config) -> None:
        """Raises UsageError for a dimension or a baseline that cannot be used."""
        self._minimum = config.fail_under
        self._per_dimension = _levels(config)
        self._baseline: Assessment | None = None
        if config.baseline is not None:
            raw = read_bounded(config.baseline)
            self._baseline = load(raw, name=str(config.baseline))

    def judge(self, assessment: Assessment) -> GateResult | None:
        """What it says of an assessment; None where nothing is wanted."""
        levels = against = None
        if self._minimum is not None or self._per_dimension:
            levels = judge_gate(
                assessment, minimum=self._minimum or 0, per_dimension=self._per_dimension
            )
        if self._baseline is not None:
            against = judge_baseline(self._baseline, assessment)
        if levels is not None and against is not None:
            return both(levels, against)
        return levels or against


def conclude(assessment: Assessment, config: Config, gate: Gate) -> ExitCode:
    """The exit code, with what it is about on stderr. Raises AccessError where all was refused."""
    _refuse_blindness(assessment)
    result = gate.judge(assessment)
    if result is not None and result.outcome != PASSED:
        _tell(result)
        return result.exit_code
    if config.strict and not assessment.coverage.complete:
        say(
            f"Incomplete: {assessment.coverage.incomplete_readings} readings of scored workspaces "
            "were denied, failed or cut short."
        )
        return ExitCode.INCOMPLETE
    return ExitCode.DONE


def _refuse_blindness(assessment: Assessment) -> None:
    """Raises AccessError where nothing of any workspace could be read, for want of permission."""
    states = (
        reading.state
        for workspace in assessment.workspaces
        if workspace.scored
        for reading in workspace.readings
        if reading.signal in _INSIDES
    )
    # Looked at one by one: where one could be read, which is the rule, no other is looked at.
    if next(states, "") == "denied" and all(state == "denied" for state in states):
        raise AccessError(
            "Access was refused to everything in the workspaces that were found.",
            remedy="Grant the role that the command `permissions` prints.",
        )


def _tell(result: GateResult) -> None:
    for line in result.lines:
        say(line)
    if os.environ.get("TF_BUILD"):
        speak_raw(azure_pipelines(result))
    if os.environ.get("GITHUB_ACTIONS"):
        speak_raw(github(result))


def _levels(config: Config) -> dict[str, int]:
    for dimension, level in config.gate.items():
        if dimension not in DIMENSIONS:
            raise UsageError(
                f"[gate] names no dimension: {dimension!r}.",
                remedy=nearest(dimension, list(DIMENSIONS)),
            )
        if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= TOP_LEVEL:
            raise UsageError(f"[gate] {dimension} is {level!r}; it must be a level from 0 to 4.")
    return dict(config.gate)
