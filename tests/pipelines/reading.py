"""Short ways to read a pipeline made of strings, and the command that shows each practice."""

import textwrap

from aml_maturity_audit.pipelines import Unreadable, read_pipeline
from aml_maturity_audit.signals.practices import PipelineContent

AZURE = "azure-pipelines.yml"
GITHUB = ".github/workflows/ci.yml"

COMMANDS = {
    "runs_tests": "pytest tests/unit",
    "lints": "flake8 src",
    "trains_model": "az ml job create --file jobs/train.yml",
    "registers_model": "az ml model create --name churn --path outputs/model",
    "deploys_model": "az ml online-endpoint create --name churn --file endpoint.yml",
    "shifts_traffic": "az ml online-endpoint update --name churn --traffic blue=90",
    "tests_deployment": "az ml online-endpoint invoke --name churn --request-file sample.json",
    "provisions_infra": "az deployment group create -g rg --template-file main.bicep",
    "creates_schedule_or_monitor": "az ml schedule create --file weekly.yml",
    "builds_image": "docker build -t churn:1 .",
    "promotes_via_registry": "az ml model share --name churn --version 1 --registry-name shared",
}
"""One command for each practice that a command can show."""


def read(source: str, path: str = AZURE, **others: str | None) -> PipelineContent:
    """Reads `source`; other files by name, `__` for `/` and `_dot_` for `.`; None is not found."""
    files: dict[str, bytes | Unreadable] = {path: textwrap.dedent(source).encode()}
    for name, text in others.items():
        file = name.replace("__", "/").replace("_dot_", ".")
        files[file] = Unreadable("not found") if text is None else textwrap.dedent(text).encode()
    return read_pipeline(path, files)


def azure_script(script: str, **fields: str) -> str:
    """A pipeline with one script step and no trigger."""
    body = textwrap.indent(textwrap.dedent(script).strip("\n"), "    ")
    extra = "".join(f"  {key}: {value}\n" for key, value in fields.items())
    return f"trigger: none\nsteps:\n- script: |\n{body}\n{extra}"


def github_script(script: str, **fields: str) -> str:
    """A workflow started by hand with one run step."""
    body = textwrap.indent(textwrap.dedent(script).strip("\n"), " " * 10)
    extra = "".join(f"        {key.replace('_', '-')}: {value}\n" for key, value in fields.items())
    return (
        "on: workflow_dispatch\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n"
        f"      - run: |\n{body}\n{extra}"
    )


def practices(content: PipelineContent) -> set[str]:
    """The practices seen."""
    return set(content.practices)


def of_script(script: str) -> set[str]:
    """The practices one script shows, without those of the file around it."""
    return practices(read(azure_script(script)))
