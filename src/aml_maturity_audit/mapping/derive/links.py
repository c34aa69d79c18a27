"""Which pipelines are linked to the workspace, and when their absence counts. Source: criteria.md,
section 1, "linked pipeline", "no pipeline linked"."""

from dataclasses import dataclass

from aml_maturity_audit.assessment.model import Missing
from aml_maturity_audit.mapping.derive import mentions, training
from aml_maturity_audit.mapping.estate import ProjectView
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.truth import Fact, all_of, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.cicd import (
    PIPELINES,
    REPOSITORIES,
    Pipeline,
    Repository,
)
from aml_maturity_audit.signals.origins import canonical, host_of
from aml_maturity_audit.signals.practices import PipelineContent

NOT_CONFIGURED = (
    "Name the source that builds and releases: --devops-organization URL, or a GitHub repository."
)


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
    for job in training.training_jobs(view).certain:
        origin = canonical(job.git.repository)
        if origin:
            found.setdefault(origin, job.name)
    return found


@derived
def links(view: View) -> Links:
    """The pipelines that are linked, that may be, and that nearly are."""
    judged = [
        Linked(project, pipeline, _why(view, project, pipeline))
        for project in view.estate.projects
        for pipeline in view.see_project(project, PIPELINES).items
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
    connection = _by_connection(view, project, pipeline)
    if connection.yes:
        return _names_others(pipeline, connection.because) if named.no else connection
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
    for job, belongs in jobs.members:
        if belongs.unknown and canonical(job.git.repository) == origin:
            return belongs
    return no("")


def _names_others(pipeline: Pipeline, why: str) -> Fact:
    return unknown(
        f"{pipeline.name} may act on this workspace ({why}), but it names others;"
        " map or unmap it in the configuration"
    )


def _mapped(view: View, project: ProjectView, pipeline: Pipeline) -> Fact | None:
    """What the configuration says, which settles it."""
    names = {view.workspace.name.lower(), view.workspace.id.lower()}
    label = f"{project.project.name}/{pipeline.name}".lower()
    mappings = view.estate.mappings
    if any(where in names and which in (label, pipeline.id) for where, which in mappings.unlinked):
        return no(f"the configuration says that {label} does not belong here")
    known = (*mappings.linked, *mappings.application)
    if any(where in names and which in (label, pipeline.id) for where, which in known):
        return yes(f"{pipeline.name} is mapped by the configuration")
    return None


def _by_connection(view: View, project: ProjectView, pipeline: Pipeline) -> Fact:
    """An Azure service connection that is limited to the workspace's resource group."""
    group = view.workspace.resource_group.lower()
    for connection in mentions.connections_of(view, project, pipeline):
        same = connection.subscription_id.lower() == view.workspace.subscription_id.lower()
        groups = {g.lower() for g in connection.resource_groups}
        limited = same and groups == {group}
        if limited or connection.workspace.lower() == view.workspace.id.lower():
            return yes(f"{pipeline.name} uses {connection.name}, limited to {group}")
    return mentions.unread_connections(view, project, pipeline) or no("")


@derived
def repositories(view: View) -> list[tuple[ProjectView, Seen[Repository]]]:
    """The repositories of every project."""
    return [(project, view.see_project(project, REPOSITORIES)) for project in view.estate.projects]


@derived
def linked_repositories(view: View) -> Seen[Repository]:
    """Repositories of linked pipelines, and git origins that were read."""
    linked = links(view).linked
    wanted = (set(origins(view)) | {link.pipeline.origin for link in linked}) - {""}
    ids = {(link.project.id, link.pipeline.repository_id) for link in linked}
    items = [
        repository
        for project, known in repositories(view)
        for repository in known.items
        if wanted & set(repository.origins) or (project.id, repository.id) in ids
    ]
    whole = all_of(sources_are_complete(view), *(_was_read(link, items) for link in linked))
    return Seen(items=tuple(items), open=not whole.yes, missing=whole.missing, why=whole.because)


def _was_read(link: Linked, read: list[Repository]) -> Fact:
    """Whether the repository of a linked pipeline is among those that were read."""
    origin, id = link.pipeline.origin, link.pipeline.repository_id
    if not (origin or id) or any(origin in r.origins or r.id == id for r in read):
        return yes("")
    return unknown(
        f"the repository of {link.label} ({origin or id}) was not read",
        (Missing(signal="repositories", hint=f"Add the source that hosts {origin or id}"),),
    )


@derived
def sources_are_complete(view: View) -> Fact:
    """Whether all pipelines that could be linked were read, and none of them is in doubt."""
    return all_of(sources_are_read(view), _links_are_settled(view))


@derived
def sources_are_read(view: View) -> Fact:
    """Whether all that could be linked was read: then an absence among links counts."""
    if not view.estate.projects:
        return _nothing_configured(view)
    return all_of(
        *(_project_is_complete(view, project) for project in view.estate.projects),
        _origins_were_seen(view),
    )


def _nothing_configured(view: View) -> Fact:
    hosts = sorted({host_of(origin) for origin in origins(view)})
    where = f" (the jobs' code is at {', '.join(sorted(origins(view))[:2])})" if hosts else ""
    return unknown(
        f"0 CI/CD sources were read{where}",
        (Missing(signal="pipelines", hint=NOT_CONFIGURED),),
    )


def _project_is_complete(view: View, project: ProjectView) -> Fact:
    name = project.project.name
    if not project.project.named:
        return unknown(
            f"project {name} was not named by the user, so an absence in it does not count",
            (Missing(signal="pipelines", hint=f"Name it: --devops-project {name}"),),
        )
    pipelines = view.see_project(project, PIPELINES)
    for known in (pipelines.hiding() if not pipelines.complete else None, _unread(view, project)):
        if known is not None:
            return known
    for pipeline in pipelines.items:
        if mentions.is_unresolvable(pipeline) and _mapped(view, project, pipeline) is None:
            return unknown(
                f"{name}/{pipeline.name} uses Azure ML with a workspace name that cannot be"
                " resolved",
                (
                    Missing(
                        signal="pipelines", hint="Map it to its workspaces in the configuration"
                    ),
                ),
            )
    return yes(f"project {name} was read whole")


def _unread(view: View, project: ProjectView) -> Fact | None:
    known = view.see_project(project, REPOSITORIES)
    return None if known.complete else known.hiding()


def _origins_were_seen(view: View) -> Fact:
    """Every git origin of the training jobs was seen in a configured project."""
    read = {o for _, known in repositories(view) for r in known.items for o in r.origins}
    for origin, job in origins(view).items():
        if origin not in read:
            return unknown(
                f"job {job} comes from {origin}, which no configured source shows",
                (Missing(signal="repositories", hint=f"Add the source that hosts {origin}"),),
            )
    jobs = training.training_jobs(view)
    if jobs.may_have_more:
        return jobs.doubts()
    return yes("every git origin was seen")


def _links_are_settled(view: View) -> Fact:
    maybe = links(view).maybe
    return maybe[0].why if maybe else yes(f"{len(links(view).linked)} pipelines are linked")
