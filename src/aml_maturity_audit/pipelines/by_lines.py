"""Files that are not YAML: mended where a small repair makes them YAML, else read by lines."""

import re

from aml_maturity_audit.pipelines.github.actions import Action, read_action
from aml_maturity_audit.pipelines.kinds import AZURE, GITHUB
from aml_maturity_audit.pipelines.ledger import NOWHERE, Ledger
from aml_maturity_audit.pipelines.limits import MAX_SCRIPT
from aml_maturity_audit.pipelines.repository import Repository
from aml_maturity_audit.pipelines.scripts import Script, ScriptReader
from aml_maturity_audit.pipelines.shell import BASH
from aml_maturity_audit.pipelines.tasks import Task, read_task
from aml_maturity_audit.pipelines.texts import Origin, Text
from aml_maturity_audit.pipelines.yaml_tree import Node, NotYaml, parse_yaml

_JINJA_LINE = re.compile(r"(?m)^[ \t]*\{%.*?%\}[ \t]*$")
_JINJA_VALUE = re.compile(r"(?<!\$)\{\{-?\s*([\w.]+)[^{}]*\}\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f\ufffe\uffff\ud800-\udfff]")
_KEY = re.compile(r"^\s*(?:-\s+)?([\w-]+)\s*:\s*(.*)$")
_COMMAND_KEYS = {"script", "bash", "pwsh", "powershell", "run", "inlinescript"}


def mended(path: str, source: str) -> Node | None:
    """The tree of a file that tabs, control characters or template marks keep from being YAML."""
    if len(source) > MAX_SCRIPT:
        return None
    repaired = _CONTROL.sub(" ", source)
    repaired = re.sub(r"(?m)^[ \t]+", lambda match: match.group().replace("\t", "  "), repaired)
    repaired = _JINJA_LINE.sub("", repaired)
    repaired = _JINJA_VALUE.sub(r"\1", repaired)
    if repaired == source:
        return None
    try:
        return parse_yaml(path, repaired)[0]
    except NotYaml:
        return None


def read_by_lines(path: str, source: str, kind: str, ledger: Ledger) -> None:
    """Commands, tasks and actions line by line, when there is no tree to say what belongs where.

    Triggers are left out: without a tree a line cannot be told from one that is switched off.
    """
    reader = ScriptReader(Repository({}), ledger)
    lines = source[:MAX_SCRIPT].split("\n")
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("#"):
            continue
        match = _KEY.match(line)
        key, value = (match.group(1).lower(), match.group(2)) if match else ("", line.strip())
        origin = Origin(path, number)
        value = value.strip().strip("'\"|>-+")
        if key == "task" and kind != GITHUB:
            task = Task(value, {}, origin)
            ledger.show(read_task(task).meaning.signs, origin, line, NOWHERE)
        elif key == "uses" and kind != AZURE:
            action = Action(value.strip("'\""), {}, origin)
            ledger.show(read_action(action).meaning.signs, origin, line, NOWHERE)
        elif value and (not key or key in _COMMAND_KEYS):
            text = Text.at(value.rstrip("\\"), origin)
            reader.read(Script(text, BASH, NOWHERE))
