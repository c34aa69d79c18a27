"""The timeline of a build as a tree of stages, jobs and steps.

Records hang together by parentId: Stage, Phase (a job of the file), Job (its instances: legs of a
matrix, hooks of a deployment), Task. Source: azure_facts A.2, A.18.
"""

from collections import defaultdict
from collections.abc import Iterable

from aml_maturity_audit.collectors.cicd.carriers import Job, Stage, Step, Timeline
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text

_RAN = frozenset({"succeeded", "succeededwithissues"})
MOST_RECORDS = 20_000


class _Task(Wire):
    name: object = None
    version: object = None


class Record(Wire):
    """A part of a build."""

    id: object = None
    parent_id: object = None
    type: object = None
    name: object = None
    identifier: object = None
    ref_name: object = None
    result: object = None
    task: _Task | None = None


class TimelineAnswer(Wire):
    """All parts of a build."""

    records: list[Record] | None = None


def timeline_of(answer: TimelineAnswer) -> Timeline | None:
    """The tree of a build; None where there are no records, as of a build that was deleted."""
    records = (answer.records or [])[:MOST_RECORDS]
    if not records:
        return None
    children: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        children[text(record.parent_id)].append(record)
    stages = [one for one in records if _kind(one) == "stage"]
    if not stages:
        return (Stage(frozenset(), True, _jobs(records, children)),)
    return tuple(
        Stage(_names(stage), _ran(stage), _jobs(_below(stage, children), children))
        for stage in stages
    )


def _jobs(records: Iterable[Record], children: dict[str, list[Record]]) -> tuple[Job, ...]:
    records = list(records)
    tops = [one for one in records if _kind(one) == "phase"]
    tops = tops or [one for one in records if _kind(one) == "job"]
    return tuple(_job(top, _below(top, children)) for top in tops)


def _job(top: Record, below: list[Record]) -> Job:
    """A job of the file, its instances as one: a step only some of them skipped is in doubt."""
    instances = [one for one in below if _kind(one) == "job"] or [top]
    names = _names(top).union(*(_names(one) for one in instances))
    steps = tuple(
        Step(_names(one) | _task_names(one), _ran(one))
        for one in below
        if _kind(one) == "task" and one.task is not None
    )
    return Job(names, _ran(top) and any(_ran(one) for one in instances), steps)


def _below(record: Record, children: dict[str, list[Record]]) -> list[Record]:
    found: list[Record] = []
    seen: set[str] = set()
    waiting = [text(record.id)]
    while waiting:
        id_ = waiting.pop()
        if not id_ or id_ in seen:
            continue
        seen.add(id_)
        found += children.get(id_, [])
        waiting += [text(child.id) for child in children.get(id_, [])]
    return found


def _names(record: Record) -> frozenset[str]:
    """Display name, and the identifier of the file: the last part of `stage.job`."""
    identifier = text(record.identifier).rpartition(".")[2]
    named = {text(record.name), text(record.ref_name), identifier}
    return frozenset(name.lower() for name in named if name and name != "__default")


def _task_names(record: Record) -> frozenset[str]:
    """How a step without a name of its own is called in the file: `AzureCLI@2`."""
    task = record.task
    name = text(task.name).lower() if task else ""
    version = text(task.version).split(".")[0] if task else ""
    return frozenset({name, f"{name}@{version}"} if version else {name} if name else ())


def _ran(record: Record) -> bool:
    return text(record.result).lower() in _RAN


def _kind(record: Record) -> str:
    return text(record.type).lower()
