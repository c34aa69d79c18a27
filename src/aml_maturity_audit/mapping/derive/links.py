"""Which pipelines are linked to the workspace. Source: criteria.md, section 1, "linked
pipeline"."""

from dataclasses import dataclass

from aml_maturity_audit.mapping.derive import mentions, training
from aml_maturity_audit.mapping.derive.traces import pipelines_near
from aml_maturity_audit.mapping.estate import Estate, ProjectView
from aml_maturity_audit.mapping.seen import seen
from aml_maturity_audit.mapping.truth import Fact, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.cicd import (
    PIPELINES,
    Pipeline,
)
from aml_maturity_audit.signals.origins import canonical
from aml_maturity_audit.signals.practices import PipelineContent

_UNLINKED = no("")


@dataclass(frozen=True)
class Linked:
    """A pipeline of a project, with the reason why it is linked."""

    project: ProjectView
    pipeline: Pipeline
    why: Fact
    """Yes where it is linked; unknown where it may be."""

    @property
    def content(self) -> PipelineContent | None:
        """What its file shows; None where it could not be read."""
        return self.pipeline.content

    @property
    def key(self) -> tuple[str, str]:
        """Unique over all projects."""
        return self.project.id, self.pipeline.id

    @property
    def label(self) -> str:
        """The project's and the pipeline's name."""
        return f"{self.project.project.name}/{self.pipeline.name}"


@dataclass(frozen=True)
class Links:
    """All links of a workspace."""

    linked: tuple[Linked, ...] = ()
    maybe: tuple[Linked, ...] = ()
    refused: tuple[Linked, ...] = ()
    """Near misses, with the reason: what a reader would ask about."""


@derived
def origins(view: View) -> dict[str, str]:
    """Canonical git origins of the training jobs, with the name of one job each."""
    found: dict[str, str] = {}
    for group in training.training_jobs(view).groups:
        origin = canonical(group.kind.repository) if group.certain else ""
        if origin:
            found.setdefault(origin, group.kind.called)
    return found


@derived
def links(view: View) -> Links:
    """The pipelines that are linked, that may be, and that nearly are."""
    judged = [
        Linked(project, pipeline, _why(view, project, pipeline))
        for project, pipeline in pipelines_near(view)
    ]
    return Links(
        linked=tuple(link for link in judged if link.why.yes),
        maybe=tuple(link for link in judged if link.why.unknown),
        refused=tuple(link for link in judged if link.why.no and link.why.because),
    )


def _why(view: View, project: ProjectView, pipeline: Pipeline) -> Fact:
    """Why a pipeline is linked, may be, or is not."""
    mapped = _mapped(view, project, pipeline)
    if mapped is not None:
        return mapped
    named = mentions.named(view, project, pipeline)
    if named.yes:
        return named
    if pipeline.content is not None and pipeline.content.unread:
        return mentions.may_be_meant(pipeline)
    return _by_what_is_around(view, project, pipeline, named)


def _by_what_is_around(view: View, project: ProjectView, pipeline: Pipeline, named: Fact) -> Fact:
    """By its service connection and its repository, where it does not name this workspace."""
    connection = _by_connection(view, project, pipeline)
    if connection.yes:
        return connection
    repository = _by_repository(view, pipeline)
    if named.no:
        if connection.unknown:
            return connection
        builds = f"{pipeline.name} builds {pipeline.origin} but names other workspaces"
        return no(builds if repository.yes else "")
    if named.because:
        return named
    if mentions.names_some_other(view, project, pipeline) and not repository.no:
        return _names_others(pipeline, f"builds {pipeline.origin}")
    if repository.yes and pipeline.content is not None:
        return repository
    doubts = (connection, repository, mentions.may_be_meant(pipeline))
    return next((doubt for doubt in doubts if doubt.unknown), no(""))


def _by_repository(view: View, pipeline: Pipeline) -> Fact:
    """Its repository is the git origin of a training job."""
    origin = pipeline.origin
    if not origin:
        return no("")
    if origin in origins(view):
        return yes(f"{pipeline.name} builds {origin}, the origin of job {origins(view)[origin]}")
    jobs = training.training_jobs(view)
    if not jobs.seen.complete:
        return jobs.seen.hiding()
    for group in jobs.groups:
        if not group.certain and canonical(group.kind.repository) == origin:
            return group.belongs
    return no("")


def _names_others(pipeline: Pipeline, why: str) -> Fact:
    return unknown(
        f"{pipeline.name} may act on this workspace ({why}), but it names others;"
        " map or unmap it in the configuration"
    )


def is_mapped(view: View, project: ProjectView, pipeline: Pipeline) -> bool:
    """Whether the configuration says where a pipeline belongs."""
    return _mapped(view, project, pipeline) is not None


def is_the_applications(view: View, link: Linked) -> bool:
    """Whether the configuration says that it is a pipeline of the application."""
    return _told(view, link.project, link.pipeline, view.estate.mappings.application)


def _mapped(view: View, project: ProjectView, pipeline: Pipeline) -> Fact | None:
    """What the configuration says, which settles it."""
    mappings = view.estate.mappings
    if _told(view, project, pipeline, mappings.unlinked):
        label = f"{project.project.name}/{pipeline.name}"
        return no(f"the configuration says that {label} does not belong here")
    if _told(view, project, pipeline, (*mappings.linked, *mappings.application)):
        return yes(f"{pipeline.name} is mapped by the configuration")
    return None


def _told(
    view: View, project: ProjectView, pipeline: Pipeline, pairs: tuple[tuple[str, str], ...]
) -> bool:
    """Whether one of the pairs is of this workspace, by name or id, and this pipeline."""
    if not pairs:
        return False
    here = {view.workspace.name.lower(), view.workspace.id.lower()}
    label = f"{project.project.name}/{pipeline.name}".lower()
    return any(where in here and which in (label, pipeline.id) for where, which in pairs)


def _by_connection(view: View, project: ProjectView, pipeline: Pipeline) -> Fact:
    """An Azure service connection that is limited to the workspace's resource group."""
    group = view.workspace.resource_group.lower()
    for connection in mentions.connections_of(view.estate, project, pipeline):
        same = connection.subscription_id.lower() == view.workspace.subscription_id.lower()
        groups = {g.lower() for g in connection.resource_groups}
        limited = same and groups == {group}
        if limited or connection.workspace.lower() == view.workspace.id.lower():
            return yes(f"{pipeline.name} uses {connection.name}, limited to {group}")
    return mentions.unread_connections(view.estate, project, pipeline) or no("")


def pipelines_of(view: View, repository_id: str, origins: tuple[str, ...]) -> list[Linked]:
    """The pipelines of a repository, linked to this workspace or not."""
    view.note(PIPELINES)
    known = view.estate.once("pipelines by repository", _by_its_repository)
    keys = [*origins, *([f"id:{repository_id}"] if repository_id else [])]
    found = {link.key: link for key in keys for link in known.get(key, ())}
    return list(found.values())


def _by_its_repository(estate: Estate) -> dict[str, list[Linked]]:
    found: dict[str, list[Linked]] = {}
    for project in estate.projects:
        for pipeline in seen(PIPELINES, project.readings.get(PIPELINES)).items:
            link = Linked(project, pipeline, _UNLINKED)
            keys = [pipeline.origin, f"id:{pipeline.repository_id}"]
            for key in keys if pipeline.repository_id else keys[:1]:
                if key:
                    found.setdefault(key, []).append(link)
    return found
