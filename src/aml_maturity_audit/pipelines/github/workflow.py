"""Workflows: jobs, their gates, and the reusable workflows they call."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from aml_maturity_audit.pipelines.commands.meaning import Sign
from aml_maturity_audit.pipelines.commands.names import applied, practices_of, stem
from aml_maturity_audit.pipelines.elsewhere import is_elsewhere, shown
from aml_maturity_audit.pipelines.gates import Gates
from aml_maturity_audit.pipelines.github.inputs import arguments, declared_inputs, load
from aml_maturity_audit.pipelines.github.references import stage_within, workflow_named
from aml_maturity_audit.pipelines.github.scope import Scope
from aml_maturity_audit.pipelines.github.steps import StepReader, never_runs
from aml_maturity_audit.pipelines.ledger import Ledger, Place
from aml_maturity_audit.pipelines.scripts import ScriptReader
from aml_maturity_audit.pipelines.texts import Origin, Text
from aml_maturity_audit.pipelines.values import Value, str_of
from aml_maturity_audit.pipelines.yaml_tree import (
    Items,
    Node,
    Scalar,
    Table,
)

_MOST_COMBINATIONS = 24
_EVEN_AFTER = ("always()", "cancelled()", "failure()")


@dataclass
class WorkflowReader:
    """Reads jobs into the ledger."""

    scripts: ScriptReader
    ledger: Ledger
    gates: Gates

    def root(
        self, root: Table, scope: Scope, inputs: dict[str, Value], stage: str | None = None
    ) -> None:
        """All jobs of a workflow; `stage` is the job that calls it."""
        scope = replace(scope, inputs=inputs).with_environment(root.get("env"))
        jobs = root.get("jobs")
        for entry in jobs.entries if isinstance(jobs, Table) else ():
            if isinstance(entry.node, Table) and scope.world.spend():
                self._job(entry.key, entry.node, scope, stage, root)

    def _job(self, name: str, job: Table, scope: Scope, stage: str | None, root: Table) -> None:
        needs = _names(job.get("needs"))
        if never_runs(job, scope) or self._needs_the_dead(job, needs, stage):
            self.gates.dead.add((stage, name))
            return
        display = scope.string(job.get("name"))
        self.ledger.name(name, display)
        self.gates.job(stage, name, needs)
        place = Place(stage=stage, job=name, around=(display or name)[:120])
        self._environment(job, scope, place)
        if isinstance(job.get("uses"), Scalar):
            for inside in _combinations(job, scope):
                self._call(job, inside, place)
            return
        for inside in _combinations(job, scope.with_environment(job.get("env"))):
            folder = _default(root, job, "working-directory")
            steps = StepReader(self.scripts, self.ledger, self.gates, _shell(root, job), folder)
            steps.all(job.get("steps"), inside, place)

    def _needs_the_dead(self, job: Table, needs: list[str], stage: str | None) -> bool:
        condition = job.get("if")
        text = condition.value if isinstance(condition, Scalar) else ""
        if any(word in text.replace(" ", "") for word in _EVEN_AFTER):
            return False
        return any((stage, name) in self.gates.dead for name in needs)

    def _environment(self, job: Table, scope: Scope, place: Place) -> None:
        entry = job.entry("environment")
        if entry is None:
            return
        node = entry.node.get("name") if isinstance(entry.node, Table) else entry.node
        name = scope.string(node)
        if not name:
            return
        self.ledger.environments.setdefault(name[:200])
        sign = Sign("approval_or_environment_gate")
        self.ledger.show([sign], entry.origin, f"environment: {name}", place)
        self.gates.gated.add((place.stage, place.job))

    def _call(self, job: Table, scope: Scope, place: Place) -> None:
        """A reusable workflow, of this repository or of another."""
        entry = job.entry("uses")
        assert entry is not None
        name = scope.string(entry.node)
        where = f"{entry.origin.file}:{entry.origin.line}"
        called = workflow_named(name, scope.source)
        if called is None:
            self.ledger.say(f"{name} names no workflow that can be read ({where})")
            return
        file = called.key()
        if is_elsewhere(file) and file not in scope.world.repository.files:
            self._by_its_name(name, job, scope, place, entry.origin)
        root = load(scope, file, where)
        if root is None:
            return
        inputs = {**declared_inputs(root, free=False), **arguments(job.get("with"), scope)}
        trail = (*scope.trail, file)
        inner = replace(
            scope, file=file, trail=trail, source=called.source, environment={}, matrix={}
        )
        stage = stage_within(place.stage, place.job)
        self.gates.begin(stage)
        self.root(root, inner, inputs, stage=stage)

    def _by_its_name(
        self, name: str, job: Table, scope: Scope, place: Place, origin: Origin
    ) -> None:
        """A workflow of another repository that nobody handed in: its name is all that is known."""
        self.ledger.say(
            f"the workflow {name} of another repository was not read ({origin.file}:{origin.line})"
        )
        path = name.partition("@")[0]
        given = [str_of(value) for value in arguments(job.get("with"), scope).values()]
        found = practices_of(stem(path), place.around) | applied(path, given)
        signs = [Sign(practice, inferred=True) for practice in sorted(found)]
        self.ledger.show(signs, origin, f"uses: {name}", place)


def _names(node: Node | None) -> list[str]:
    if isinstance(node, Items):
        return [item.value for item in node.nodes if isinstance(item, Scalar)]
    return [node.value] if isinstance(node, Scalar) else []


def _default(root: Table, job: Table, key: str) -> str:
    """What `defaults.run` says of a key; the job's own goes first."""
    for holder in (job, root):
        defaults = holder.get("defaults")
        run = defaults.get("run") if isinstance(defaults, Table) else None
        value = run.get(key) if isinstance(run, Table) else None
        if isinstance(value, Scalar):
            return value.value
    return ""


def _shell(root: Table, job: Table) -> str:
    """The shell of steps that name none."""
    named = _default(root, job, "shell")
    windows = any("windows" in name.lower() for name in _names(job.get("runs-on")))
    return named or ("pwsh" if windows else "bash")


def _combinations(job: Table, scope: Scope) -> Iterator[Scope]:
    """The scope for every value a literal matrix takes, one dimension at a time."""
    strategy = job.get("strategy")
    matrix = strategy.get("matrix") if isinstance(strategy, Table) else None
    if not isinstance(matrix, Table):
        yield scope
        return
    found: list[dict[str, Text]] = []
    for entry in matrix.entries:
        if entry.key == "exclude" or not isinstance(entry.node, Items):
            continue
        for item in entry.node.nodes:
            if isinstance(item, Scalar):
                found.append({entry.key.casefold(): item.text})
            elif isinstance(item, Table) and entry.key == "include":
                found.append(_scalars(item))
    if len(found) > _MOST_COMBINATIONS:
        scope.world.ledger.say(
            f"of the matrix in {shown(scope.file)} the first {_MOST_COMBINATIONS} values were read"
        )
    for values in found[:_MOST_COMBINATIONS] or [{}]:
        yield replace(scope, matrix=values)


def _scalars(table: Table) -> dict[str, Text]:
    return {
        entry.key.casefold(): entry.node.text
        for entry in table.entries
        if isinstance(entry.node, Scalar)
    }
