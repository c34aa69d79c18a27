"""Build definitions, and their builds in the order of time."""

from dataclasses import dataclass

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.devops.model import Repository
from aml_maturity_audit.sandbox.devops.reading import Item, devops_time, span
from aml_maturity_audit.sandbox.devops.repositories import resolve_policies
from aml_maturity_audit.sandbox.devops.site import Place
from aml_maturity_audit.sandbox.devops.specs import BuildSpec, ForeignRepository, PipelineSpec
from aml_maturity_audit.sandbox.devops.testruns import add_test_runs
from aml_maturity_audit.sandbox.devops.timelines import timeline
from aml_maturity_audit.sandbox.estate.merging import Tree, merge
from aml_maturity_audit.sandbox.estate.vocabulary import nearest


@dataclass(frozen=True)
class _Run:
    """A build that waits for its number."""

    item: Item[BuildSpec]
    definition: Tree
    started: str
    finished: str


def add_pipelines(place: Place, raw: object) -> None:
    """Add the project's definitions, then all their builds, numbered by when they finished."""
    runs: list[_Run] = []
    for item in place.each(raw, PipelineSpec, "pipelines"):
        definition = _definition(place, item)
        place.project.definitions.append(definition)
        where = f"pipelines/{item.name}/builds"
        for build in place.each(item.spec.builds, BuildSpec, where, item.filling):
            started, finished = span(build.spec.took, build.spec.at, build.where)
            runs.append(_Run(build, definition, started, finished))
    for run in sorted(runs, key=lambda one: one.finished):
        _add_build(place, run)
    place.project.builds.reverse()
    _show_latest(place)
    resolve_policies(place)


def _definition(place: Place, item: Item[PipelineSpec]) -> Tree:
    spec = item.spec
    number = spec.id or place.numbers.next("definition")
    process: Tree = {"type": 2, "yamlFilename": spec.yaml} if spec.yaml else {"type": 1}
    body: Tree = {
        "id": number,
        "name": item.name,
        "path": spec.folder,
        "type": "build",
        "quality": "definition",
        "queueStatus": spec.queue_status,
        "revision": 1,
        "createdDate": devops_time(item.filling.now),
        "authoredBy": place.people.identity(spec.by, item.where),
        "project": place.project.reference,
        "process": merge(process, spec.process or {}),
        "repository": _repository(place, item),
        "variables": dict(spec.variables),
        "url": f"{place.url}/_apis/build/Definitions/{number}?revision=1",
        "uri": f"vstfs:///Build/Definition/{number}",
        "_links": {"web": {"href": f"{place.web}/_build/definition?definitionId={number}"}},
    }
    if spec.triggers is not None:
        body["triggers"] = [dict(trigger) for trigger in spec.triggers]
    return merge(body, spec.body)


def _repository(place: Place, item: Item[PipelineSpec]) -> Tree:
    named = item.spec.repository
    if isinstance(named, ForeignRepository):
        return {
            "id": named.id or named.name,
            "type": named.type,
            "name": named.name,
            "url": named.url,
            "defaultBranch": named.default_branch,
            "properties": {"fullName": named.name, "cloneUrl": named.url},
        }
    if named is None:
        return {}
    own = _own(place, named, item.where)
    return {
        "id": own.id,
        "type": "TfsGit",
        "name": own.name,
        "url": own.body["webUrl"],
        "defaultBranch": own.body.get("defaultBranch"),
    }


def _own(place: Place, name: str, where: str) -> Repository:
    """A repository of the project, or `project/repository` of one before it."""
    owner, _, short = name.rpartition("/")
    project = place.site.organization.project(owner) if owner else place.project
    known = {one.name: one for one in project.repositories} if project else {}
    if short not in known:
        raise UsageError(
            f"{where} builds the unknown repository {name!r}.", remedy=nearest(name, known)
        )
    return known[short]


def _add_build(place: Place, run: _Run) -> None:
    spec, where = run.item.spec, run.item.where
    number = spec.id - run.item.steps_back if spec.id else place.numbers.next("build")
    repository = run.definition["repository"]
    assert isinstance(repository, dict)
    branch = f"refs/heads/{spec.branch}" if spec.branch else repository.get("defaultBranch")
    name = f"{run.finished[:10].replace('-', '')}.{number}"
    who = place.people.identity(spec.by, where)
    body: Tree = {
        "id": number,
        "buildNumber": name,
        "status": spec.status,
        "result": spec.result,
        "reason": spec.reason,
        "queueTime": run.started,
        "startTime": run.started,
        "finishTime": run.finished,
        "definition": _named(run.definition),
        "project": place.project.reference,
        "sourceBranch": branch,
        "sourceVersion": spec.commit or "",
        "priority": "normal",
        "requestedFor": who,
        "requestedBy": who if spec.reason == "manual" else place.people.identity(None, where),
        "lastChangedDate": run.finished,
        "repository": repository,
        "retainedByRelease": False,
        "uri": f"vstfs:///Build/Build/{number}",
        "url": f"{place.url}/_apis/build/Builds/{number}",
        "_links": {"web": {"href": f"{place.web}/_build/results?buildId={number}"}},
    }
    build = merge(body, spec.body)
    place.project.builds.append(build)
    place.project.timelines[number] = timeline(spec, build, where)
    add_test_runs(place, spec, build)


def _named(definition: Tree) -> Tree:
    keys = ("id", "name", "path", "type", "queueStatus", "revision", "url", "uri", "project")
    return {key: definition[key] for key in keys if key in definition}


def _show_latest(place: Place) -> None:
    """Let each definition show its latest build, as `includeLatestBuilds` asks for."""
    for build in reversed(place.project.builds):
        about = build["definition"]
        for definition in place.project.definitions:
            if isinstance(about, dict) and about.get("id") == definition["id"]:
                short: Tree = {
                    k: build[k] for k in ("id", "buildNumber", "status", "result") if k in build
                }
                definition["latestBuild"] = definition["latestCompletedBuild"] = short
