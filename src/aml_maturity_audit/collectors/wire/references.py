"""References to computes, inputs and registries in the spellings that jobs use."""

from collections.abc import Iterable
from functools import lru_cache

from aml_maturity_audit.collectors.wire.plain import enum_key, text
from aml_maturity_audit.signals.ids import parse_asset
from aml_maturity_audit.signals.jobs import JobInput

_MODEL_TYPES = frozenset({"mlflowmodel", "custommodel", "tritonmodel"})
_LITERAL = "literal"


def compute_of(reference: object, workspace_id: str) -> str | None:
    """The ARM id of the compute that `reference` names, None where it names none.

    Short names (`cpu-cluster`, `azureml:cpu-cluster`, `serverless`) are of the workspace.
    """
    return _compute(text(reference), workspace_id)


@lru_cache(maxsize=4096)  # the same few computes are named by job after job
def _compute(name: str, workspace_id: str) -> str | None:
    if name.lower().startswith("azureml:"):
        name = name[len("azureml:") :]
    if not name or name.startswith(("/", "${{")) or "/" in name:
        return name if name.startswith("/") else None
    return f"{workspace_id}/computes/{name}"


def data_input(name: str, kind: object, uri: object) -> JobInput | None:
    """The data input of this name; None for literals, models and bindings to other steps.

    Source: criteria.md, "data inputs of a job".
    """
    typed = enum_key(kind)
    target = text(uri)
    if typed == _LITERAL or typed in _MODEL_TYPES or target.startswith("${{"):
        return None
    if not typed and not target:
        return None
    return JobInput(name=name, uri=target)


def registries_of(references: Iterable[str | None]) -> tuple[str, ...]:
    """The registries whose assets are among `references`, sorted."""
    found: set[str] = set()
    for reference in references:
        asset = parse_asset(reference) if reference else None
        if asset is not None and asset.registry:
            found.add(asset.registry)
    return tuple(sorted(found)) if found else ()
