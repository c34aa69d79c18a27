"""How data gets in. Source: criteria.md, section 2, `data-gathering-is-automated`."""

from aml_maturity_audit.assessment.model import Missing
from aml_maturity_audit.mapping.derive import schedules, training
from aml_maturity_audit.mapping.derive.kinds import JobKind, kind_of
from aml_maturity_audit.mapping.seen import exists
from aml_maturity_audit.mapping.share import in_order
from aml_maturity_audit.mapping.truth import NO, YES, Fact, all_of, any_of, fact, unknown, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.words import job_evidence, listed
from aml_maturity_audit.signals.data import DATA_VERSIONS, DataVersion
from aml_maturity_audit.signals.feeders import FEEDERS
from aml_maturity_audit.signals.jobs import Job, JobOutput
from aml_maturity_audit.signals.schedules import Schedule

_DATA_KINDS = frozenset({"uri_file", "uri_folder", "mltable", "urifile", "urifolder"})


def gathers_here(view: View) -> Fact:
    """Whether an import schedule, an application or an automated job brings data in."""
    return any_of(_import_schedule(view), _versions_by_automation(view), _written_by_job(view))


def _import_schedule(view: View) -> Fact:
    def imports(schedule: Schedule) -> Fact:
        if not schedules.is_action(schedule, "ImportData"):
            return NO
        return schedules.live(view, schedule)

    return exists(
        schedules.schedules(view),
        imports,
        none="no live import schedule",
        some=lambda s: f"schedule {s.name} imports data",
    )


def _versions_by_automation(view: View) -> Fact:
    known = view.see(DATA_VERSIONS)
    count: dict[str, int] = {}
    for version in known.items:
        count[version.name.lower()] = count.get(version.name.lower(), 0) + 1

    def arrived(version: DataVersion) -> Fact:
        if not version.created_by.is_automation or count[version.name.lower()] < 2:
            return NO
        in_window = view.in_window(version.created_at)
        if in_window is None:
            return unknown(f"data {version.name}:{version.version} has no readable date")
        return fact(in_window)

    return exists(
        known,
        arrived,
        none=f"no data asset with 2 versions got one from an application ({len(count)} read)",
        some=lambda v: (
            f"data asset {v.name} has {count[v.name.lower()]} versions, {v.version} made"
            f" by {v.created_by.type} in the window"
        ),
    )


def _written_by_job(view: View) -> Fact:
    kinds = [kind for kind in training.kinds(view) if _may_write(view, kind.kind)]
    writers = tuple(job for job in in_order(kinds) if job.outputs and _data_of(job))
    return exists(
        training.jobs(view).only(writers),
        lambda job: _wrote(view, job),
        none="no automated job wrote a named data asset",
    )


def _may_write(view: View, kind: JobKind) -> bool:
    return training.is_completed(kind) and not training.is_automated(view, kind).no


def _data_of(job: Job) -> list[JobOutput]:
    """The named data assets that a job wrote."""
    return [o for o in job.outputs if o.asset and o.kind.lower() in _DATA_KINDS]


def _wrote(view: View, job: Job) -> Fact:
    in_window = view.in_window(job.created_at)
    if not training.is_completed(job) or in_window is False:
        return NO
    dated = YES if in_window else unknown(f"job {job.name} has no readable date")
    answer = all_of(dated, training.is_automated(view, kind_of(job)))
    text = f"automated job {job.name} wrote data asset {_data_of(job)[0].asset}"
    return yes(text, (job_evidence(view, job, text),)) if answer.yes else answer


def no_feeder(view: View) -> Fact:
    """Whether no resource in the audited subscriptions could gather data unseen."""
    known = view.see_everywhere(FEEDERS)
    if known.items:
        names = listed(sorted(feeder.name for feeder in known.items))
        return unknown(
            f"{names} could gather data unseen",
            (Missing(signal=FEEDERS.name, hint="Attest whether it feeds this workspace."),),
        )
    if not known.complete:
        return known.hiding()
    return yes("no Data Factory, Synapse or Databricks resource is in the audited subscriptions")
