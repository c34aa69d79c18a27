"""`az ml`, versions 1 and 2, by object and verb."""

import re

from aml_maturity_audit.pipelines.commands.meaning import Meaning, Named, Sign, Use
from aml_maturity_audit.pipelines.commands.names import (
    practices_of,
    stem,
    tokens,
    trains_by_purpose,
)
from aml_maturity_audit.pipelines.commands.options import Options
from aml_maturity_audit.pipelines.commands.traffic import allocates, splits
from aml_maturity_audit.signals.registries import is_system_registry

_ENDPOINTS = {
    "endpoint", "deployment", "online-endpoint", "online-deployment", "batch-endpoint",
    "batch-deployment", "serverless-endpoint",
}  # fmt: skip
_INFRASTRUCTURE = {"workspace", "compute", "computetarget", "registry", "feature-store"}
_PRACTICES = {
    ("model", "create"): "registers_model",
    ("model", "register"): "registers_model",
    ("model", "deploy"): "deploys_model",
    ("model", "package"): "builds_image",
    ("image", "create"): "builds_image",
    ("image", "package"): "builds_image",
    ("schedule", "create"): "creates_schedule_or_monitor",
    ("schedule", "update"): "creates_schedule_or_monitor",
    ("service", "run"): "tests_deployment",
    ("service", "create"): "deploys_model",
    ("service", "update"): "deploys_model",
}
_ASSETS = {"model", "environment", "component", "data"}
_SUBMITS = {"submit-script", "submit-pipeline", "submit-hyperdrive"}
_REGISTRY_ID = re.compile(r"azureml://registries/([\w.${}()\[\] -]+?)/", re.I)


def read_az_ml(options: Options, text: str, around: str = "") -> Meaning:
    """What `az ml …` does; `options` are those after `az ml`, `text` is the whole command."""
    meaning = Meaning(azure_ml=True)
    thing, verb = (*options.positional, "", "")[:2]
    thing, verb = thing.lower(), verb.lower()
    _named(meaning, options)
    if thing in _ENDPOINTS or _is_placeholder_endpoint(thing):
        _endpoint(meaning, verb, options)
    elif thing == "job" and verb == "create":
        _job(meaning, options, around)
    elif thing == "run":
        _run(meaning, verb, text, around)
    else:
        _managed(meaning, thing, verb)
    if thing in _ASSETS and _promotes(verb, options):
        meaning.show("promotes_via_registry")
    return meaning


def _managed(meaning: Meaning, thing: str, verb: str) -> None:
    """Models, schedules, services and what they run on."""
    practice = _PRACTICES.get((thing, verb))
    if practice:
        meaning.show(practice)
    elif thing in _INFRASTRUCTURE and verb in {"create", "provision", "attach"}:
        meaning.show("provisions_infra")


def _run(meaning: Meaning, verb: str, text: str, around: str) -> None:
    """Version 1: `az ml run submit-script` and its like."""
    if verb in _SUBMITS and trains_by_purpose([text.split("--", 1)[-1]], around):
        meaning.show("trains_model")


def _is_placeholder_endpoint(thing: str) -> bool:
    """`${{ inputs.type }}-endpoint`: its kind is a parameter, that it is an endpoint is not."""
    return thing.endswith(("-endpoint", "-deployment"))


def _named(meaning: Meaning, options: Options) -> None:
    workspace = options.word("--workspace-name", "-w", "--workspace")
    if workspace is not None:
        group = options.word("--resource-group", "-g")
        meaning.named.append(Named(workspace, group, options.word("--subscription")))


def _endpoint(meaning: Meaning, verb: str, options: Options) -> None:
    third = (*options.positional, "", "", "")[2]
    if verb == "realtime":
        verb = {"run": "invoke", "create-version": "create"}.get(third, third)
    if verb in {"create", "update"}:
        meaning.show("deploys_model")
        if allocates(options):
            meaning.show("shifts_traffic", splits=splits(options))
    elif verb == "invoke":
        meaning.show("tests_deployment")
    elif verb == "update-traffic":
        meaning.show("shifts_traffic", splits=splits(options))


def _job(meaning: Meaning, options: Options, around: str) -> None:
    file = options.word("--file", "-f")
    names = [stem(file.value) if file else ""]
    names.append(options.text("--name", "-n"))
    overrides = options.text("--set")
    names += re.findall(r"(?:display_name|experiment_name)=(\S+)", overrides)
    signs = [Sign("trains_model")] if trains_by_purpose(names, around) else []
    signs += [Sign(name, inferred=True) for name in _named_job_does(names[0])]
    if file is not None and file.known:
        meaning.uses.append(Use(file.value, "job", fallback=tuple(signs)))
    else:
        meaning.signs += signs


def _named_job_does(name: str) -> set[str]:
    """What a submitted job is named for; that it is a pipeline says nothing here."""
    plain = " ".join(token for token in tokens(name) if token not in {"pipeline", "job"})
    return practices_of(plain, "azureml model") & {"deploys_model", "registers_model"}


def _promotes(verb: str, options: Options) -> bool:
    if verb == "share":
        return True
    registry = options.word("--registry-name", "--registry")
    return verb in {"create", "update"} and registry is not None and not (
        is_system_registry(registry.value)
    )  # fmt: skip


def names_own_registry(text: str) -> bool:
    """Whether a text holds an `azureml://registries/` id of a registry that is not a catalogue."""
    return any(not is_system_registry(name.strip()) for name in _REGISTRY_ID.findall(text))
