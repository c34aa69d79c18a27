"""Python written into a pipeline: the Azure ML calls it makes, from its syntax tree."""

import ast
import re
from collections.abc import Iterator

from aml_maturity_audit.pipelines.commands.meaning import Meaning, Named
from aml_maturity_audit.pipelines.shell import Word

_CALLS = {
    "jobs.create_or_update": "trains_model",
    "experiment.submit": "trains_model",
    "models.create_or_update": "registers_model",
    "model.register": "registers_model",
    "mlflow.register_model": "registers_model",
    "models.share": "promotes_via_registry",
    "model.deploy": "deploys_model",
    "online_endpoints.begin_create_or_update": "deploys_model",
    "batch_endpoints.begin_create_or_update": "deploys_model",
    "online_deployments.begin_create_or_update": "deploys_model",
    "batch_deployments.begin_create_or_update": "deploys_model",
    "online_endpoints.invoke": "tests_deployment",
    "batch_endpoints.invoke": "tests_deployment",
    "schedules.begin_create_or_update": "creates_schedule_or_monitor",
    "workspaces.begin_create": "provisions_infra",
    "compute.begin_create_or_update": "provisions_infra",
    "begin_create_or_update_compute": "provisions_infra",
    "pytest.main": "runs_tests",
    "unittest.main": "runs_tests",
}
_MOST = 60_000


def read_python(source: str) -> Meaning:
    """What Python source does with Azure ML; nothing where it is no Python."""
    meaning = Meaning()
    meaning.azure_ml = (
        re.search(r"(?m)^\s*(?:from|import)\s+azure(?:\.ai\.ml|ml)\b", source) is not None
    )
    for call in _calls(source):
        name = _dotted(call.func).lower()
        for ending, practice in _CALLS.items():
            if name == ending or name.endswith("." + ending):
                meaning.show(practice)
        if name.rsplit(".", 1)[-1] == "mlclient":
            meaning.azure_ml = True
            _workspace(meaning, call)
    return meaning


def _calls(source: str) -> Iterator[ast.Call]:
    try:
        tree = ast.parse(source[:_MOST])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node


def _dotted(node: ast.expr) -> str:
    parts = []
    for _ in range(10):
        if not isinstance(node, ast.Attribute):
            break
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


def _workspace(meaning: Meaning, call: ast.Call) -> None:
    given = {
        keyword.arg: Word(keyword.value.value)
        for keyword in call.keywords
        if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str)
    }
    workspace = given.get("workspace_name")
    if workspace is not None:
        meaning.named.append(
            Named(workspace, given.get("resource_group_name"), given.get("subscription_id"))
        )
