"""What linked pipelines do. Source: criteria.md, section 1, "practices of a pipeline"."""

from collections.abc import Callable
from datetime import datetime

from aml_maturity_audit.assessment.model import Evidence, Subject
from aml_maturity_audit.mapping.derive.links import Linked, links
from aml_maturity_audit.mapping.derive.sources import sources_are_read
from aml_maturity_audit.mapping.derive.unexplained import absence_counts
from aml_maturity_audit.mapping.estate import Estate
from aml_maturity_audit.mapping.seen import Seen, seen
from aml_maturity_audit.mapping.truth import YES, Fact, Truth, all_of, fact, no, unknown, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, PipelineRun
from aml_maturity_audit.signals.practices import PracticeEvidence
from aml_maturity_audit.signals.reading import Gap

AUTOMATIC_REASONS = frozenset(
    {"individualci", "batchedci", "pullrequest", "schedule", "buildcompletion", "resourcetrigger"}
)
MANUAL_REASONS = frozenset({"manual", "usercreated"})

Practised = Callable[[PracticeEvidence], bool]
Chosen = Callable[[Linked], Fact]
RunCounts = Callable[[PipelineRun], Fact]


def _runs_by_pipeline(estate: Estate) -> dict[tuple[str, str], list[PipelineRun]]:
    found: dict[tuple[str, str], list[PipelineRun]] = {}
    for project in estate.projects:
        name = project.id
        for run in seen(PIPELINE_RUNS, project.readings.get(PIPELINE_RUNS)).items:
            found.setdefault((name, run.pipeline_id), []).append(run)
    return found


def all_runs_of(view: View, link: Linked) -> list[PipelineRun]:
    """All runs of a pipeline that were read, in the window or not."""
    view.note(PIPELINE_RUNS)
    return view.estate.once("runs by pipeline", _runs_by_pipeline).get(link.key, [])


def runs_of(view: View, link: Linked) -> Seen[PipelineRun]:
    """The runs of a pipeline that finished in the window."""
    return view.remember(f"runs of {'/'.join(link.key)}", lambda view: _runs_of(view, link))


def _runs_of(view: View, link: Linked) -> Seen[PipelineRun]:
    known = view.see_project(link.project, PIPELINE_RUNS)
    mine = all_runs_of(view, link)
    items = tuple(run for run in mine if view.in_window(run.finished_at) is not False)
    whole = known.without_gaps(lambda gap: is_of_another(link, gap))
    return Seen(items, whole.hidden, whole.open, whole.missing, whole.why, whole.gaps)


def is_of_another(link: Linked, gap: Gap) -> bool:
    """Whether a gap is about another pipeline; an item that could not be decoded is named by its
    own name, and may be of any."""
    return bool(gap.resource) and gap.resource != link.pipeline.id and not gap.bounded


def is_successful(run: PipelineRun) -> Fact:
    """Whether a run completed successfully in the window."""
    if run.result.lower() != "succeeded":
        return no(f"run {run.id} {run.result}")
    if run.finished_at is None:
        return unknown(f"run {run.id} has no readable date")
    return yes(f"run {run.id} succeeded on {run.finished_at:%Y-%m-%d}")


def is_automatic(run: PipelineRun) -> Fact:
    """Whether a run was started for an automatic reason; unknown where none is told."""
    return started_for(run, AUTOMATIC_REASONS)


def started_for(run: PipelineRun, reasons: frozenset[str]) -> Fact:
    """Whether a run was started for one of the reasons; unknown where none is told."""
    if not run.reason:
        return unknown(f"why run {run.id} started is not told")
    return fact(run.reason.lower() in reasons)


def spans_time(run: PipelineRun, time: datetime | None) -> Fact:
    """Whether a run was under way at a time; unknown where one of the dates is not told."""
    if time is None:
        return unknown("when it was is not told")
    if (run.started_at and run.started_at > time) or (run.finished_at and run.finished_at < time):
        return no(f"run {run.id} was at another time")
    if run.started_at is None or run.finished_at is None:
        return unknown(f"when run {run.id} was is not told")
    return yes(f"run {run.id} was under way")


def carried_out(run: PipelineRun, evidence: PracticeEvidence) -> bool:
    """Whether a run did what `evidence` shows; not where its stage, job or step was skipped."""
    if not run.skipped:
        return True
    skipped = {name.lower() for name in run.skipped}
    carriers = (evidence.stage, evidence.job, evidence.step)
    return not any(carrier and carrier.lower() in skipped for carrier in carriers)


def did(link: Linked, run: PipelineRun, practice: str, only: Practised | None = None) -> Fact:
    """Whether a run, however it ended, counts as one that carried out what its file shows.

    Where what it shows was skipped, parts that could not be resolved may hold another place. A
    run whose timeline was not read names what it may have skipped: that is no certain no.
    """
    file = practised(link, practice, only)
    evidence = _evidence_of(link, practice, only)
    if not evidence or any(carried_out(run, each) for each in evidence):
        return file
    if run.ran is None:
        return unknown(f"whether run {run.id} of {link.label} skipped it was not read")
    return _not_resolved(link) or no(f"run {run.id} of {link.label} skipped it")


def may_have_done(link: Linked, run: PipelineRun, practice: str) -> Fact:
    """Whether a run carried out a practice, for tying it to what it did; never a certain no.

    A collector names as skipped also what a run that was not looked into may have skipped.
    """
    answer = did(link, run, practice)
    if practised(link, practice).no or not answer.no:
        return answer
    return unknown(f"{answer.because}, or may have")


def practised(link: Linked, practice: str, only: Practised | None = None) -> Fact:
    """Whether a pipeline's file shows a practice; unknown where parts could not be resolved."""
    content = link.content
    if content is None:
        return unknown(f"{link.label} could not be read: {link.pipeline.problem.rstrip('.')}")
    found = [e for e in content.practices.get(practice, ()) if only is None or only(e)]
    if found:
        return yes(f"{link.label} ({found[0].file}:{found[0].line})", (shown(link, found[0]),))
    return _not_resolved(link) or no(f"{link.label} does not")


def _not_resolved(link: Linked) -> Fact | None:
    """The doubt where parts of a pipeline could not be resolved: they never prove an absence."""
    content = link.content
    if content is None or (content.parsed and not content.unresolved):
        return None
    rest = content.unresolved[0] if content.unresolved else "it is no valid YAML"
    return unknown(f"{link.label} has parts that could not be resolved: {rest.rstrip('.')}")


def shown(link: Linked, evidence: PracticeEvidence) -> Evidence:
    """A line of a pipeline as evidence; one of another repository (`…@ref`) is on the same host."""
    place = link.pipeline.origin or link.pipeline.name
    if "@" in evidence.file:
        place = place.partition("/")[0]
    return Evidence(
        text=f"{link.label}: {evidence.text}",
        source=f"{place}/{evidence.file}:{evidence.line}",
        url=link.pipeline.url or None,
    )


def pipeline_subject(link: Linked) -> Subject:
    """A pipeline as a subject of a verdict."""
    return Subject(kind="pipeline", id="/".join(link.key), name=link.label)


def does(
    view: View,
    link: Linked,
    practice: str,
    *,
    only: Practised | None = None,
    run_counts: RunCounts | None = None,
) -> Fact:
    """Whether a pipeline does it: shown in its file, and carried out by a successful run."""
    file = practised(link, practice, only)
    if file.no:
        return file
    runs = runs_of(view, link)
    doubt: Fact | None = None
    for run in runs.items:
        counts = YES if run_counts is None else run_counts(run)
        done = all_of(counts, is_successful(run), did(link, run, practice, only))
        if done.yes:
            text = f"{file.because}, {is_successful(run).because}"
            return yes(text, (*file.evidence, _run(link, run)), (pipeline_subject(link),))
        if done.unknown and doubt is None:
            doubt = done
    if doubt is not None:
        return doubt
    if runs.complete:
        return no(f"{link.label} shows it but no run in the window did it")
    return runs.hiding()


def _evidence_of(link: Linked, practice: str, only: Practised | None) -> list[PracticeEvidence]:
    found = link.content.practices.get(practice, ()) if link.content else ()
    return [e for e in found if only is None or only(e)]


def _run(link: Linked, run: PipelineRun) -> Evidence:
    return Evidence(
        text=f"run {run.id} of {link.label}: {run.result}, reason {run.reason}",
        source=f"{link.project.id}/runs/{run.id}",
        url=run.url or None,
    )


def any_linked(view: View, test: Callable[[Linked], Fact], *, none: str) -> Fact:
    """Whether a linked pipeline passes `test`; no only where an absence counts."""
    known = links(view)
    answers = [test(link) for link in known.linked]
    for answer in answers:
        if answer.yes:
            return answer
    maybe = [link for link in known.maybe if not test(link).no]
    if maybe:
        return maybe[0].why
    doubts = [answer for answer in answers if answer.truth is Truth.UNKNOWN]
    if doubts:
        return doubts[0]
    whole = sources_are_read(view) if known.linked else absence_counts(view)
    if not whole.yes:
        return whole
    count = len(known.linked)
    return no(
        f"{none} ({count} linked pipelines were read)"
        if count
        else f"{none}: 0 pipelines are linked"
    )


def linked_does(
    view: View,
    practice: str,
    *,
    none: str,
    only: Practised | None = None,
    among: Chosen | None = None,
    run_counts: RunCounts | None = None,
) -> Fact:
    """Whether a linked pipeline does X (criteria.md)."""

    def test(link: Linked) -> Fact:
        chosen = YES if among is None else among(link)
        if chosen.no:
            return no("")
        done = does(view, link, practice, only=only, run_counts=run_counts)
        return done if chosen.yes else all_of(chosen, done)

    return any_linked(view, test, none=none)


def ran_automatically(view: View, link: Linked) -> Fact:
    """Whether a pipeline completed successfully in the window for an automatic reason."""
    runs = runs_of(view, link)
    doubt: Fact | None = None
    for run in runs.items:
        done = all_of(is_automatic(run), is_successful(run))
        if done.yes:
            text = f"{link.label}: {is_successful(run).because} for reason {run.reason}"
            return yes(text, (_run(link, run),), (pipeline_subject(link),))
        doubt = done if done.unknown else doubt
    if doubt is not None:
        return doubt
    if runs.complete:
        return no(f"{link.label} completed no automatic run")
    return runs.hiding()
