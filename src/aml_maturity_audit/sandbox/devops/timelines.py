"""Timelines of builds: stages, phases, jobs and steps as a flat list of records."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from aml_maturity_audit.sandbox.devops.specs import BuildSpec
from aml_maturity_audit.sandbox.estate.guids import guid_of
from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.estate.settings import Record, convert

_DEFAULT = ({"stage": "__default", "jobs": [{"job": "Job"}]},)
_RESULTS = {"partiallySucceeded": "succeededWithIssues"}


class Step(Record, frozen=True, kw_only=True):
    """A step: what it is called, and the task behind it."""

    step: str
    task: str | None = None
    result: str | None = None


class Job(Record, frozen=True, kw_only=True):
    """A job with its steps."""

    job: str
    result: str | None = None
    steps: tuple[str | Step, ...] = ()


class Stage(Record, frozen=True, kw_only=True):
    """A stage with its jobs."""

    stage: str
    result: str | None = None
    jobs: tuple[Job, ...] = ()


class Other(Record, frozen=True, kw_only=True):
    """Any other record, with its children."""

    type: str
    name: str
    result: str | None = None
    state: str = "completed"
    children: tuple[Mapping[str, Any], ...] = ()


def timeline(spec: BuildSpec, build: Tree, where: str) -> Tree | None:
    """The timeline of a build; None where the estate says that there is none."""
    if spec.timeline is None:
        return None
    written = _DEFAULT if spec.timeline is msgspec.UNSET else spec.timeline
    records = _Records(build, where)
    found = [record for node in written for record in records.of(node, None)]
    number = build["id"]
    return {
        "id": guid_of(f"{build['url']}/timeline"),
        "changeId": len(found),
        "lastChangedOn": build["finishTime"],
        "records": list(found),
        "url": f"{build['url']}/Timeline/{number}",
    }


class _Records:
    def __init__(self, build: Tree, where: str) -> None:
        self._build = build
        self._where = f"{where}/timeline"
        self._order = 0

    def of(self, node: Mapping[str, Any], parent: Tree | None) -> Iterator[Tree]:
        """The record of a written node, and all below it."""
        if "stage" in node:
            yield from self._stage(convert(node, Stage, self._where), parent)
        elif "job" in node:
            yield from self._job(convert(node, Job, self._where), parent, None)
        elif "step" in node:
            yield self._step(convert(node, Step, self._where), parent, None)
        else:
            other = convert(node, Other, self._where)
            record = self._record(other.type, other.name, parent, other.result)
            record["state"] = other.state
            yield record
            for child in other.children:
                yield from self.of(child, record)

    def _stage(self, stage: Stage, parent: Tree | None) -> Iterator[Tree]:
        record = self._record("Stage", stage.stage, parent, stage.result)
        yield record
        for job in stage.jobs:
            phase = self._record("Phase", job.job, record, job.result or stage.result)
            yield phase
            yield from self._job(job, phase, stage.result)

    def _job(self, job: Job, parent: Tree | None, above: str | None) -> Iterator[Tree]:
        result = job.result or above
        record = self._record("Job", job.job, parent, result)
        yield record
        for written in job.steps:
            step = Step(step=written) if isinstance(written, str) else written
            yield self._step(step, record, result)

    def _step(self, step: Step, parent: Tree | None, above: str | None) -> Tree:
        record = self._record("Task", step.step, parent, step.result or above)
        name = step.task or "CmdLine"
        record["task"] = {"id": guid_of(f"task/{name}"), "name": name, "version": "2.0.0"}
        return record

    def _record(self, type_: str, name: str, parent: Tree | None, result: str | None) -> Tree:
        self._order += 1
        shown = result or str(self._build["result"])
        path = f"{parent['identifier']}.{name}" if parent and type_ != "Phase" else name
        skipped = shown == "skipped"
        return {
            "id": guid_of(f"{self._build['url']}/{self._order}"),
            "parentId": parent["id"] if parent else None,
            "type": type_,
            "name": name,
            "identifier": path,
            "refName": name,
            "startTime": None if skipped else self._build["startTime"],
            "finishTime": self._build["finishTime"],
            "state": "completed",
            "result": _RESULTS.get(shown, shown),
            "order": self._order,
            "attempt": 1,
            "previousAttempts": [],
            "errorCount": 0,
            "warningCount": 0,
            "log": None,
            "task": None,
        }
