"""Azure ML YAML, loaded by azure-ai-ml before it is written; what it lets pass is checked here.

The library costs seconds to import, prints and warns: it is imported only where a file is checked,
and kept off stdout. Nothing here signs in or reaches a network. Source: issue "Judgement in depth",
Plan; azure_facts 0, E.2.
"""

import io
import logging
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib import import_module
from typing import Any

import yaml

from aml_maturity_audit.errors import ToolFailure
from aml_maturity_audit.guidance.code.artefact import (
    AZURE_ML,
    DEPLOYMENT,
    ENDPOINT,
    ENVIRONMENT,
    SCHEDULE,
    Artefact,
)
from aml_maturity_audit.signals.ids import parse_asset

_JOB = re.compile(r"azureml:[A-Za-z0-9][A-Za-z0-9_.-]{0,254}")
_TARGET = re.compile(r"azureml:[A-Za-z][A-Za-z0-9-]{0,31}:[A-Za-z][A-Za-z0-9-]{0,31}")
_REFERENCES = ("model", "environment")


class NotLoadable(ToolFailure):
    """A file that azure-ai-ml does not load, or that refers to what can be nothing."""


def check(artefact: Artefact) -> None:
    """Load an Azure ML file as the CLI would. Raises NotLoadable where that fails."""
    if artefact.kind in AZURE_ML:
        load(artefact.kind, artefact.text, artefact.name)


def load(kind: str, text: str, name: str) -> object:
    """The entity that a file describes. Raises NotLoadable."""
    content = yaml.safe_load(text)
    if not isinstance(content, dict):
        raise NotLoadable(f"{name} is no mapping.")
    _check_references(kind, content, name)
    with _quiet():
        loader, refusals = _loader(kind, content)
        try:
            return loader(content, text)
        except refusals as error:
            first = next((part for part in str(error).splitlines() if part.strip()), "refused")
            raise NotLoadable(f"azure-ai-ml does not load {name}: {first}") from error


def _loader(
    kind: str, content: dict[str, Any]
) -> tuple[Callable[[dict[str, Any], str], object], tuple[type[Exception], ...]]:
    """The library's loader of a kind, and what it raises for what it does not take."""
    ml = import_module("azure.ai.ml")
    schedules = import_module("azure.ai.ml.entities")
    schedule = schedules.MonitorSchedule if "create_monitor" in content else schedules.JobSchedule
    loaders: dict[str, Callable[[dict[str, Any], str], object]] = {
        SCHEDULE: lambda data, _: schedule._load(data, yaml_path="schedule.yml"),
        DEPLOYMENT: lambda _, text: ml.load_online_deployment(io.StringIO(text)),
        ENDPOINT: lambda _, text: ml.load_online_endpoint(io.StringIO(text)),
        ENVIRONMENT: lambda _, text: ml.load_environment(io.StringIO(text)),
    }
    its_own = import_module("azure.ai.ml.exceptions").MlException
    by_schema = import_module("marshmallow.exceptions").MarshmallowError
    refusals = (its_own, by_schema, ValueError, TypeError, AttributeError, KeyError)
    return loaders[kind], refusals


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing that the library prints, warns of or logs reaches the user's streams."""
    logger = logging.getLogger("azure.ai.ml")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    heard = io.StringIO()
    try:
        with warnings.catch_warnings(), redirect_stdout(heard), redirect_stderr(heard):
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)


def _check_references(kind: str, content: dict[str, Any], name: str) -> None:
    """Ids that the library takes whatever they say."""
    if kind == SCHEDULE and "create_job" in content:
        _matches(_JOB, content["create_job"], f"{name}: create_job")
    if kind == SCHEDULE and "create_monitor" in content:
        target = content["create_monitor"].get("monitoring_target", {})
        where = f"{name}: endpoint_deployment_id"
        _matches(_TARGET, target.get("endpoint_deployment_id"), where)
    if kind == DEPLOYMENT:
        for key in _REFERENCES:
            if key in content or key == "model":
                _is_asset(content.get(key), f"{name}: {key}")
        code = content.get("code_configuration")
        if code is not None:
            _is_asset(code.get("code"), f"{name}: code")
    if kind == ENDPOINT:
        _adds_up(content, name)


def _adds_up(content: dict[str, Any], name: str) -> None:
    """Traffic is 0 or 100 in all; a mirror is at most 50, of one that gets no live traffic."""
    live, mirror = content.get("traffic", {}), content.get("mirror_traffic", {})
    if sum(live.values()) not in {0, 100}:
        raise NotLoadable(f"{name}: traffic is {sum(live.values())} % in all.")
    twice = [one for one in mirror if live.get(one, 0)]
    if len(mirror) > 1 or twice or any(share > 50 for share in mirror.values()):
        raise NotLoadable(f"{name}: mirrored traffic is none that Azure takes.")


def _matches(pattern: re.Pattern[str], value: object, where: str) -> None:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise NotLoadable(f"{where} refers to nothing: {str(value)[:80]!r}.")


def _is_asset(value: object, where: str) -> None:
    asset = parse_asset(value) if isinstance(value, str) else None
    if asset is None or not asset.version or not str(value).startswith("azureml:"):
        raise NotLoadable(f"{where} refers to no version: {str(value)[:80]!r}.")
