"""Whether the CI/CD sources were read whole, and the linked repositories in them. Source:
criteria.md, section 1, "no pipeline linked", "linked repository", rule 3."""

from aml_maturity_audit.assessment.model import Missing
from aml_maturity_audit.mapping.derive import mentions, training
from aml_maturity_audit.mapping.derive.links import Linked, is_mapped, links, origins
from aml_maturity_audit.mapping.estate import Estate, ProjectView
from aml_maturity_audit.mapping.seen import Seen, seen
from aml_maturity_audit.mapping.truth import Fact, all_of, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.cicd import PIPELINES, REPOSITORIES, Pipeline, Repository
from aml_maturity_audit.signals.origins import host_of

NOT_CONFIGURED = (
    "Name the source that builds and releases: --devops-organization URL or"
    " --github-repository OWNER/REPO."
)


@derived
def repositories(view: View) -> list[tuple[ProjectView, Seen[Repository]]]:
    """The repositories of every project."""
    return [(project, view.see_project(project, REPOSITORIES)) for project in view.estate.projects]


@derived
def pipelines_were_read(view: View) -> Fact:
    """Whether every project was named and all its pipelines were listed."""
    for project in view.estate.projects:
        if not project.project.named:
            return _not_named(project)
        known = view.see_project(project, PIPELINES)
        if not known.complete:
            return known.hiding()
    return yes(f"{len(view.estate.projects)} projects were read")


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
        return _not_named(project)
    pipelines = view.see_project(project, PIPELINES)
    for known in (pipelines.hiding() if not pipelines.complete else None, _unread(view, project)):
        if known is not None:
            return known
    for pipeline in view.estate.once("unresolvable", _unresolvable)[project.id]:
        if not is_mapped(view, project, pipeline):
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


def _unresolvable(estate: Estate) -> dict[str, list[Pipeline]]:
    """By project: pipelines that use Azure ML with a workspace name that cannot be resolved."""
    return {
        project.id: [p for p in known.items if mentions.is_unresolvable(p)]
        for project in estate.projects
        for known in (seen(PIPELINES, project.readings.get(PIPELINES)),)
    }


def _not_named(project: ProjectView) -> Fact:
    """Rule 3: an absence counts only in projects that the user named."""
    name = project.project.name
    return unknown(
        f"project {name} was not named by the user, so an absence in it does not count",
        (Missing(signal="pipelines", hint=f"Name it: {_flag(project)} {name}"),),
    )


def _unread(view: View, project: ProjectView) -> Fact | None:
    known = view.see_project(project, REPOSITORIES)
    return None if known.complete else known.hiding()


def _origins_were_seen(view: View) -> Fact:
    """Every git origin of the training jobs was seen in a configured project."""
    view.note(REPOSITORIES)
    read = view.estate.once("origins read", _origins_read)
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


def _origins_read(estate: Estate) -> frozenset[str]:
    return frozenset(
        origin
        for project in estate.projects
        for repository in seen(REPOSITORIES, project.readings.get(REPOSITORIES)).items
        for origin in repository.origins
    )


def _links_are_settled(view: View) -> Fact:
    maybe = links(view).maybe
    return maybe[0].why if maybe else yes(f"{len(links(view).linked)} pipelines are linked")


def _flag(project: ProjectView) -> str:
    return "--github-repository" if project.project.provider == "github" else "--devops-project"
