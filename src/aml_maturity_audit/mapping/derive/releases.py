"""Releases: which are automatic, and whose hand did the others. Source: criteria.md, section 1,
"release"."""

from dataclasses import dataclass
from datetime import datetime

from aml_maturity_audit.assessment.model import Evidence, Subject
from aml_maturity_audit.mapping.derive.links import Linked, links
from aml_maturity_audit.mapping.derive.persons import Somebody
from aml_maturity_audit.mapping.derive.practices import (
    MANUAL_REASONS,
    is_automatic,
    may_have_done,
    practised,
    runs_of,
    spans_time,
)
from aml_maturity_audit.mapping.derive.serving import (
    NOTHING_DEPLOYED,
    Production,
    deployed,
    production,
)
from aml_maturity_audit.mapping.derive.writes import Write, writes
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.share import Population, population
from aml_maturity_audit.mapping.truth import Fact, all_of, no, unknown, yes
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
    told: bool = True
    """Whether anything tells who released: a person or an application."""

    def subject(self) -> Subject:
        """It as a subject of a verdict."""
        return Subject(kind="release", id=self.id, name=self.label)

    def shown(self) -> Evidence:
        """It as evidence."""
        when = f" on {self.time:%Y-%m-%d %H:%M}" if self.time else ""
        return Evidence(text=f"{self.label}{when}: {self.automatic.because}", source=self.id)


@derived
def releases(view: View) -> Population[Release, Release]:
    """The releases in the window; with none, the creators of what is in production stand in."""
    known = writes(view)
    if known.items or not known.complete:
        items = tuple(_released(view, write) for write in known.items)
        found = Seen(items, known.hidden, known.open, known.missing, known.why, known.gaps)
        return population(found)
    here = production(view)
    stand_ins = tuple(_stands_in(each) for each in here.items)
    found = Seen(stand_ins, here.hidden, here.open, here.missing, here.why)
    return population(found)


def _released(view: View, write: Write) -> Release:
    record = write.record
    by = Somebody(record.object_id or "", record.upn or "", record.name or "")
    spanning = _spanning(view, write)
    manual = next((run for run in spanning.items if _is_manual(run)), None)
    if record.by_user is not True and manual is not None:
        who = manual.requested_for
        by = Somebody("", who.upn, who.name)  # its id is one of the source's own
    return Release(
        id=f"{record.correlation_id}:{record.resource_id}",
        label=f"write on {write.resource}",
        time=record.time,
        automatic=_is_automatic(write, spanning),
        by=by,
        told=record.by_user is not None or bool(spanning.items),
    )


def _is_automatic(write: Write, spanning: Seen[PipelineRun]) -> Fact:
    """No user called, and no manually started run of a linked deploying pipeline spans it."""
    if write.record.by_user:
        return no("by a user")
    if any(_is_manual(run) for run in spanning.items):
        return no("by a pipeline run that was started by hand")
    if not spanning.complete:
        return unknown(
            f"whether a run that was started by hand spans it is not known: {spanning.why}",
            spanning.missing,
        )
    unclear = [run for run in spanning.items if not is_automatic(run).yes]
    if unclear:
        return unknown(f"by run {unclear[0].id} for reason {unclear[0].reason or 'untold'}")
    if write.record.by_user is None and not spanning.items:
        return unknown("who called is not told")
    how = f" in a run for reason {spanning.items[0].reason}" if spanning.items else ""
    return yes(f"by an application{how}")


def _is_manual(run: PipelineRun) -> bool:
    return run.reason.lower() in MANUAL_REASONS


def _spanning(view: View, write: Write) -> Seen[PipelineRun]:
    """Successful runs of linked deploying pipelines that span a write, and the doubts that a
    manual one does."""
    candidates, hiding = _deploying_runs(view)
    items: list[PipelineRun] = []
    doubts = list(hiding)
    for link, run in candidates:
        within = spans_time(run, write.record.time)
        if within.no:
            continue
        answer = all_of(within, may_have_done(link, run, "deploys_model"), link.why)
        if answer.yes:
            items.append(run)
        elif not is_automatic(run).yes:
            doubts.append(answer)
    return Seen(
        items=tuple(items),
        open=bool(doubts),
        missing=tuple(dict.fromkeys(m for doubt in doubts for m in doubt.missing)),
        why=doubts[0].because if doubts else "",
    )


@derived
def _deploying_runs(view: View) -> tuple[list[tuple[Linked, PipelineRun]], list[Fact]]:
    """Successful runs of pipelines that are, or may be, linked and deploying; and what hides."""
    runs: list[tuple[Linked, PipelineRun]] = []
    hiding = _unread_projects(view)
    for link in (*links(view).linked, *links(view).maybe):
        if practised(link, "deploys_model").no:
            continue
        known = runs_of(view, link)
        runs += [(link, run) for run in known.items if run.result.lower() == "succeeded"]
        hiding += [] if known.complete else [known.hiding()]
    return runs, hiding


def _unread_projects(view: View) -> list[Fact]:
    """A configured project whose pipelines could not be read may hide a deploying one."""
    return [
        known.hiding()
        for project in view.estate.projects
        if not (known := view.see_project(project, PIPELINES)).complete
    ]


def _stands_in(standing: Production) -> Release:
    """A production deployment, as a release by its creator."""
    actor = standing.created_by
    if not actor.is_known:
        automatic = unknown(
            f"who deployed {standing.label} is told neither by the Activity Log nor by the"
            " createdByType of the deployment"
        )
    elif actor.is_automation:
        automatic = yes(f"deployed by {actor.type}")
    else:
        automatic = no("deployed by a user")
    upn = actor.name if "@" in actor.name else ""
    return Release(
        id=standing.id,
        label=f"deployment {standing.label}",
        time=standing.deployment.created_at,
        automatic=automatic,
        by=Somebody("", upn, "" if upn else actor.name),
        told=actor.is_known,
    )


def of_what_is_deployed(view: View, judged: Fact) -> Fact:
    """A ruling on releases, where something is deployed; where nothing is, it is not met."""
    stands = deployed(view)
    if stands.no:
        return stands
    return all_of(stands, judged) if stands.unknown and judged.yes else judged


def no_release(view: View) -> str:
    """The sentence for an empty population."""
    return f"{NOTHING_DEPLOYED} and no release in {view.window_days} days"
