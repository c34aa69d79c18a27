"""Evidence and subjects in one spelling: names, links, persons."""

from collections.abc import Callable

from aml_maturity_audit.assessment.model import Evidence, Subject
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.jobs import Job

TRAINING = "training jobs"


def studio(view: View, page: str = "") -> str | None:
    """A link into the studio for this workspace; None in a cloud without a portal."""
    portal = view.estate.header.portal
    if not portal:
        return None
    separator = "&" if "?" in page else "?"
    return f"{portal.rstrip('/')}/{page}{separator}wsid={view.workspace.id}"


def job_subject(job: Job) -> Subject:
    """A job as a subject of a verdict."""
    return Subject(kind="job", id=job.name, name=job.display_name or job.name)


def job_evidence(view: View, job: Job, text: str) -> Evidence:
    """A job as evidence."""
    return Evidence(
        text=text,
        source=f"{view.workspace.id}/jobs/{job.name}",
        url=studio(view, f"runs/{job.name}"),
    )


def shown_job(view: View) -> Callable[[Job], Evidence]:
    """How a share over jobs shows one: what it is, of when, and by whom it was made."""

    def show(job: Job) -> Evidence:
        when = f"{job.created_at.date()}" if job.created_at else "without a date"
        maker = f", made by {job.created_by.type}" if job.created_by.type else ""
        text = f"{job.display_name or job.name}: {job.type} job of {when}, {job.status}{maker}"
        return job_evidence(view, job, text)

    return show


def resource_evidence(view: View, resource_id: str, text: str, page: str | None = None) -> Evidence:
    """An ARM resource as evidence."""
    url = studio(view, page) if page else None
    return Evidence(text=text, source=resource_id, url=url)


def several(count: int, noun: str) -> str:
    """`1 model`, `2 models`."""
    if count == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{count} {plural}"


def listed(names: list[str] | tuple[str, ...], limit: int = 5) -> str:
    """A few names, and how many more."""
    shown = ", ".join(names[:limit])
    return shown if len(names) <= limit else f"{shown} and {len(names) - limit} more"
