"""Steps of a GitHub job or composite action."""

from dataclasses import dataclass, replace

from aml_maturity_audit.pipelines.elsewhere import Mount, Places, located, shown
from aml_maturity_audit.pipelines.expressions import evaluate
from aml_maturity_audit.pipelines.gates import Gates
from aml_maturity_audit.pipelines.github.actions import Action, read_action
from aml_maturity_audit.pipelines.github.checkouts import checked_out_by, workspace_given
from aml_maturity_audit.pipelines.github.inputs import arguments, declared_inputs, load
from aml_maturity_audit.pipelines.github.published import needs_a_look
from aml_maturity_audit.pipelines.github.references import Reference, action_named
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
    mounts: tuple[Mount, ...] = ()
    """Where the steps so far have checked out repositories."""

    def all(self, node: Node | None, scope: Scope, place: Place) -> None:
        """A list of steps."""
        for item in node.nodes if isinstance(node, Items) else ():
            if isinstance(item, Table) and scope.world.spend():
                self._step(item, scope, place)

    def action(self, root: Table, scope: Scope, inputs: dict[str, Value], place: Place) -> bool:
        """The steps of a composite action; of any other no, and it is said that it is a program."""
        runs = root.get("runs")
        steps = runs.get("steps") if isinstance(runs, Table) else None
        if not isinstance(steps, Items):
            name = shown(scope.file)
            self.ledger.say(f"the action {name} is a program, which was not looked into")
            return False
        self.all(steps, replace(scope, inputs=inputs), place)
        return True

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
        places = Places(self.mounts, scope.home)
        environment = dict(scope.environment)
        self.scripts.read(Script(text, dialect, place, environment, folder, places=places))

    def _uses(self, uses: Entry, step: Table, scope: Scope, place: Place) -> None:
        name = scope.string(uses.node)
        given = arguments(step.get("with"), scope)
        if name.startswith("./"):
            self._local(name, given, scope, place, uses.origin)
            return
        action = Action(name, _texts(step.get("with"), scope), uses.origin)
        self._by_name(action, scope, place)
        checked_out = checked_out_by(action)
        if checked_out is not None:
            self.mounts = (*[m for m in self.mounts if m.folder != checked_out.folder], checked_out)
        elif needs_a_look(action):
            self._look_into(action, given, scope, place)

    def _by_name(self, action: Action, scope: Scope, place: Place) -> None:
        """What the name of an action and its inputs say."""
        reading = read_action(action)
        if reading.approves:
            self.gates.validating.add((place.stage, place.job))
        self.ledger.azure_ml |= reading.meaning.azure_ml
        self.ledger.show(reading.meaning.signs, action.origin, action.summary, place)
        self.ledger.mention(reading.meaning.named, action.origin)
        named = workspace_named_by(action, scope.world.repository)
        if named is not None:
            self.ledger.mention([named], action.origin)
        for text, dialect in reading.scripts:
            self._script(text, dialect, scope, place, "")

    def _local(
        self, name: str, given: dict[str, Value], scope: Scope, place: Place, origin: Origin
    ) -> None:
        """An action in the job's folder: of what is checked out there, whoever calls it.

        Source: GitHub, "Workflow syntax", `steps[*].uses`: the path is relative to the job's
        working directory, so it is of the workflow's repository only where that is checked out.
        """
        folder = "" if name.strip("./") == "" else normal_path(name)
        key = None
        if folder is not None:
            key = Places(self.mounts).key(f"{folder}/action.yml".lstrip("/"))
        if key is None:
            where = f"{origin.file}:{origin.line}"
            self.ledger.say(f"{name} is of a repository that only the run knows ({where})")
            return
        found = located(key)
        source, path = found if found is not None else (None, key)
        self._enter(Reference(source, path.rpartition("/")[0]), given, scope, place, origin)

    def _look_into(
        self, action: Action, given: dict[str, Value], scope: Scope, place: Place
    ) -> None:
        """An action of another repository whose name says nothing: its steps, where it has some."""
        where = f"{action.origin.file}:{action.origin.line}"
        found = action_named(action.reference)
        if found is None:
            self.ledger.say(f"{action.reference} was not looked into ({where})")
            return
        if found.key("action.yml") not in scope.world.repository.files:
            self.ledger.say(f"the action {action.reference} was not read ({where})")
        if not self._enter(found, given, scope, place, action.origin):
            told = workspace_given(action)
            self.ledger.azure_ml |= bool(told)
            self.ledger.mention(told, action.origin)

    def _enter(
        self,
        found: Reference,
        given: dict[str, Value],
        scope: Scope,
        place: Place,
        origin: Origin,
    ) -> bool:
        """Read the steps of an action where it lies; no where it has none that can be read."""
        where = f"{origin.file}:{origin.line}"
        file = _present([found.key("action.yml"), found.key("action.yaml")], scope)
        root = load(scope, file, where) if file is not None else None
        if file is None or root is None:
            return False
        inputs = {**declared_inputs(root, free=False), **given}
        home = (found.source, found.path)
        inner = replace(scope, file=file, trail=(*scope.trail, file), matrix={}, home=home)
        return self.action(root, inner, inputs, place)


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
