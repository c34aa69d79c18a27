"""A job of another workspace with its short references spelled out, so that they hold here."""

from msgspec.structs import replace

from aml_maturity_audit.signals.ids import parse_asset
from aml_maturity_audit.signals.jobs import Job


def rebased(job: Job, workspace_id: str) -> Job:
    """The job as read in the workspace it is of, with references that name that workspace."""
    steps = tuple(
        replace(
            step,
            environment_id=spelled_out(step.environment_id, workspace_id, "environments"),
            component_id=spelled_out(step.component_id, workspace_id, "components"),
        )
        for step in job.steps
    )
    return replace(
        job,
        environment_id=spelled_out(job.environment_id, workspace_id, "environments"),
        component_id=spelled_out(job.component_id, workspace_id, "components"),
        steps=steps,
    )


def spelled_out(reference: str | None, workspace_id: str, kind: str) -> str | None:
    """A short name as the ARM id it stands for; any other reference as it is."""
    ref = parse_asset(reference)
    if ref is None or ref.kind:
        return reference
    how, which = ("versions", ref.version) if ref.version else ("labels", ref.label)
    return f"{workspace_id}/{kind}/{ref.name}/{how}/{which}" if which else reference
