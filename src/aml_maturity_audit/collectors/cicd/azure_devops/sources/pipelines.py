"""Pipelines: YAML and classic build definitions, and classic release definitions, as they read.

Sources: azure_facts A.1, A.18; criteria.md, section 1, "practices of a pipeline".
"""

import asyncio

import msgspec

from aml_maturity_audit.azure.devops.paging import TOKENS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, gap_of
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.definitions import Definition
from aml_maturity_audit.collectors.cicd.azure_devops.files import Branch, Files
from aml_maturity_audit.collectors.cicd.azure_devops.reading import Unread, read_yaml
from aml_maturity_audit.collectors.cicd.azure_devops.releases import release_pipelines
from aml_maturity_audit.collectors.cicd.azure_devops.wire import is_guid
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.pipelines import read_classic_build
from aml_maturity_audit.signals.cicd import PIPELINES, REPOSITORIES, Pipeline
from aml_maturity_audit.signals.practices import PipelineContent

MOST = 2_000
"""Definitions of a project."""
_SCOPE, _SIGNAL = "vso.build", PIPELINES.name


async def _fetch(context: DevOpsContext) -> Listing[Pipeline]:
    route = context.route(
        "build/definitions",
        scope=_SCOPE,
        source=_SIGNAL,
        params={"includeAllProperties": "true", "queryOrder": "definitionNameAscending"},
    )
    listed = await context.listing(route, Definition, _valid, paging=TOKENS, limit=MOST)
    repositories = context.seen(REPOSITORIES)
    files = Files(context, {one.id: one.default_branch for one in repositories})
    origins = {one.id: one.origins[0] for one in repositories if one.origins}
    builds = await asyncio.gather(
        *(_pipeline(context, files, origins, definition) for definition in listed.items)
    )
    releases = await _releases(context, {build.id: build.origin for build in builds}, origins)
    return Listing.merged(Listing(tuple(builds), listed.gaps), releases)


async def _releases(
    context: DevOpsContext, builds: dict[str, str], origins: dict[str, str]
) -> Listing[Pipeline]:
    """Release definitions; where they may not be read, that is a gap."""
    try:
        return await release_pipelines(context, builds, origins)
    except Problem as problem:
        return Listing((), (gap_of(problem),))


def _valid(definition: Definition) -> Definition:
    _ = definition.key
    return definition


async def _pipeline(
    context: DevOpsContext, files: Files, origins: dict[str, str], definition: Definition
) -> Pipeline:
    pipeline = Pipeline(
        id=definition.key,
        name=text(definition.name),
        url=f"{context.page}/_build?definitionId={text(definition.id)}",
        repository_id=definition.repository_id,
        origin=origins.get(definition.repository_id) or definition.origin,
        enabled=definition.enabled,
        file=definition.file,
    )
    try:
        content = await _content(context, files, definition)
    except (Unread, Problem) as trouble:
        return msgspec.structs.replace(pipeline, problem=str(trouble))
    used = tuple(name for name in content.service_connections if is_guid(name))
    return msgspec.structs.replace(pipeline, content=content, connections=used)


async def _content(context: DevOpsContext, files: Files, definition: Definition) -> PipelineContent:
    """Raises Unread or Problem where it cannot be read."""
    if not definition.is_yaml:
        return await _designed(context, definition)
    if not definition.file:
        raise Unread("The definition names no YAML file.")
    if definition.host:
        raise Unread(
            f"Its file {definition.file} is at {definition.host}"
            f" ({definition.origin or 'address not told'}), which Azure DevOps does not show."
            " Name that repository as a source of its own."
        )
    branch = Branch(definition.repository_id, definition.branch)
    content, shape = await read_yaml(files, branch, definition.file, definition.literals())
    context.shapes[definition.key] = shape
    return content


async def _designed(context: DevOpsContext, definition: Definition) -> PipelineContent:
    """A designer definition, whose steps are told only one by one."""
    route = context.route(f"build/definitions/{text(definition.id)}", scope=_SCOPE, source=_SIGNAL)
    return read_classic_build(await context.devops.document(route))


SOURCE = Source(yields=PIPELINES, needs=PIPELINES.actions, fetch=_fetch, after=(REPOSITORIES,))
