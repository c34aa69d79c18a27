"""Steps of an Azure Pipelines job: scripts and tasks."""

from dataclasses import dataclass, replace

from aml_maturity_audit.pipelines.azure_pipelines.conditions import never_runs
from aml_maturity_audit.pipelines.azure_pipelines.expand import View
from aml_maturity_audit.pipelines.azure_pipelines.scope import Scope
from aml_maturity_audit.pipelines.choices import each_choice, settled_choices
from aml_maturity_audit.pipelines.gates import Gates
from aml_maturity_audit.pipelines.ledger import Ledger, Place
from aml_maturity_audit.pipelines.script_paths import folder_of
from aml_maturity_audit.pipelines.scripts import Script, ScriptReader
from aml_maturity_audit.pipelines.shell import BASH, CMD, POWERSHELL
from aml_maturity_audit.pipelines.tasks import Task, is_approval, read_task
from aml_maturity_audit.pipelines.texts import Text

_SCRIPT_KEYS = {"bash": BASH, "pwsh": POWERSHELL, "powershell": POWERSHELL}


_FOLDERS = ("workingDirectory", "workingDir", "cwd", "workingFolder", "projectDirectory")
_USUAL = {"script": "CmdLine", "bash": "Bash", "pwsh": "PowerShell", "powershell": "PowerShell"}


@dataclass
class StepReader:
    """Reads one job's steps into the ledger."""

    scripts: ScriptReader
    ledger: Ledger
    gates: Gates
    windows: bool

    def read(self, step: View, scope: Scope, place: Place) -> None:
        """One step, unless it never runs."""
        if never_runs(step, scope):
            return
        display = step.string("displayName")
        name = display or step.string("name") or _usual_name(step)
        place = place.within(step=name, around=display)
        if scope.around:
            place = place.within(around=scope.around)
        if step.has("task"):
            self._task(step, scope, place)
            return
        dialects = {**_SCRIPT_KEYS, "script": CMD if self.windows else BASH}
        for key, dialect in dialects.items():
            text = step.text(key)
            if text is not None:
                folder = folder_of(step.string("workingDirectory"))
                self._script(Script(text, dialect, place, environment(step, scope), folder), scope)

    def _script(self, script: Script, scope: Scope) -> None:
        self.scripts.read(replace(script, choices=choices_of(scope)))

    def _task(self, step: View, scope: Scope, place: Place) -> None:
        inputs = step.view("inputs")
        texts: dict[str, Text] = {}
        for key in inputs.fields if inputs else ():
            text = inputs.text(key) if inputs else None
            if text is not None:
                texts[key] = text
        task = Task(step.string("task"), texts, step.origin_of("task"), place.around)
        if is_approval(task.name):
            self.gates.validating.add((place.stage, place.job))
        reading = read_task(task, windows=self.windows)
        if reading.connection:
            self.ledger.connections.setdefault(reading.connection[:200])
        self.ledger.azure_ml |= reading.meaning.azure_ml
        self.ledger.show(reading.meaning.signs, task.origin, task.summary, place)
        self.ledger.mention(each_choice(reading.meaning.named, choices_of(scope)), task.origin)
        for text, dialect in reading.scripts:
            folder = folder_of(task.input(*_FOLDERS))
            self._script(Script(text, dialect, place, environment(step, scope), folder), scope)


def _usual_name(step: View) -> str | None:
    """The name a timeline gives a step that has none."""
    task = step.string("task").partition("@")[0].rsplit(".", 1)[-1]
    return task or next((_USUAL[key] for key in _USUAL if step.has(key)), None)


def choices_of(scope: Scope) -> dict[str, tuple[str, ...]]:
    """Variables with several possible literals."""
    known = {name: values for name, values in scope.variables.items() if len(values) > 1}
    return {name: found for name in known if (found := settled_choices(name, scope.variables))}


def environment(step: View, scope: Scope) -> dict[str, str | None]:
    """Environment variables a script sees: literal pipeline variables and the step's `env`."""
    known: dict[str, str | None] = {}
    for name in scope.variables:
        value = scope.variable(name)
        if value is not None and name not in scope.world.volatile and "$(" not in value:
            known[name.upper().replace(".", "_")] = value
    env = step.view("env")
    for key, (node, where, _) in env.fields.items() if env else ():
        text = where.text(node)
        literal = text is not None and "$(" not in text.value and "${{" not in text.value
        known[key.upper()] = text.value if text is not None and literal else None
    return known
