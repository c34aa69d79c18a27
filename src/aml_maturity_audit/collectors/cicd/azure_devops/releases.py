"""Classic releases: definitions as pipelines, deployments of their stages as runs.

Source: azure_facts A.18. A deployment is one stage of one release: it did what its stage shows, and
nothing of the other stages.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from aml_maturity_audit.azure.devops.api import RELEASES
from aml_maturity_audit.azure.devops.paging import SMALL_TOKENS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.shape import shape_of_release
from aml_maturity_audit.collectors.cicd.azure_devops.wire import is_guid
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.pipelines import read_classic_release
from aml_maturity_audit.signals.cicd import PIPELINES, Pipeline
from aml_maturity_audit.signals.practices import PipelineContent

SCOPE = "vso.release"
MOST = 1_000
"""Release definitions of a project."""


class _Named(Wire):
    id: object = None
    name: object = None


class _Artifact(Wire):
    type: object = None
    definition_reference: dict[str, _Named] | None = None
    is_primary: object = None


class _Definition(Wire):
    id: object = None
    name: object = None
    is_disabled: object = None
    artifacts: list[_Artifact] | None = None


@dataclass(frozen=True)
class _Code:
    """Where the code of a release comes from."""

    repository_id: str = ""
    origin: str = ""


async def release_pipelines(
    context: DevOpsContext, builds: Mapping[str, str], origins: Mapping[str, str]
) -> Listing[Pipeline]:
    """The release definitions as pipelines.

    `builds` are the origins of build pipelines by id, `origins` those of repositories by id. Raises
    Problem where the list cannot be read.
    """
    route = context.route(
        "release/definitions",
        scope=SCOPE,
        source=PIPELINES.name,
        area=RELEASES,
        params={"$expand": "artifacts", "queryOrder": "nameAscending"},
    )
    listed = await context.listing(route, _Definition, _valid, paging=SMALL_TOKENS, limit=MOST)
    pipelines = await asyncio.gather(
        *(_pipeline(context, one, _code(one, builds, origins)) for one in listed.items)
    )
    return Listing(tuple(pipelines), listed.gaps)


def _valid(definition: _Definition) -> _Definition:
    if not text(definition.id):
        raise ValueError("a definition without an id")
    return definition


async def _pipeline(context: DevOpsContext, definition: _Definition, code: _Code) -> Pipeline:
    number = text(definition.id)
    pipeline = Pipeline(
        id=f"release:{number}",
        name=text(definition.name),
        url=f"{context.page}/_release?definitionId={number}",
        repository_id=code.repository_id,
        origin=code.origin,
        enabled=definition.is_disabled is not True,
    )
    try:
        content = await _content(context, number)
    except Problem as problem:
        return msgspec.structs.replace(pipeline, problem=problem.reason)
    used = tuple(name for name in content.service_connections if is_guid(name))
    return msgspec.structs.replace(pipeline, content=content, connections=used)


async def _content(context: DevOpsContext, number: str) -> PipelineContent:
    """The tasks of its stages, which only the definition itself tells."""
    route = context.route(
        f"release/definitions/{number}", scope=SCOPE, source=PIPELINES.name, area=RELEASES
    )
    definition = await context.devops.document(route)
    context.shapes[f"release:{number}"] = shape_of_release(definition)
    return read_classic_release(definition)


def _code(definition: _Definition, builds: Mapping[str, str], origins: Mapping[str, str]) -> _Code:
    """The repository of its primary artifact, or of the build that made that."""
    artifacts = sorted(definition.artifacts or (), key=lambda one: one.is_primary is not True)
    for artifact in artifacts:
        reference = (artifact.definition_reference or {}).get("definition")
        id_ = text(reference.id) if reference else ""
        kind = text(artifact.type).lower()
        if kind == "git" and id_:
            return _Code(id_, origins.get(id_, ""))
        if kind == "build" and id_:
            origin = builds.get(f"yaml:{id_}") or builds.get(f"classic:{id_}") or ""
            if origin:
                return _Code("", origin)
    return _Code()
