"""Where code comes from. Source: criteria.md, section 1, "clean git commit"."""

from aml_maturity_audit.mapping.truth import NO, YES, Fact, unknown
from aml_maturity_audit.signals.jobs import Job


def has_clean_commit(job: Job) -> Fact:
    """A commit with `azureml.git.dirty` "False"; "True" is not clean, absent can be neither."""
    if not job.git.commit or job.git.dirty is True:
        return NO
    if job.git.dirty is False:
        return YES
    return unknown(f"job {job.name} does not say whether its commit was clean")
