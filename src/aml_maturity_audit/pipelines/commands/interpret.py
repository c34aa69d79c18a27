"""A command's meaning: from its words to practices, scripts, files and workspaces."""

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from aml_maturity_audit.pipelines.commands.az_ml import names_own_registry, read_az_ml
from aml_maturity_audit.pipelines.commands.azure import (
    read_az,
    read_cmdlet,
    read_other_infra,
    read_terraform,
)
from aml_maturity_audit.pipelines.commands.containers import (
    is_builder,
    quoted,
    read_builder,
    read_compose,
    read_docker,
    read_kubernetes,
)
from aml_maturity_audit.pipelines.commands.meaning import Meaning, Named, Nested
from aml_maturity_audit.pipelines.commands.mlflow_cli import read_mlflow
from aml_maturity_audit.pipelines.commands.options import options_of
from aml_maturity_audit.pipelines.commands.python_code import read_python
from aml_maturity_audit.pipelines.commands.requests import CLIENTS, read_request
from aml_maturity_audit.pipelines.commands.runners import name_target, read_runner
from aml_maturity_audit.pipelines.commands.scripts import (
    dialect_of,
    is_python,
    is_shell,
    read_python_command,
    read_script,
    read_shell,
)
from aml_maturity_audit.pipelines.commands.unwrap import (
    command_name,
    launched,
    script_alias,
    unwrapped,
)
from aml_maturity_audit.pipelines.shell import BASH, Command, Word

_SAYING = {"echo", "printf", "write-host", "write-output", "write-verbose", "write-information",
           "write-error", "write-warning", "cat", "grep", "rg", "findstr", "type", "ls", "which",
           "where", "rm", "mkdir", "pip", "pip3", "apt", "apt-get", "yum", "brew", "choco", "touch",
           "throw", "git", "cd", "set", "test", "[", "[[", "command", "head", "tail", "export",
           "chmod", "chown", "tar", "zip", "unzip", "wget", "diff", "sleep"}  # fmt: skip
_SAYS = _SAYING - {"cat", "grep", "rg", "findstr", "test", "[", "[["}
_SDK = re.compile(
    r"(?:azure-ai-ml|azureml(?:-(?:core|sdk|mlflow|pipeline[\w-]*|train[\w-]*))?)(?:\W|$)"
)
_NAMED_VALUE = r"[\\\"']*\s*:\s*[\\\"']*(\$\{\{.*?\}\}|[^\"'\\,}\s]+)"
_CONFIG = re.compile(r"[\\\"']*workspace_name" + _NAMED_VALUE)
_GROUP = re.compile(r"[\\\"']*resource_group" + _NAMED_VALUE)


def interpret(command: Command, around: str = "") -> Meaning:
    """What a command does; `around` is its step's display name, which may settle a vague name."""
    words = unwrapped(command.words)
    if not words:
        return Meaning()
    name = command_name(words[0].value)
    meaning = _read(name, words, command, around)
    text = " ".join(word.value for word in words)
    alias = script_alias(command.words)
    if alias and not (meaning.signs or meaning.nested or meaning.uses):
        name_target(meaning, alias)
    if name not in _SAYS and names_own_registry(text):
        meaning.show("promotes_via_registry")
        meaning.azure_ml = True
    config = text if name in {"echo", "printf"} else command.heredoc or ""
    if found := _CONFIG.search(config):
        group = _GROUP.search(config)
        named = Named(_word(found.group(1)), _word(group.group(1)) if group else None)
        meaning.named.append(named)
    return meaning


def _word(text: str) -> Word:
    return Word(text, known=not any(mark in text for mark in "${%<"))


def _read(name: str, words: Sequence[Word], command: Command, around: str) -> Meaning:
    if name in {"pip", "pip3"}:
        return Meaning(azure_ml=installs_azure_ml(words))
    if name in _SAYING:
        return Meaning()
    if name == "az":
        return _az(words, around)
    if name in CLIENTS:
        return read_request(words, around)
    if is_python(name):
        return _python(words, command, around)
    if is_shell(name):
        return _shell(name, words, command, around)
    if name in {"source", "."} and len(words) > 1:
        return read_script(words[1].value, around, BASH, words[2:])
    if name == "eval" and len(words) > 1:
        return Meaning(nested=[Nested(" ".join(word.value for word in words[1:]))])
    return _tool(name, words, around)


def installs_azure_ml(words: Sequence[Word]) -> bool:
    """Whether a `pip install` brings the Azure ML SDK, which is then what the scripts use."""
    return any(_SDK.match(word.value.lower()) for word in words)


def _tool(name: str, words: Sequence[Word], around: str) -> Meaning:
    if reader := _READERS.get(name):
        return reader(words)
    if name == "mlflow":
        return read_mlflow(words, around)
    if name in {"azd", "pulumi"}:
        return read_other_infra(name, words)
    if is_builder(name):
        return read_builder(name, words)
    if name in {"helm", "kubectl", "istioctl", "oc"}:
        return read_kubernetes(name, words)
    runner = read_runner(name, words)
    if runner is not None:
        return runner
    return _other(name, words, around)


def _other(name: str, words: Sequence[Word], around: str) -> Meaning:
    dialect = dialect_of(words[0].value)
    if dialect:
        return read_script(words[0].value, around, dialect, words[1:])
    if words[0].value.endswith(".py") and "/" in words[0].value:
        return read_python_command([Word("python"), *words], around)
    if re.fullmatch(r"(?:new|invoke|remove|set|get)-\w+|iex", name):
        return read_cmdlet(name, words)
    return Meaning()


def _kedro(words: Sequence[Word]) -> Meaning:
    """`kedro azureml run` submits the project as an Azure ML pipeline."""
    meaning = Meaning()
    plain = [word.value for word in words[1:] if not word.value.startswith("-")]
    if plain[:1] == ["azureml"]:
        meaning.azure_ml = True
        if "run" in plain:
            meaning.show("trains_model")
    return meaning


def _find(words: Sequence[Word]) -> Meaning:
    """`find … -exec command {} ;`."""
    meaning = Meaning()
    values = [word.value for word in words]
    for flag in ("-exec", "-execdir"):
        if flag in values:
            inside = takewhile(lambda value: value not in {";", "+"},
                               values[values.index(flag) + 1 :])  # fmt: skip
            meaning.nested.append(Nested(" ".join(quoted(value) for value in inside)))
    return meaning


def _az(words: Sequence[Word], around: str) -> Meaning:
    plain = [word.value for word in words[1:3]]
    if plain[:1] == ["ml"]:
        options = options_of(words[2:])
        if "--help" in options.values or "-h" in options.values:
            return Meaning(azure_ml=True)
        return read_az_ml(options, " ".join(word.value for word in words), around)
    if plain[:1] == ["rest"]:
        return read_request(words, around)
    return read_az(words)


def _python(words: Sequence[Word], command: Command, around: str) -> Meaning:
    plain = [word.value for word in words[1:3]]
    if plain[:1] == ["-m"] and len(words) > 2:
        module = words[2].value
        runner = read_runner(module.split(".")[0].lower(), words[2:])
        if runner is not None:
            return runner
        if module == "pip":
            return Meaning(azure_ml=installs_azure_ml(words))
        if module in {"venv", "ensurepip", "build", "http.server", "json.tool"}:
            return Meaning()
        if module.startswith(("torch.distributed.", "accelerate.commands.")):
            return read_python_command(launched(words[3:]), around)
        if module == "coverage":
            return interpret(Command(tuple(words[2:]), command.position), around)
    if command.heredoc and not [value for value in plain if value != "-"]:
        return read_python(command.heredoc)
    return read_python_command(words, around)


def _shell(name: str, words: Sequence[Word], command: Command, around: str) -> Meaning:
    if command.heredoc and len(words) <= 2 and not dialect_of(words[-1].value):
        return Meaning(nested=[Nested(command.heredoc)])
    return read_shell(name, words, around)


_READERS: dict[str, Callable[[Sequence[Word]], Meaning]] = {
    "kedro": _kedro,
    "find": _find,
    "terraform": read_terraform,
    "tofu": read_terraform,
    "terragrunt": read_terraform,
    "docker": read_docker,
    "podman": read_docker,
    "nerdctl": read_docker,
    "docker-compose": read_compose,
    "podman-compose": read_compose,
}
