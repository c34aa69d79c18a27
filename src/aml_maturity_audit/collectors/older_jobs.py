"""What the list of jobs shows of the time before the window."""

from typing import ClassVar

from aml_maturity_audit.collectors.wire.job_record import is_training_like
from aml_maturity_audit.signals.jobs import Job

MAX_REMEMBERED = 200


class OlderJobs:
    """Left by the source of jobs for the one of their history; never written to a file."""

    NOTE: ClassVar[str] = "older-jobs"

    def __init__(self) -> None:
        self.candidates: list[Job] = []
        """Training-like jobs older than the window."""
        self.stopped = False
        """The list was not read to its end, because the window was."""

    def saw(self, job: Job) -> None:
        """One more job older than the window."""
        if is_training_like(job) and len(self.candidates) < MAX_REMEMBERED:
            self.candidates.append(job)
