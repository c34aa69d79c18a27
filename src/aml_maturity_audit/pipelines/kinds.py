"""What kind of pipeline a file is, and whether it is a template of others."""

import posixpath
import re
from collections.abc import Iterable

from aml_maturity_audit.pipelines.repository import beside, normal_path
from aml_maturity_audit.pipelines.yaml_tree import Items, Node, Scalar, Table

AZURE, GITHUB, UNKNOWN_KIND = "azure-pipelines", "github-actions", "unknown"

_ROOT_KEYS = {"trigger", "pr", "schedules", "resources", "name", "pool", "extends"}
_PARTS = {
    "stages": {"stage", "template"},
    "jobs": {"job", "deployment", "template", "phase"},
    "steps": {"script", "bash", "pwsh", "powershell", "task", "template", "checkout", "download",
              "publish", "downloadbuild", "getpackage", "reviewapp"},
}  # fmt: skip
"""What the members of a list begin with."""
_TEMPLATE = re.compile(r"(?m)^\s*(?:-\s*)?template:\s*['\"]?([^'\"#\n@]+?)['\"]?\s*(?:#.*)?$")
_USES = re.compile(r"(?m)^\s*(?:-\s*)?uses:\s*['\"]?(\./[^'\"#\n@]+?)['\"]?\s*(?:#.*)?$")


def kind_of(path: str, root: Node | None, source: str = "") -> str:
    """The kind by its place in the repository, else by its keys."""
    name = posixpath.basename(path).lower()
    if re.search(r"(?:^|/)\.github/workflows/", path) or name in {"action.yml", "action.yaml"}:
        return GITHUB
    if not isinstance(root, Table):
        return _guess(name, source)
    if root.get("$schema") is not None or root.get("type") is not None:
        return UNKNOWN_KIND  # Azure ML's own job, component and endpoint files
    if _is_github(root):
        return GITHUB
    return AZURE if _is_azure(root) else UNKNOWN_KIND


def _guess(name: str, source: str) -> str:
    """The kind of a file that has no tree, by its name and by lines only one kind has."""
    if re.search(r"(?m)^\s*runs-on\s*:", source):
        return GITHUB
    if name.startswith("azure-pipeline") or re.search(r"(?m)^\s*(?:-\s*task:|vmImage\s*:)", source):
        return AZURE
    return UNKNOWN_KIND


def _is_github(root: Table) -> bool:
    if isinstance(root.get("runs"), Table) and root.get("jobs") is None:
        return True
    jobs = root.get("jobs")
    bodies = [entry.node for entry in jobs.entries] if isinstance(jobs, Table) else []
    return any(
        isinstance(body, Table) and (body.get("runs-on") or body.get("uses")) is not None
        for body in bodies
    )


def _is_azure(root: Table) -> bool:
    if root.get("extends") is not None:
        return True
    given = [(body, keys) for key, keys in _PARTS.items() if (body := root.get(key)) is not None]
    if given:
        return all(_is_list_of(body, keys) for body, keys in given)
    keys = {entry.key for entry in root.entries}
    return bool(keys) and keys <= {"variables", "parameters", "trigger", "pr", "pool", "name",
                                   "schedules", "resources"} and bool(
        keys & {"variables", "parameters", "trigger", "pr"}
    )  # fmt: skip


def _is_list_of(node: Node, keys: set[str]) -> bool:
    if isinstance(node, Scalar):
        return "${{" in node.value
    if isinstance(node, Table):
        return any(entry.key.startswith("${{") for entry in node.entries)
    return not node.nodes or any(
        ("${{" in item.value)
        if isinstance(item, Scalar)
        else isinstance(item, Table)
        and any(entry.key.casefold() in keys or "${{" in entry.key for entry in item.entries)
        for item in node.nodes
    )


def is_azure_template(path: str, root: Table, included: bool) -> bool:
    """Whether an Azure Pipelines file is only ever included by others."""
    keys = {entry.key.casefold() for entry in root.entries}
    if keys & {"trigger", "pr", "schedules"}:
        return False
    if included or keys <= {"variables", "parameters"}:
        return True
    if keys & {key.casefold() for key in _ROOT_KEYS}:
        return False
    if re.search(r"template", path, re.I):
        return True
    runs_variables = "variables" in keys and bool(keys & set(_PARTS))
    return "parameters" in keys and not runs_variables


def is_github_template(root: Table) -> bool:
    """Whether a GitHub file is an action or a workflow only others call."""
    if root.get("runs") is not None and root.get("jobs") is None:
        return True
    events = github_events(root)
    return "workflow_call" in events and set(events) <= {"workflow_call", "workflow_dispatch"}


def github_events(root: Table) -> list[str]:
    """The names of the events in `on`."""
    node = root.get("on")
    if isinstance(node, Table):
        return [entry.key for entry in node.entries]
    if isinstance(node, Items):
        return [item.value for item in node.nodes if isinstance(item, Scalar)]
    return [node.value] if isinstance(node, Scalar) and node.value else []


def included_in(file: str, source: str) -> set[str]:
    """Paths of the templates, actions and workflows a file includes by a fixed path."""
    found = {beside(file, name) for name in _TEMPLATE.findall(source) if "${{" not in name}
    for name in _USES.findall(source):
        path = normal_path(name)
        if path:
            found |= {path, f"{path}/action.yml", f"{path}/action.yaml"}
    return {path for path in found if path}


def is_included(path: str, others: Iterable[tuple[str, str]]) -> bool:
    """Whether any of the other files, as (path, text), includes `path`."""
    return any(path in included_in(file, source) for file, source in others if file != path)
