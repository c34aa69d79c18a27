"""Steps of a GitHub job or composite action."""

from dataclasses import dataclass, replace

from aml_maturity_audit.pipelines.expressions import evaluate
from aml_maturity_audit.pipelines.gates import Gates
from aml_maturity_audit.pipelines.github.actions import Action, read_action
from aml_maturity_audit.pipelines.github.inputs import arguments, declared_inputs, load
from aml_maturity_audit.pipelines.github.scope import Scope
from aml_maturity_audit.pipelines.github.workspace_files import workspace_named_by
from aml_maturity_audit.pipelines.ledger import Ledger, Place
from aml_maturity_audit.pipelines.repository import normal_path
from aml_maturity_audit.pipelines.script_paths import folder_of
from aml_maturity_audit.pipelines.scripts import Script, ScriptReader
from aml_maturity_audit.pipelines.shell import BASH, CMD, POWERSHELL, PYTHON
from aml_maturity_audit.pipelines.texts import Origin, Text
from aml_maturity_audit.pipelines.values import Value, truth
from aml_maturity_audit.pipelines.yaml_tree import Entry, Items, Node, Scalar, Table


def never_runs(table: Table, scope: Scope) -> bool:
    """Whether an `if` never holds, with everything literal known."""
    node = table.get("if")
    if not isinstance(node, Scalar) or not node.value.strip():
        return False
    return truth(evaluate(node.value, scope.lookup)) is False


def dialect_of_shell(shell: str) -> str:
    """The dialect of a `shell:`; bash where it is another."""
    name = shell.strip().split(" ")[0].lower()
    if name in {"pwsh", "powershell"}:
        return POWERSHELL
    if name.startswith("python"):
        return PYTHON
    return CMD if name == "cmd" else BASH


@dataclass
class StepReader:
    """Reads steps into the ledger."""

    scripts: ScriptReader
    ledger: Ledger
    gates: Gates
    shell: str = "bash"
    folder: str = ""
    """The working directory of steps that name none."""

    def all(self, node: Node | None, scope: Scope, place: Place) -> None:
        """A list of steps."""
        for item in node.nodes if isinstance(node, Items) else ():
            if isinstance(item, Table) and scope.world.spend():
                self._step(item, scope, place)

    def action(self, root: Table, scope: Scope, inputs: dict[str, Value], place: Place) -> None:
        """The steps of a composite action."""
        runs = root.get("runs")
        if isinstance(runs, Table):
            inner = replace(scope, inputs=inputs)
            self.all(runs.get("steps"), inner, place)

    def _step(self, step: Table, scope: Scope, place: Place) -> None:
        if never_runs(step, scope):
            return
        scope = scope.with_environment(step.get("env"))
        display = scope.string(step.get("name"))
        uses = step.entry("uses")
        name = display or scope.string(step.get("id")) or scope.string(step.get("uses")) or None
        place = place.within(step=place.step or name, around=display)
        run = scope.text(step.get("run"))
        if run is not None:
            shell = scope.string(step.get("shell")) or self.shell
            folder = folder_of(scope.string(step.get("working-directory")) or self.folder)
            self._script(run, dialect_of_shell(shell), scope, place, folder)
        elif uses is not None:
            self._uses(uses, step, scope, place)

    def _script(
        self, text: Text, dialect: str, scope: Scope, place: Place, folder: str | None
    ) -> None:
        self.scripts.read(Script(text, dialect, place, dict(scope.environment), folder))

    def _uses(self, uses: Entry, step: Table, scope: Scope, place: Place) -> None:
        name = scope.string(uses.node)
        given = arguments(step.get("with"), scope)
        if name.startswith("./"):
            self._local(name, given, scope, place, uses.origin)
            return
        action = Action(name, _texts(step.get("with"), scope), uses.origin)
        reading = read_action(action)
        if reading.approves:
            self.gates.validating.add((place.stage, place.job))
        self.ledger.azure_ml |= reading.meaning.azure_ml
        self.ledger.show(reading.meaning.signs, uses.origin, action.summary, place)
        self.ledger.mention(reading.meaning.named, uses.origin)
        named = workspace_named_by(action, scope.world.repository)
        if named is not None:
            self.ledger.mention([named], uses.origin)
        for text, dialect in reading.scripts:
            self._script(text, dialect, scope, place, "")

    def _local(
        self, name: str, given: dict[str, Value], scope: Scope, place: Place, origin: Origin
    ) -> None:
        """An action of this repository."""
        folder = normal_path(name)
        where = f"{origin.file}:{origin.line}"
        own = name.strip() in {"./", "."}  # the action whose repository this is
        names = [f"{folder}/action.yml", f"{folder}/action.yaml"] if folder else []
        names = ["action.yml", "action.yaml"] if own else names
        file = _present(names, scope)
        if file is None:
            return
        root = load(scope, file, where)
        if root is None:
            return
        inputs = {**declared_inputs(root, free=False), **given}
        inner = replace(scope, file=file, trail=(*scope.trail, file), matrix={})
        self.action(root, inner, inputs, place)


def _present(names: list[str], scope: Scope) -> str | None:
    """The first of two possible files that exists; both are wanted while neither is known."""
    files = scope.world.repository.files
    for name in names:
        if isinstance(files.get(name), bytes):
            return name
    for name in names:
        if name not in files:
            scope.world.repository.wants.setdefault(name)
            return None
    return names[0] if names else None


def _texts(node: Node | None, scope: Scope) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for entry in node.entries if isinstance(node, Table) else ():
        text = scope.text(entry.node)
        if text is not None:
            found[entry.key.casefold()] = text
    return found
