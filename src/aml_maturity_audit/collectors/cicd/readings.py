"""What was read of CI/CD projects. Free of any SDK, for runs that name no project."""

from dataclasses import dataclass, field

from aml_maturity_audit.signals.snapshot import ProjectReadings, RunWarning


@dataclass(frozen=True)
class CicdReadings:
    """What was read of all projects."""

    projects: list[ProjectReadings] = field(default_factory=list)
    warnings: list[RunWarning] = field(default_factory=list)
