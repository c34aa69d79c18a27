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
    SERVICE_CONNECTIONS,
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
    origin = pipeline.origin
    by_repository = bool(origin) and origin in origins(view)
    if connection.yes:
        return connection if not named.no else _names_others(pipeline, connection.because)
    if by_repository:
        if named.no:
            return no(f"{pipeline.name} builds {origin} but names other workspaces")
        if mentions.names_some_other(view, project, pipeline):
            return _names_others(pipeline, f"builds {origin}")
        return yes(f"{pipeline.name} builds {origin}, the origin of job {origins(view)[origin]}")
    if named.unknown and named.because:
        return named
    return connection if connection.unknown else no("")


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
    used = set(pipeline.connections)
    names = {n.lower() for n in (pipeline.content.service_connections if pipeline.content else ())}
    if not used and not names:
        return no("")
    known = view.see_project(project, SERVICE_CONNECTIONS)
    group = view.workspace.resource_group.lower()
    for connection in known.items:
        if connection.id not in used and connection.name.lower() not in names:
            continue
        same = connection.subscription_id.lower() == view.workspace.subscription_id.lower()
        groups = {g.lower() for g in connection.resource_groups}
        limited = same and groups == {group}
        if limited or connection.workspace.lower() == view.workspace.id.lower():
            return yes(f"{pipeline.name} uses {connection.name}, limited to {group}")
    return no("") if known.complete else unknown("", known.missing)


@derived
def repositories(view: View) -> list[tuple[ProjectView, Seen[Repository]]]:
    """The repositories of every project."""
    return [(project, view.see_project(project, REPOSITORIES)) for project in view.estate.projects]


@derived
def linked_repositories(view: View) -> Seen[Repository]:
    """Repositories of linked pipelines, and git origins that were read."""
    wanted = set(origins(view)) | {p.pipeline.origin for p in links(view).linked}
    ids = {(p.project.id, p.pipeline.repository_id) for p in links(view).linked}
    items = [
        repository
        for project, known in repositories(view)
        for repository in known.items
        if wanted & set(repository.origins) or (project.id, repository.id) in ids
    ]
    whole = sources_are_complete(view)
    return Seen(items=tuple(items), open=not whole.yes, missing=whole.missing, why=whole.because)


@derived
def sources_are_complete(view: View) -> Fact:
    """Whether all that could be linked was read: then an absence among links counts."""
    if not view.estate.projects:
        return _nothing_configured(view)
    return all_of(
        *(_project_is_complete(view, project) for project in view.estate.projects),
        _origins_were_seen(view),
        _links_are_settled(view),
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
