"""Where the traces in pipelines lead, found once for the whole estate, so that a workspace looks
only at pipelines that may be its own. Source: criteria.md, section 1, "linked pipeline"."""

from dataclasses import dataclass

from aml_maturity_audit.mapping.derive import mentions, training
from aml_maturity_audit.mapping.estate import Estate, ProjectView
from aml_maturity_audit.mapping.seen import seen
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.cicd import PIPELINES, SERVICE_CONNECTIONS, Pipeline
from aml_maturity_audit.signals.origins import canonical

Placed = tuple[ProjectView, Pipeline]


@dataclass(frozen=True)
class _Traces:
    pipelines: tuple[Placed, ...]
    leading_to: dict[str, set[int]]
    """A workspace's name, id or `subscription/group`, or a git origin, to positions."""
    anywhere: frozenset[int]
    """Positions of pipelines with parts that were not read: they may lead to any workspace."""


@derived
def pipelines_near(view: View) -> tuple[Placed, ...]:
    """The pipelines that are, or may be, linked to the workspace; all others are not."""
    view.note(PIPELINES, SERVICE_CONNECTIONS)
    known = view.estate.once("traces", _traces)
    jobs, mappings = training.training_jobs(view), view.estate.mappings
    by_hand = mappings.linked or mappings.unlinked or mappings.application
    if by_hand or not jobs.seen.complete:
        return known.pipelines
    workspace = view.workspace
    group = f"{workspace.subscription_id}/{workspace.resource_group}"
    keys = {workspace.name, workspace.id.strip("/"), group}
    keys |= {canonical(group.kind.repository) for group in jobs.groups}
    near = set(known.anywhere)
    for key in keys:
        near |= known.leading_to.get(key.lower(), set())
    return tuple(known.pipelines[at] for at in sorted(near))


def _traces(estate: Estate) -> _Traces:
    pipelines: list[Placed] = []
    leading_to: dict[str, set[int]] = {}
    anywhere: set[int] = set()
    for project in estate.projects:
        for pipeline in seen(PIPELINES, project.readings.get(PIPELINES)).items:
            at = len(pipelines)
            pipelines.append((project, pipeline))
            for key in _keys(estate, project, pipeline):
                leading_to.setdefault(key.lower(), set()).add(at)
            if _is_open(estate, project, pipeline):
                anywhere.add(at)
    return _Traces(tuple(pipelines), leading_to, frozenset(anywhere))


def _keys(estate: Estate, project: ProjectView, pipeline: Pipeline) -> list[str]:
    found = [pipeline.origin] if pipeline.origin else []
    for mention in pipeline.content.mentions if pipeline.content else ():
        found += [mention.workspace.strip("/")] if mention.workspace else []
    for connection in mentions.connections_of(estate, project, pipeline):
        found += [f"{connection.subscription_id}/{group}" for group in connection.resource_groups]
        found += [connection.workspace.strip("/")] if connection.workspace else []
    return found


def _is_open(estate: Estate, project: ProjectView, pipeline: Pipeline) -> bool:
    unread = mentions.unread_connections(estate, project, pipeline)
    return unread is not None or mentions.may_be_meant(pipeline).unknown
