"""The file in which the `Azure/aml-*` actions keep their workspace."""

import json

from aml_maturity_audit.pipelines.commands.meaning import Named
from aml_maturity_audit.pipelines.github.actions import Action
from aml_maturity_audit.pipelines.repository import Repository, normal_path
from aml_maturity_audit.pipelines.shell import Word

_FOLDER = ".cloud/.azure"


def workspace_named_by(action: Action, repository: Repository) -> Named | None:
    """The workspace an `Azure/aml-workspace` step connects to, from its parameters file."""
    if action.name != "azure/aml-workspace":
        return None
    name = action.input("parameters_file") or "workspace.json"
    path = normal_path(f"{_FOLDER}/{name}")
    source = repository.text(path) if path else None
    if not isinstance(source, str):
        return None
    try:
        settings = json.loads(source)
    except (ValueError, RecursionError):
        return None
    return _named(settings) if isinstance(settings, dict) else None


def _named(settings: dict[str, object]) -> Named | None:
    workspace, group = settings.get("name"), settings.get("resource_group")
    if not isinstance(workspace, str):
        return None
    return Named(Word(workspace), Word(group) if isinstance(group, str) else None)
