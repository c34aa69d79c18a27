"""Git: repositories, commits, pull requests, refs, policies. Items are in `routes_items`."""

from collections.abc import Callable
from functools import partial

from aml_maturity_audit.sandbox.devops import refusals
from aml_maturity_audit.sandbox.devops.asking import (
    Ask,
    Route,
    continued,
    numbered,
    skipped,
    whole,
)
from aml_maturity_audit.sandbox.devops.model import Repository
from aml_maturity_audit.sandbox.devops.routes_items import blob, head, items
from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.estate.times import absolute
from aml_maturity_audit.sandbox.web import Answer


def _repositories(ask: Ask) -> Answer:
    seen = [ask.given] if ask.given else ask.projects
    return whole([one.body for project in seen for one in project.repositories])


def _found(ask: Ask) -> Repository | None:
    wanted = ask.parts["repository"].lower()
    for project in [ask.given] if ask.given else ask.projects:
        for repository in project.repositories:
            if wanted in (repository.id.lower(), repository.name.lower()):
                return repository
    return None


def _repository(ask: Ask) -> Answer:
    found = _found(ask)
    return (
        Answer.json(found.body) if found else refusals.repository_missing(ask.parts["repository"])
    )


def _in_repository(ask: Ask, handler: Callable[[Ask, Repository], Answer]) -> Answer:
    """What a repository holds; disabled ones answer like those that are gone."""
    found = _found(ask)
    if found is None or found.is_disabled:
        return refusals.repository_missing(ask.parts["repository"])
    return handler(ask, found)


def _commits(ask: Ask, repository: Repository) -> Answer:
    since, until = ask.asked("searchCriteria.fromDate"), ask.asked("searchCriteria.toDate")
    branch = ask.asked("searchCriteria.itemVersion.version")
    if branch and branch not in repository.branches and not _is_commit(branch, repository):
        return refusals.version_missing(f"Branch: {branch}", repository.name)
    found = [one for one in repository.commits if _between(_signed(one), since, until)]
    if ask.asked("searchCriteria.$top") or ask.asked("searchCriteria.$skip"):
        return skipped(found, ask, 100, "searchCriteria.")
    return skipped(found, ask, 100)


def _is_commit(version: str, repository: Repository) -> bool:
    return any(one["commitId"] == version for one in repository.commits)


def _signed(commit: Tree) -> str:
    committer = commit["committer"]
    return str(committer["date"]) if isinstance(committer, dict) else ""


def _commit(ask: Ask, repository: Repository) -> Answer:
    wanted = ask.parts["commit"].lower()
    for commit in repository.commits:
        if str(commit["commitId"]).lower() == wanted:
            return Answer.json(commit)
    message = f"TF401035: The object '{wanted}' does not exist."
    return refusals.refusal(404, "GitObjectDoesNotExistException", message)


def _refs(ask: Ask, repository: Repository) -> Answer:
    wanted = f"refs/{ask.asked('filter')}"
    refs: list[Tree] = [
        {
            "name": f"refs/heads/{branch}",
            "objectId": head(repository, branch),
            "url": f"{repository.body['url']}/refs?filter=heads%2F{branch}",
        }
        for branch in sorted(repository.branches)
    ]
    return continued([ref for ref in refs if str(ref["name"]).startswith(wanted)], ask, 1000)


def _pull_requests_in(ask: Ask, repository: Repository) -> Answer:
    return _pull_requests(ask, repository.pull_requests)


def _pull_requests_of_project(ask: Ask) -> Answer:
    found = [one for repository in ask.project.repositories for one in repository.pull_requests]
    found.sort(key=lambda one: str(one["creationDate"]), reverse=True)
    return _pull_requests(ask, found)


def _pull_requests(ask: Ask, found: list[Tree]) -> Answer:
    status = ask.asked("searchCriteria.status", "active").lower()
    since, until = ask.asked("searchCriteria.minTime"), ask.asked("searchCriteria.maxTime")
    closed = ask.asked("searchCriteria.queryTimeRangeType").lower() == "closed"
    key = "closedDate" if closed else "creationDate"
    wanted = ask.asked("searchCriteria.repositoryId").lower()
    seen = [
        one
        for one in found
        if status in ("all", str(one["status"]).lower())
        and _between(str(one.get(key) or ""), since, until)
        and (not wanted or _repository_id(one) == wanted)
    ]
    return skipped(seen, ask, 100)


def _repository_id(request: Tree) -> str:
    repository = request["repository"]
    return str(repository["id"]).lower() if isinstance(repository, dict) else ""


def _between(stamp: str, since: str, until: str) -> bool:
    if not stamp:
        return not since and not until
    moment = absolute(stamp)
    return (not since or moment >= absolute(since)) and (not until or moment <= absolute(until))


def _policies(ask: Ask) -> Answer:
    kind = ask.asked("policyType").lower()
    repository = ask.asked("repositoryId").lower()
    ref = ask.asked("refName")
    seen = [
        one
        for one in ask.project.policies
        if (not kind or _kind(one) == kind) and _applies(one, repository, ref)
    ]
    return continued(seen, ask, 1000)


def _kind(policy: Tree) -> str:
    kind = policy["type"]
    return str(kind["id"]).lower() if isinstance(kind, dict) else ""


def _applies(policy: Tree, repository: str, ref: str) -> bool:
    settings = policy["settings"]
    scopes = settings.get("scope") if isinstance(settings, dict) else None
    if not (repository or ref) or not isinstance(scopes, list):
        return True
    return any(
        isinstance(scope, dict)
        and (not repository or str(scope.get("repositoryId") or repository).lower() == repository)
        and (not ref or str(scope.get("refName")) == ref)
        for scope in scopes
    )


def _policy(ask: Ask) -> Answer:
    found = numbered(ask.project.policies, ask.parts["id"])
    return (
        Answer.json(found)
        if found
        else refusals.thing_missing("PolicyConfiguration", ask.parts["id"])
    )


_REPOSITORY = r"git/repositories/(?P<repository>[^/]+)"
_CODE = "vso.code"


def _within(pattern: str, handler: Callable[[Ask, Repository], Answer]) -> Route:
    answer = partial(_in_repository, handler=handler)
    return Route(_REPOSITORY + pattern, _CODE, answer, needs_project=False)


ROUTES = (
    Route(r"git/repositories", _CODE, _repositories, needs_project=False),
    Route(_REPOSITORY, _CODE, _repository, needs_project=False),
    _within(r"/items(/(?P<path>.+))?", items),
    _within(r"/blobs/(?P<blob>[^/]+)", blob),
    _within(r"/commits", _commits),
    _within(r"/commits/(?P<commit>[^/]+)", _commit),
    _within(r"/refs", _refs),
    _within(r"/pullrequests", _pull_requests_in),
    Route(r"git/pullrequests", _CODE, _pull_requests_of_project),
    Route(r"(git/)?policy/configurations", _CODE, _policies),
    Route(r"policy/configurations/(?P<id>[^/]+)", _CODE, _policy),
)
