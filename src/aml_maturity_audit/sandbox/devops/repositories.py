"""Git repositories: files by branch, commits, pull requests, branch policies."""

import hashlib
from collections.abc import Mapping
from urllib.parse import quote

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.devops.model import Repository
from aml_maturity_audit.sandbox.devops.reading import Item, checked_time
from aml_maturity_audit.sandbox.devops.site import Place
from aml_maturity_audit.sandbox.devops.specs import (
    BranchSpec,
    CommitSpec,
    PolicySpec,
    PullRequestSpec,
    RepositorySpec,
)
from aml_maturity_audit.sandbox.estate.guids import guid_of
from aml_maturity_audit.sandbox.estate.merging import Tree, merge

# Policy types (azure_facts A.3).
POLICIES = {
    "build": ("0609b952-1397-4640-95ec-e00a01b2c241", "Build"),
    "minimumReviewers": ("fa4e907d-c16b-4a4c-9dfa-4906e5d171dd", "Minimum number of reviewers"),
    "requiredReviewers": ("fd2167ab-b0be-447a-8ec8-39368250530e", "Required reviewers"),
    "workItems": ("40e92b44-2fe1-4dd6-b3d8-74a9c21d0c6e", "Work item linking"),
    "mergeStrategy": ("fa4e907d-c16b-4a4c-9dfa-4916e5d171ab", "Require a merge strategy"),
}


def add_repositories(place: Place, raw: object) -> None:
    """Add the project's repositories, with everything that hangs on them."""
    for item in place.each(raw, RepositorySpec, "repositories"):
        repository = _repository(place, item)
        place.project.repositories.append(repository)
        _add_commits(place, item, repository)
        _add_pull_requests(place, item, repository)
        _add_policies(place, item, repository)


def _repository(place: Place, item: Item[RepositorySpec]) -> Repository:
    spec = item.spec
    id_ = spec.id or guid_of(f"{place.url}/{item.name}")
    link = f"{place.web}/_git/{quote(item.name)}"
    organization = place.site.organization.name
    size = sum(len(text) for text in spec.files.values())
    body: Tree = {
        "id": id_,
        "name": item.name,
        "url": f"{place.url}/_apis/git/repositories/{id_}",
        "project": place.project.reference,
        "size": size,
        "remoteUrl": link.replace("https://", f"https://{organization}@", 1),
        "sshUrl": f"git@ssh.dev.azure.com:v3/{organization}/{place.project.name}/{item.name}",
        "webUrl": link,
        "isDisabled": spec.is_disabled,
        "isInMaintenance": False,
    }
    branches: dict[str, Mapping[str, str]] = {}
    if spec.default_branch and spec.files:  # an empty repository has none
        body["defaultBranch"] = f"refs/heads/{spec.default_branch}"
        branches[spec.default_branch] = _rooted(spec.files)
    for name, branch in spec.branches.items():
        branches[name] = _on_top(spec.files, branch)
    return Repository(merge(body, spec.body), branches, is_disabled=spec.is_disabled)


def _rooted(files: Mapping[str, str]) -> Mapping[str, str]:
    return {"/" + path.lstrip("/"): text for path, text in files.items()}


def _on_top(files: Mapping[str, str], branch: BranchSpec) -> Mapping[str, str]:
    merged = {**files, **branch.files}
    return _rooted({path: text for path, text in merged.items() if text is not None})


def _add_commits(place: Place, item: Item[RepositorySpec], repository: Repository) -> None:
    where = f"repositories/{item.name}/commits"
    for commit in place.each(item.spec.commits, CommitSpec, where, item.filling):
        spec = commit.spec
        id_ = spec.id or _sha(f"{repository.id}/{commit.where}/{commit.name}/{commit.steps_back}")
        who = place.people.identity(spec.by, commit.where)
        signature: Tree = {
            "name": who["displayName"],
            "email": who["uniqueName"],
            "date": checked_time(spec.at, commit.where),
        }
        body: Tree = {
            "commitId": id_,
            "author": signature,
            "committer": signature,
            "comment": spec.comment,
            "changeCounts": {"Add": 0, "Edit": 1, "Delete": 0},
            "url": f"{repository.body['url']}/commits/{id_}",
            "remoteUrl": f"{repository.body['webUrl']}/commit/{id_}",
        }
        repository.commits.append(merge(body, spec.body))
    repository.commits.sort(key=_committed, reverse=True)


def _committed(commit: Tree) -> str:
    committer = commit["committer"]
    return str(committer.get("date")) if isinstance(committer, dict) else ""


def _sha(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def _add_pull_requests(place: Place, item: Item[RepositorySpec], repository: Repository) -> None:
    where = f"repositories/{item.name}/pullRequests"
    for request in place.each(item.spec.pull_requests, PullRequestSpec, where, item.filling):
        repository.pull_requests.append(_pull_request(place, request, repository))
    repository.pull_requests.sort(key=lambda one: str(one.get("creationDate")), reverse=True)


def _pull_request(place: Place, item: Item[PullRequestSpec], repository: Repository) -> Tree:
    spec = item.spec
    number = place.numbers.next("pull request")
    target = spec.target or repository.default_branch or "main"
    reviewers = [
        {**place.people.identity(vote.by, item.where), "vote": vote.vote}
        | ({"isRequired": True} if vote.is_required else {})
        for vote in spec.reviewers
    ]
    body: Tree = {
        "repository": {key: repository.body[key] for key in ("id", "name", "url", "project")},
        "pullRequestId": number,
        "codeReviewId": number,
        "status": spec.status or ("completed" if spec.closed else "active"),
        "createdBy": place.people.identity(spec.by, item.where),
        "creationDate": checked_time(spec.created, item.where),
        "title": spec.title,
        "sourceRefName": f"refs/heads/{spec.source}",
        "targetRefName": f"refs/heads/{target}",
        "mergeStatus": "succeeded",
        "isDraft": False,
        "reviewers": [*reviewers],
        "url": f"{repository.body['url']}/pullRequests/{number}",
    }
    if spec.closed:
        body["closedDate"] = checked_time(spec.closed, item.where)
        body["closedBy"] = place.people.identity(spec.closed_by or spec.by, item.where)
    return merge(body, spec.body)


def _add_policies(place: Place, item: Item[RepositorySpec], repository: Repository) -> None:
    where = f"repositories/{item.name}/policies"
    for policy in place.each(item.spec.policies, PolicySpec, where, item.filling):
        place.project.policies.append(_policy(place, policy, repository))


def _policy(place: Place, item: Item[PolicySpec], repository: Repository) -> Tree:
    spec = item.spec
    type_id, shown = POLICIES.get(spec.kind, (spec.kind, spec.kind))
    branch = spec.branch or repository.default_branch or "main"
    scope: Tree = {
        "refName": f"refs/heads/{branch}",
        "matchKind": spec.match,
        "repositoryId": repository.id,
    }
    settings: Tree = {"scope": [scope]}
    if spec.pipeline is not None:
        # Numbers are given later; `resolve_policies` puts the definition's in this place.
        settings["buildDefinitionId"] = spec.pipeline
        settings["displayName"] = None
    number = place.numbers.next("policy")
    address = f"{place.url}/_apis/policy/configurations/{number}"
    body: Tree = {
        "id": number,
        "revision": 1,
        "type": {"id": type_id, "displayName": shown},
        "isEnabled": spec.is_enabled,
        "isBlocking": spec.is_blocking,
        "isDeleted": False,
        "settings": merge(settings, dict(spec.settings)),
        "url": address,
    }
    return merge(body, spec.body)


def resolve_policies(place: Place) -> None:
    """Put the definitions' numbers in build policies, once definitions are known."""
    numbers = {str(one["name"]): one["id"] for one in place.project.definitions}
    for policy in place.project.policies:
        settings = policy["settings"]
        wanted = settings.get("buildDefinitionId") if isinstance(settings, dict) else None
        if isinstance(settings, dict) and isinstance(wanted, str):
            if wanted not in numbers:
                raise UsageError(f"A policy in {place.where} names no pipeline: {wanted!r}.")
            settings["buildDefinitionId"] = numbers[wanted]
