"""When the absence of any linked pipeline counts: nothing acts that nobody was seen to start.
Source: criteria.md, section 1, "no pipeline linked"."""

from aml_maturity_audit.assessment.model import Missing
from aml_maturity_audit.mapping.derive import mentions, schedules, training
from aml_maturity_audit.mapping.derive.sources import sources_are_read
from aml_maturity_audit.mapping.derive.writes import Write, writes
from aml_maturity_audit.mapping.truth import NO, YES, Fact, all_of, any_of, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, PIPELINES, SERVICE_CONNECTIONS
from aml_maturity_audit.signals.jobs import Job

_ADD_SOURCE = Missing(signal="pipelines", hint="Add the source of the pipeline that did it")


@derived
def absence_counts(view: View) -> Fact:
    """Whether it may be said that no pipeline is linked."""
    whole = sources_are_read(view)
    if not whole.yes:
        return whole
    return all_of(_no_stranger_trains(view), _no_stranger_releases(view))


@derived
def _runs_seen(view: View) -> tuple[frozenset[str], frozenset[str]]:
    """Commits and ids of the runs of all projects."""
    commits, ids = set(), set()
    for project in view.estate.projects:
        for run in view.see_project(project, PIPELINE_RUNS).items:
            commits.add(run.commit.lower())
            ids.add(run.id.lower())
    return frozenset(commits - {""}), frozenset(ids - {""})


@derived
def _known_applications(view: View) -> frozenset[str]:
    """Client ids of the service connections that observed pipelines use."""
    view.note(SERVICE_CONNECTIONS)
    found = {
        connection.service_principal.lower()
        for project in view.estate.projects
        for pipeline in view.see_project(project, PIPELINES).items
        for connection in mentions.connections_of(view.estate, project, pipeline)
    }
    return frozenset(found - {""})


def _no_stranger_trains(view: View) -> Fact:
    for job in training.training_jobs(view).certain:
        actor = job.created_by
        if (actor.is_automation or not actor.is_known) and not _explained(view, job).yes:
            who = f"{actor.type or 'somebody not told'} {actor.name}".strip()
            return unknown(
                f"job {job.name} was made by {who}, which no observed pipeline or schedule"
                " explains",
                (_ADD_SOURCE,),
            )
    return YES


def _explained(view: View, job: Job) -> Fact:
    commits, ids = _runs_seen(view)
    by_run = (job.git.commit or "").lower() in commits or (job.git.build_id or "").lower() in ids
    known = yes("") if by_run or job.created_by.name.lower() in _known_applications(view) else NO
    return any_of(known, schedules.matches_schedule(view, schedules.started_by(job)))


def _no_stranger_releases(view: View) -> Fact:
    known = writes(view)
    for write in known.items:
        if write.record.by_user is not True and not _is_known(view, write):
            who = "an application" if write.by_application else "a caller who is not told"
            return unknown(
                f"{who} ({write.record.app_id or 'not named'}) released {write.resource}, which no"
                " observed pipeline explains",
                (_ADD_SOURCE,),
            )
    return known.hiding() if not known.complete else YES


def _is_known(view: View, write: Write) -> bool:
    return (write.record.app_id or "").lower() in _known_applications(view)
