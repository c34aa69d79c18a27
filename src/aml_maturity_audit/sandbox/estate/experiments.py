"""Experiments and runs as MLflow shows them, from a workspace's `experiments:`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from aml_maturity_audit.sandbox.estate.filling import Filling
from aml_maturity_audit.sandbox.estate.guids import guid_of
from aml_maturity_audit.sandbox.estate.items import Entry, entries
from aml_maturity_audit.sandbox.estate.merging import Templates, Tree
from aml_maturity_audit.sandbox.estate.times import absolute
from aml_maturity_audit.sandbox.estate.vocabulary import require_known
from aml_maturity_audit.sandbox.estate.world import Resource, World
from aml_maturity_audit.sandbox.estate.yamlfile import Plain

_EXPERIMENT_KEYS = frozenset(
    [
        "name",
        "id",
        "lifecycleStage",
        "created",
        "tags",
        "runs",
        "eachJob",
        "like",
        "repeat",
        "every",
    ]
)
_RUN_KEYS = frozenset(
    ["name", "id", "status", "start", "end", "user", "lifecycleStage", "like", "repeat", "every"]
) | {"metrics", "params", "tags"}
_STATUSES = {
    "Completed": "FINISHED",
    "Failed": "FAILED",
    "Canceled": "KILLED",
    "Running": "RUNNING",
}


@dataclass
class Experiment:
    """One experiment; its runs are built when first asked for."""

    workspace: str
    entry: Entry
    filling: Filling
    templates: Templates
    world: World

    @cached_property
    def name(self) -> str:
        """The experiment's name."""
        return self.entry.name(self.filling)

    @cached_property
    def body(self) -> Tree:
        """The experiment as `experiments/search` lists it."""
        spec = self._spec
        created = milliseconds(spec.get("created"))
        return {
            "experiment_id": str(spec.get("id") or guid_of(f"{self.workspace}/e/{self.name}")),
            "name": self.name,
            "artifact_location": "",
            "lifecycle_stage": spec.get("lifecycleStage", "active"),
            "creation_time": created,
            "last_update_time": created,
            "tags": pairs(spec.get("tags")),
        }

    @cached_property
    def runs(self) -> list[Tree]:
        """The experiment's runs as `runs/search` lists them, newest first."""
        written = [self._written(entry) for entry in self._run_entries]
        found = [*written, *self._of_jobs()]
        return sorted(found, key=started, reverse=True)

    @cached_property
    def _spec(self) -> Tree:
        inner = self.entry.filling(self.filling)
        plain = {k: v for k, v in self.entry.spec.items() if k not in ("runs", "eachJob")}
        filled = inner.fill(plain)
        assert isinstance(filled, dict)
        return filled

    @property
    def _run_entries(self) -> list[Entry]:
        where = f"{self.entry.where}/runs"
        found = entries(self.entry.spec.get("runs"), self.templates, where)
        for entry in found:
            require_known(entry.spec, _RUN_KEYS, entry.where)
        return found

    def _written(self, entry: Entry) -> Tree:
        inner = entry.filling(self.entry.filling(self.filling))
        spec = inner.fill(entry.spec)
        assert isinstance(spec, dict)
        return self._run(entry.name(self.filling), spec)

    def _of_jobs(self) -> Iterator[Tree]:
        """A run for every job of the experiment, where the estate says `eachJob`."""
        each = self.entry.spec.get("eachJob")
        if not isinstance(each, dict):
            return
        require_known(each, _RUN_KEYS, f"{self.entry.where}/eachJob")
        jobs = self.world.collections.get(f"{self.workspace}/jobs".lower())
        for job in jobs.items if jobs else ():
            if job.get("properties", "experimentName") == self.name:
                spec = self.filling.with_variables(job=job.name).fill(each)
                assert isinstance(spec, dict)
                yield self._run(job.name, {**_like_job(job), **spec})

    def _run(self, name: str, spec: Mapping[str, Plain]) -> Tree:
        run_id = str(spec.get("id") or name)
        start, end = milliseconds(spec.get("start")), milliseconds(spec.get("end"))
        info: Tree = {
            "run_id": run_id,
            "run_uuid": run_id,
            "run_name": name,
            "experiment_id": self.body["experiment_id"],
            "user_id": spec.get("user", ""),
            "status": spec.get("status", "FINISHED"),
            "start_time": start,
            "end_time": end,
            "artifact_uri": f"{self.world.url}/artifacts/{run_id}",
            "lifecycle_stage": spec.get("lifecycleStage", "active"),
        }
        metrics: list[Plain] = [
            {**pair, "timestamp": end or start, "step": 0} for pair in _pairs(spec.get("metrics"))
        ]
        data: Tree = {
            "metrics": metrics,
            "params": pairs(spec.get("params"), text=True),
            "tags": pairs(spec.get("tags"), text=True),
        }
        return {"info": info, "data": data}


def experiments_of(
    raw: Plain, workspace: str, filling: Filling, templates: Templates, world: World
) -> list[Experiment]:
    """The experiments of a workspace; unknown keys are errors."""
    found = entries(raw, templates, f"{workspace}/experiments")
    for entry in found:
        require_known(entry.spec, _EXPERIMENT_KEYS, entry.where)
    return [Experiment(workspace, entry, filling, templates, world) for entry in found]


def milliseconds(value: Plain) -> int | None:
    """A time as MLflow counts it; None where there is none."""
    if isinstance(value, int):
        return value
    return int(absolute(value).timestamp() * 1000) if isinstance(value, str) else None


def started(run: Tree) -> int:
    """When a run started, 0 where it does not say."""
    info = run["info"]
    start = info.get("start_time") if isinstance(info, dict) else None
    return start if isinstance(start, int) else 0


def pairs(value: Plain, *, text: bool = False) -> list[Plain]:
    """A mapping as MLflow writes it: a list of keys and values."""
    return [{**pair, "value": str(pair["value"])} if text else {**pair} for pair in _pairs(value)]


def _pairs(value: Plain) -> list[Tree]:
    items = value.items() if isinstance(value, dict) else ()
    return [{"key": key, "value": item} for key, item in items]


def _like_job(job: Resource) -> Tree:
    status = job.get("properties", "status")
    return {
        "status": _STATUSES.get(str(status), "SCHEDULED"),
        "start": job.get("systemData", "createdAt"),
        "user": job.get("systemData", "createdBy"),
    }
