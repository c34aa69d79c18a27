"""Where code comes from. Source: criteria.md, section 1, "clean git commit"."""

from aml_maturity_audit.mapping.derive.kinds import JobKind
from aml_maturity_audit.mapping.truth import NO, YES, Fact, unknown


def has_clean_commit(job: JobKind) -> Fact:
    """A commit with `azureml.git.dirty` "False"; "True" is not clean, absent can be neither."""
    if not job.committed or job.dirty is True:
        return NO
    if job.dirty is False:
        return YES
    return unknown(f"job {job.called} does not say whether its commit was clean")
