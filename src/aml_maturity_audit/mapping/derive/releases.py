"""Releases: which are automatic, and whose hand did the others. Source: criteria.md, section 1,
"release"."""

from dataclasses import dataclass
from datetime import datetime

from aml_maturity_audit.assessment.model import Evidence, Subject
from aml_maturity_audit.mapping.derive.links import Linked, links
from aml_maturity_audit.mapping.derive.persons import Somebody
from aml_maturity_audit.mapping.derive.practices import (
    AUTOMATIC_REASONS,
    MANUAL_REASONS,
    practised,
    runs_of,
)
from aml_maturity_audit.mapping.derive.serving import NOTHING_DEPLOYED, Production, production
from aml_maturity_audit.mapping.derive.writes import Write, writes
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.share import Population, population
from aml_maturity_audit.mapping.truth import YES, Fact, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.cicd import PIPELINES, PipelineRun


@dataclass(frozen=True)
class Release:
    """A release, or a production deployment whose creator stands in for one."""

    id: str
    label: str
    time: datetime | None
    automatic: Fact
    by: Somebody
    """Whose hand did it, where it was by hand."""

    def subject(self) -> Subject:
        """It as a subject of a verdict."""
        return Subject(kind="release", id=self.id, name=self.label)

    def shown(self) -> Evidence:
        """It as evidence."""
        when = f" on {self.time:%Y-%m-%d %H:%M}" if self.time else ""
        return Evidence(text=f"{self.label}{when}: {self.automatic.because}", source=self.id)


@derived
def releases(view: View) -> Population[Release]:
    """The releases in the window; with none, the creators of what is in production stand in."""
    known = writes(view)
    if known.items or not known.complete:
        items = tuple(_released(view, write) for write in known.items)
        found = Seen(items, known.hidden, known.open, known.missing, known.why, known.gaps)
        return population(found, lambda _: YES)
    here = production(view)
    stand_ins = tuple(_stands_in(deployed) for deployed in here.items)
    found = Seen(stand_ins, here.hidden, here.open, here.missing, here.why)
    return population(found, lambda _: YES)


def _released(view: View, write: Write) -> Release:
    record = write.record
    by = Somebody(record.object_id or "", record.upn or "", record.name or "")
    automatic = _is_automatic(view, write)
    manual = _manual_run(view, write)
    if automatic.no and record.by_user is not True and manual is not None:
        who = manual.requested_for
        by = Somebody(who.id, who.upn, who.name)
    return Release(
        id=f"{record.correlation_id}:{record.resource_id}",
        label=f"write on {write.resource}",
        time=record.time,
        automatic=automatic,
        by=by,
    )


def _is_automatic(view: View, write: Write) -> Fact:
    """No user called, and no manually started run of a linked deploying pipeline spans it."""
    if write.record.by_user:
        return no("by a user")
    spanning = _spanning(view, write)
    if any(run.reason.lower() in MANUAL_REASONS for run in spanning.items):
        return no("by a pipeline run that was started by hand")
    if not spanning.complete:
        return unknown(
            f"whether a run that was started by hand spans it is not known: {spanning.why}",
            spanning.missing,
        )
    if any(run.reason.lower() not in AUTOMATIC_REASONS for run in spanning.items):
        return unknown(f"by a run for reason {spanning.items[0].reason}, which is not classified")
    if write.record.by_user is None and not spanning.items:
        return unknown("who called is not told")
    how = f" in a run for reason {spanning.items[0].reason}" if spanning.items else ""
    return yes(f"by an application{how}")


def _manual_run(view: View, write: Write) -> PipelineRun | None:
    spanning = _spanning(view, write).items
    return next((run for run in spanning if run.reason.lower() in MANUAL_REASONS), None)


def _spanning(view: View, write: Write) -> Seen[PipelineRun]:
    """Successful runs of linked deploying pipelines that span a write."""
    runs = _deploying_runs(view)
    time = write.record.time
    if time is None:
        return runs
    return runs.where(
        lambda run: (
            run.started_at is not None
            and run.finished_at is not None
            and run.started_at <= time <= run.finished_at
        )
    )


@derived
def _deploying_runs(view: View) -> Seen[PipelineRun]:
    """Successful runs of linked pipelines that deploy the model, or may."""
    items: list[PipelineRun] = []
    doubts: list[Fact] = []
    for link in (*links(view).linked, *links(view).maybe):
        answer = practised(link, "deploys_model")
        if answer.no:
            continue
        runs = runs_of(view, link)
        succeeded = [run for run in runs.items if run.result.lower() == "succeeded"]
        if answer.unknown or link.why.unknown:
            doubts.extend([answer if answer.unknown else link.why] if succeeded else [])
        else:
            items.extend(succeeded)
        if not runs.complete:
            doubts.append(runs.hiding())
    doubts.extend(_unread_projects(view))
    return Seen(
        items=tuple(items),
        open=bool(doubts),
        missing=tuple(dict.fromkeys(m for doubt in doubts for m in doubt.missing)),
        why=doubts[0].because if doubts else "",
    )


def _unread_projects(view: View) -> list[Fact]:
    """A configured project whose pipelines could not be read may hide a deploying one."""
    return [
        known.hiding()
        for project in view.estate.projects
        if not (known := view.see_project(project, PIPELINES)).complete
    ]


def _stands_in(deployed: Production) -> Release:
    """A production deployment, as a release by its creator."""
    actor = deployed.created_by
    if not actor.is_known:
        automatic = unknown(
            f"who deployed {deployed.label} is told neither by the Activity Log nor by the"
            " createdByType of the deployment"
        )
    elif actor.is_automation:
        automatic = yes(f"deployed by {actor.type}")
    else:
        automatic = no("deployed by a user")
    upn = actor.name if "@" in actor.name else ""
    return Release(
        id=deployed.id,
        label=f"deployment {deployed.label}",
        time=deployed.deployment.created_at,
        automatic=automatic,
        by=Somebody("", upn, "" if upn else actor.name),
    )


def no_release(view: View) -> str:
    """The sentence for an empty population."""
    return f"{NOTHING_DEPLOYED} and no release in {view.window_days} days"


def deploying_links(view: View) -> tuple[Linked, ...]:
    """Linked pipelines whose file shows that they deploy the model, or may."""
    return tuple(link for link in links(view).linked if not practised(link, "deploys_model").no)
