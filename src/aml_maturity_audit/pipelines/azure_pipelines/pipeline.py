"""An Azure Pipelines file from its root: stages, jobs, gates."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from aml_maturity_audit.pipelines.azure_pipelines.conditions import never_runs
from aml_maturity_audit.pipelines.azure_pipelines.expand import View, strings
from aml_maturity_audit.pipelines.azure_pipelines.scope import Scope
from aml_maturity_audit.pipelines.azure_pipelines.steps import StepReader
from aml_maturity_audit.pipelines.azure_pipelines.templates import entered, unrolled
from aml_maturity_audit.pipelines.azure_pipelines.variables import with_variables
from aml_maturity_audit.pipelines.commands.meaning import Sign
from aml_maturity_audit.pipelines.gates import Gates
from aml_maturity_audit.pipelines.ledger import NOWHERE, Ledger, Place
from aml_maturity_audit.pipelines.scripts import ScriptReader
from aml_maturity_audit.pipelines.yaml_tree import Table

_MOST_LEGS = 12
_HOOKS = ("preDeploy", "deploy", "routeTraffic", "postRouteTraffic")


@dataclass
class PipelineReader:
    """Reads stages and jobs into the ledger."""

    scripts: ScriptReader
    ledger: Ledger
    gates: Gates

    def root(self, root: Table, scope: Scope) -> None:
        """A whole file, or what it extends."""
        view = View(root, scope)
        scope = with_variables(view, scope, NOWHERE)
        view = View(root, scope)
        extends = view.view("extends")
        if extends is not None and extends.has("template"):
            inner = entered(extends, scope, NOWHERE)
            if inner:
                self.root(*inner)
        if view.has("stages"):
            self._stages(view)
        self._jobs(view, None, is_windows(view))

    def _stages(self, view: View) -> None:
        node, where = view.node("stages")
        previous: list[str] = []
        for stage, inside in unrolled(node, where, "stages", NOWHERE):
            name = stage.string("stage") or stage.string("displayName")
            depends = _depends(stage, previous)
            previous = [name]
            if never_runs(stage, inside) or self.gates.is_dead(None, depends, stage):
                self.gates.dead.add((None, name))
                continue
            self.gates.stage(name, depends)
            self.ledger.name(name, stage.string("displayName"))
            within = with_variables(stage, inside, Place(stage=name))
            self._jobs(seen_again(stage, within), name, is_windows(view, stage))

    def _jobs(self, view: View, stage: str | None, windows: bool) -> None:
        if view.has("steps"):
            place = Place(stage=stage)
            self._steps(view, place, windows)
            self.gates.job(stage, None, [])
        node, where = view.node("jobs")
        for job, inside in unrolled(node, where, "jobs", Place(stage=stage)):
            self._job(job, inside, stage, windows or is_windows(job))

    def _job(self, job: View, scope: Scope, stage: str | None, windows: bool) -> None:
        name = job.string("job") or job.string("deployment") or job.string("displayName")
        depends = _depends(job, [])
        if never_runs(job, scope) or self.gates.is_dead(stage, depends, job):
            self.gates.dead.add((stage, name))
            return
        self.ledger.name(name, job.string("displayName"))
        place = Place(stage=stage, job=name, around=job.string("displayName")[:120])
        self.gates.job(stage, name, depends)
        if job.has("deployment"):
            self._environment(job, place)
        scope = with_variables(job, scope, place)
        job = seen_again(job, scope)
        for leg in matrix_legs(job, scope):
            for view in _bodies(seen_again(job, leg)):
                self._steps(view, place, windows)

    def _environment(self, job: View, place: Place) -> None:
        """A deployment job's environment is where approvals and checks hang."""
        inner = job.view("environment")
        name = inner.string("name") if inner else job.string("environment")
        if not name:
            return
        name = name.split(".", 1)[0] if "$" not in name else name
        self.ledger.environments.setdefault(name[:200])
        sign = Sign("approval_or_environment_gate")
        origin = job.origin_of("environment")
        self.ledger.show([sign], origin, f"environment: {name}", place)
        self.gates.gated.add((place.stage, place.job))

    def _steps(self, view: View, place: Place, windows: bool) -> None:
        node, where = view.node("steps")
        reader = StepReader(self.scripts, self.ledger, self.gates, windows)
        for step, inside in unrolled(node, where, "steps", place):
            reader.read(step, inside, place)


def seen_again(view: View, scope: Scope) -> View:
    """The same mapping, its fields read with the variables of `scope` known."""
    again = object.__new__(View)
    again.scope, again.origin = scope, view.origin
    again.fields = {
        key: (node, replace(where, variables=scope.variables), origin)
        for key, (node, where, origin) in view.fields.items()
    }
    return again


def matrix_legs(job: View, scope: Scope) -> Iterator[Scope]:
    """The scope of every leg of a literal matrix, each with its variables; else the one scope."""
    strategy = job.view("strategy")
    matrix = strategy.view("matrix") if strategy else None
    legs = [name for name in (matrix.fields if matrix else ()) if not name.startswith("${{")]
    for name in legs[:_MOST_LEGS]:
        leg = matrix.view(name) if matrix else None
        given = {key: (text.value,) for key in (leg.fields if leg else ())
                 if leg and (text := leg.text(key)) is not None}  # fmt: skip
        yield scope.with_variables(given)
    if not legs:
        yield scope


def _bodies(job: View) -> Iterator[View]:
    """The views that hold the steps of a job: itself, and the hooks of its strategy."""
    yield job
    strategy = job.view("strategy")
    for kind in ("runOnce", "rolling", "canary"):
        lifecycle = strategy.view(kind) if strategy else None
        if lifecycle is None:
            continue
        for hook in _HOOKS:
            body = lifecycle.view(hook)
            if body is not None:
                yield body
        after = lifecycle.view("on")
        success = after.view("success") if after else None
        if success is not None:
            yield success


def _depends(view: View, otherwise: list[str]) -> list[str]:
    if not view.has("dependsOn"):
        return otherwise
    node, scope = view.node("dependsOn")
    return [name for name in strings(node, scope) if name]


def is_windows(*views: View) -> bool:
    """Whether the pool is a Windows one, where `script:` means cmd."""
    for view in views:
        pool = view.view("pool")
        image = pool.string("vmImage") if pool else view.string("pool")
        if "windows" in image.lower() or "vs20" in image.lower():
            return True
    return False
