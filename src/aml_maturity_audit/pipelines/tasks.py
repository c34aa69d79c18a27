"""Azure Pipelines tasks by name and inputs; classic steps are read the same way."""

import re
from dataclasses import dataclass, field

from aml_maturity_audit.pipelines.commands.meaning import Meaning, Named
from aml_maturity_audit.pipelines.shell import BASH, CMD, POWERSHELL, PYTHON, Word
from aml_maturity_audit.pipelines.task_rules import RULES, package_command
from aml_maturity_audit.pipelines.texts import NOWHERE_LINE, Origin, Text

_CONNECTIONS = ("azureSubscription", "connectedServiceNameARM", "ConnectedServiceName",
                "azureResourceManagerConnection", "backendServiceArm",
                "environmentServiceNameAzureRM",
                "environmentServiceName", "serviceConnection", "azureSubscriptionEndpoint",
                "connectedServiceNameSelector", "azureMLServiceConnection")  # fmt: skip
_WORKSPACE = ("azureMLWorkspaceName", "workspaceName", "amlWorkspaceName", "azureml_workspace",
              "mlWorkspaceName", "azureMLWorkspace")  # fmt: skip
_GROUP = ("resourceGroupName", "resourceGroup", "azureMLResourceGroup")


@dataclass(frozen=True)
class Task:
    """A task as a step calls it."""

    reference: str
    """As it stands there, as `AzureCLI@2` or `publisher.extension.Name@0`."""
    inputs: dict[str, Text] = field(default_factory=dict)
    """By lower-case name."""
    origin: Origin = NOWHERE_LINE
    around: str = ""
    """Display names of its step and job."""

    @property
    def name(self) -> str:
        """Its own name in lower case, without publisher and version."""
        return self.reference.partition("@")[0].rsplit(".", 1)[-1].strip().lower()

    @property
    def version(self) -> str:
        """Its major version."""
        return self.reference.partition("@")[2].strip().split(".")[0]

    def input(self, *names: str) -> str:
        """The first of these inputs that is set, else empty."""
        for name in names:
            text = self.inputs.get(name.lower())
            if text is not None and text.value.strip():
                return text.value.strip()
        return ""

    @property
    def summary(self) -> str:
        """The task with what says most about it."""
        told = [
            self.input(name)
            for name in ("command", "action", "arguments", "repository", "overrideValues")
        ]
        return " ".join([f"task: {self.reference}", *[text for text in told if text]])


@dataclass
class TaskReading:
    """What a task means, the scripts it carries, and the connection it uses."""

    meaning: Meaning = field(default_factory=Meaning)
    scripts: list[tuple[Text, str]] = field(default_factory=list)
    connection: str = ""


def is_approval(name: str) -> bool:
    """Whether a task waits for a person."""
    return name in {"manualvalidation", "manualintervention"}


def read_task(task: Task, *, windows: bool = False) -> TaskReading:
    """What a task does, by its name and inputs."""
    reading = TaskReading(connection=task.input(*_CONNECTIONS))
    carried = _script_of(task, windows=windows)
    if carried is not None:
        reading.scripts += carried
        return reading
    if task.name in {"npm", "yarn"}:
        reading.scripts.append((package_command(task), BASH))
        return reading
    rule = RULES.get(task.name)
    if rule is not None:
        reading.meaning = rule(task)
    if "azureml" in task.reference.lower() or re.match(r"(?:aml|mlpublished|azureml)", task.name):
        reading.meaning.azure_ml = True
        _workspace(reading.meaning, task)
    if is_approval(task.name):
        reading.meaning.show("approval_or_environment_gate")
    return reading


def _workspace(meaning: Meaning, task: Task) -> None:
    name = task.input(*_WORKSPACE)
    if name:
        group = task.input(*_GROUP)
        meaning.named.append(Named(_word(name), _word(group) if group else None))


def _word(text: str) -> Word:
    return Word(text, known="$(" not in text and "${{" not in text)


def _script_of(task: Task, *, windows: bool) -> list[tuple[Text, str]] | None:
    """The scripts a scripting task carries or names; None where it is no scripting task."""
    found = _SCRIPTING.get(task.name)
    if found is None:
        return None
    inline_keys, path_keys, dialect = found
    if task.name == "azurecli":
        dialect = _azure_cli_dialect(task, windows)
    if task.name in {"cmdline"} and not windows:
        dialect = BASH
    inline = _first(task, inline_keys)
    path = _first(task, path_keys)
    location = task.input("scriptLocation", "targetType", "scriptType", "scriptSource").lower()
    by_path = location.startswith(("file", "scriptpath")) or inline is None
    if by_path and path is not None:
        arguments = task.input("arguments", "scriptArguments", "args")
        return [(_call(path, arguments, dialect), dialect if dialect != PYTHON else BASH)]
    return [(inline, dialect)] if inline is not None else []


def _azure_cli_dialect(task: Task, windows: bool) -> str:
    kind = task.input("scriptType").lower()
    if kind in {"ps", "pscore"}:
        return POWERSHELL
    return CMD if kind == "batch" or (not kind and windows) else BASH


def _call(path: Text, arguments: str, dialect: str) -> Text:
    command = f"{path.value.strip()} {' '.join(arguments.split())}".strip()
    if dialect == PYTHON:
        command = f"python {command}"
    elif dialect == BASH:
        command = f"bash {command}"
    elif dialect == POWERSHELL:
        command = f"pwsh -File {command}"
    return Text.at(command, path.origin)


def _first(task: Task, names: tuple[str, ...]) -> Text | None:
    for name in names:
        text = task.inputs.get(name.lower())
        if text is not None and text.value.strip():
            return text
    return None


_SCRIPTING: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "bash": (("script", "inlineScript"), ("filePath", "scriptPath"), BASH),
    "shellscript": (("script",), ("scriptPath",), BASH),
    "ssh": ((), (), BASH),
    "cmdline": (("script",), ("filename",), CMD),
    "batchscript": ((), ("filename",), CMD),
    "commandline": (("script",), ("filename",), CMD),
    "powershell": (("script", "inlineScript"), ("filePath", "scriptName"), POWERSHELL),
    "azurepowershell": (("inline", "inlineScript", "script"), ("scriptPath",), POWERSHELL),
    "azurecli": (("inlineScript", "script"), ("scriptPath",), BASH),
    "pythonscript": (("script",), ("scriptPath",), PYTHON),
}
