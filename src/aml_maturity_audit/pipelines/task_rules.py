"""What the tasks that are no scripts do, one small rule a task."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aml_maturity_audit.pipelines.commands.azure import names_model
from aml_maturity_audit.pipelines.commands.containers import weights_in
from aml_maturity_audit.pipelines.commands.meaning import Meaning, Sign
from aml_maturity_audit.pipelines.commands.names import trains_by_purpose
from aml_maturity_audit.pipelines.commands.runners import read_runner
from aml_maturity_audit.pipelines.commands.traffic import divides
from aml_maturity_audit.pipelines.shell import Word
from aml_maturity_audit.pipelines.texts import Text

if TYPE_CHECKING:
    from aml_maturity_audit.pipelines.tasks import Task

Rule = Callable[["Task"], Meaning]


def _always(*practices: str) -> Rule:
    return lambda _: Meaning(signs=[Sign(practice) for practice in practices])


def _when(test: Callable[[Task], bool], practice: str, *, inferred: bool = False) -> Rule:
    return lambda task: Meaning(signs=[Sign(practice, inferred)] if test(task) else [])


def _runner(tool: str, inputs: tuple[str, ...], usual: str) -> Rule:
    """A task that wraps a tool which is read as a command."""

    def rule(task: Task) -> Meaning:
        text = " ".join(task.input(name) for name in inputs if task.input(name)) or usual
        words = [Word(word) for word in [tool, *text.split()]]
        return read_runner(tool, words) or Meaning()

    return rule


def _published(task: Task) -> Meaning:
    """Runs a published pipeline: for training, unless it is said to be for something else."""
    names = [task.input("experimentName"), task.input("pipelineName")]
    trains = trains_by_purpose(names, task.around)
    return Meaning(signs=[Sign("trains_model")] if trains else [])


def package_command(task: Task) -> Text:
    """The command line an `Npm` or `Yarn` task amounts to; without one it installs."""
    if task.name == "yarn":
        return Text.at(f"yarn {task.input('arguments')}", task.origin)
    command = task.input("command").lower() or "install"
    arguments = task.input("customCommand", "arguments") if command == "custom" else command
    return Text.at(f"npm {arguments}", task.origin)


def _docker(task: Task) -> bool:
    command = task.input("command", "action").lower()
    if not command:
        return True  # Docker@2 and @0: buildAndPush and "Build an image" are the defaults
    return "build" in command


def _compose(task: Task) -> bool:
    return "build" in task.input("action").lower() or "build" in (
        task.input("dockerComposeCommand").lower().split()
    )


def _arm(task: Task) -> bool:
    action = task.input("action").lower()
    mode = task.input("deploymentMode").lower()
    if mode == "validation" or "delete" in action or action in {"start", "stop", "restart"}:
        return False
    return action in {
        "",
        "createorupdate",
        "create or update resource group",
        "create",
        "deploy",
    } or ("$" in action)


def _bicep(task: Task) -> bool:
    return task.input("operation").lower() in {"", "create"}


def _terraform(task: Task) -> bool:
    return task.input("command").lower() == "apply"


def _model_in(task: Task) -> bool:
    return names_model(" ".join(text.value for text in task.inputs.values()))


def _helm(task: Task) -> Meaning:
    meaning = Meaning()
    command = task.input("command").lower()
    if command == "lint":
        meaning.show("lints")
    if command in {"install", "upgrade"}:
        if _model_in(task):
            meaning.show("deploys_model", inferred=True)
        weights = weights_in(f"{task.input('overrideValues')} {task.input('arguments')}")
        if weights:
            meaning.show("shifts_traffic", splits=divides(weights))
    return meaning


def _kubernetes(task: Task) -> Meaning:
    meaning = Meaning()
    action = task.input("action", "command").lower()
    if action in {"deploy", "apply", "promote", ""} and _model_in(task):
        meaning.show("deploys_model", inferred=True)
    if action == "deploy" and task.input("percentage").strip("0 "):
        share = task.input("percentage")
        meaning.show("shifts_traffic", splits=share != "100")
    return meaning


def _dotnet(task: Task) -> bool:
    return task.input("command").lower() == "test" or (
        task.input("command").lower() == "custom" and task.input("custom").lower() == "test"
    )


RULES: dict[str, Rule] = {
    "mlpublishedpipelinerestapitask": _published,
    "amlmodeldeploy": _always("deploys_model"),
    "azuremlmodeldeploy": _always("deploys_model"),
    "azuremldeploy": _always("deploys_model"),
    "amlmodelregister": _always("registers_model"),
    "vstest": _always("runs_tests"),
    "visualstudiotest": _always("runs_tests"),
    "runvisualstudiotestsusingtestagent": _always("runs_tests"),
    "pytest": _always("runs_tests"),
    "pester": _always("runs_tests"),
    "xcode": _when(lambda task: "test" in task.input("actions").lower().split(), "runs_tests"),
    "containerbuild": _always("builds_image"),
    "pulumi": _when(lambda task: task.input("command").lower() == "up", "provisions_infra"),
    "dotnetcorecli": _when(_dotnet, "runs_tests"),
    "gulp": _runner("gulp", ("targets", "gulpTargets"), ""),
    "grunt": _runner("grunt", ("targets",), ""),
    "maven": _runner("mvn", ("goals", "options"), "package"),
    "gradle": _runner("gradle", ("tasks",), "build"),
    "go": _runner("go", ("command", "arguments"), "get"),
    "docker": _when(_docker, "builds_image"),
    "dockercompose": _when(_compose, "builds_image"),
    "acrtask": _always("builds_image"),
    "azureresourcegroupdeployment": _when(_arm, "provisions_infra"),
    "azureresourcemanagertemplatedeployment": _when(_arm, "provisions_infra"),
    "azuredeployment": _when(_arm, "provisions_infra"),
    "bicepdeploy": _when(_bicep, "provisions_infra"),
    "terraform": _when(_terraform, "provisions_infra"),
    "terraformcli": _when(_terraform, "provisions_infra"),
    "terraformtaskv1": _when(_terraform, "provisions_infra"),
    "terraformtaskv2": _when(_terraform, "provisions_infra"),
    "terraformtaskv3": _when(_terraform, "provisions_infra"),
    "terraformtaskv4": _when(_terraform, "provisions_infra"),
    "terraformtaskv5": _when(_terraform, "provisions_infra"),
    "terraformtask": _when(_terraform, "provisions_infra"),
    "helmdeploy": _helm,
    "kubernetes": _kubernetes,
    "kubernetesmanifest": _kubernetes,
    "azurewebappcontainer": _when(_model_in, "deploys_model", inferred=True),
    "azurewebapp": _when(_model_in, "deploys_model", inferred=True),
    "azurermwebappdeployment": _when(_model_in, "deploys_model", inferred=True),
}
