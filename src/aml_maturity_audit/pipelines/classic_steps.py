"""Steps of classic definitions: tasks by id, read like those of YAML pipelines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aml_maturity_audit.pipelines.classic_tasks import task_name
from aml_maturity_audit.pipelines.expressions import evaluate
from aml_maturity_audit.pipelines.ledger import Ledger, Place
from aml_maturity_audit.pipelines.loose import fields, flag, text
from aml_maturity_audit.pipelines.repository import Repository
from aml_maturity_audit.pipelines.scripts import Script, ScriptReader
from aml_maturity_audit.pipelines.substitution import with_macros
from aml_maturity_audit.pipelines.tasks import Task, read_task
from aml_maturity_audit.pipelines.texts import Origin, Text
from aml_maturity_audit.pipelines.values import UNKNOWN, Value, truth


@dataclass
class ClassicSteps:
    """Reads the steps of one definition into the ledger."""

    ledger: Ledger
    origin: Origin
    variables: dict[str, str]
    """Literal variables, by lower-case name."""

    def never(self, condition: str) -> bool:
        """Whether a condition never holds."""
        return bool(condition.strip()) and truth(evaluate(condition, self._lookup)) is False

    def _lookup(self, path: list[str]) -> Value:
        known = self.variables.get(path[-1].casefold()) if path[0].lower() == "variables" else None
        return UNKNOWN if known is None else known

    def read(self, steps: Iterable[Mapping[str, object]], place: Place) -> None:
        """All steps that can run."""
        for step in steps:
            if flag(step, "enabled") is not False and not self.never(text(step, "condition")):
                self._step(step, place)

    def _step(self, step: Mapping[str, object], place: Place) -> None:
        display = text(step, "displayName") or text(step, "name")
        place = place.within(step=display or None, around=display)
        task = fields(step.get("task"))
        identifier = text(task, "id") or text(step, "taskId")
        kinds = {text(task, "definitionType").lower(), text(step, "definitionType").lower()}
        if "metatask" in kinds:
            self.ledger.say(f"the task group `{display}` was not read")
            return
        given = fields(step.get("inputs"))
        inputs = {str(key): str(value) for key, value in given.items() if value}
        version = (text(task, "versionSpec") or text(step, "version")).split(".")[0]
        name = task_name(identifier, inputs)
        if not name:
            return
        texts = {key.lower(): self._filled(value) for key, value in inputs.items()}
        self._task(Task(f"{name}@{version}", texts, self.origin, place.around), place)

    def _task(self, task: Task, place: Place) -> None:
        reading = read_task(task)
        if reading.connection:
            self.ledger.connections.setdefault(reading.connection[:200])
        self.ledger.azure_ml |= reading.meaning.azure_ml
        self.ledger.show(reading.meaning.signs, task.origin, task.summary, place)
        self.ledger.mention(reading.meaning.named, task.origin)
        reader = ScriptReader(Repository({}), self.ledger)
        environment: dict[str, str | None] = {
            name.upper().replace(".", "_"): value for name, value in self.variables.items()
        }
        for script, dialect in reading.scripts:
            reader.read(Script(script, dialect, place, environment))

    def _filled(self, value: str) -> Text:
        return with_macros(Text.at(value, self.origin), self._known)

    def _known(self, name: str) -> str | None:
        return self.variables.get(name.casefold())
