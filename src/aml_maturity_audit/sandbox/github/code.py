"""Commits, pull requests with their reviews, and what protects a branch."""

import hashlib

from aml_maturity_audit.sandbox.devops.reading import Item
from aml_maturity_audit.sandbox.estate.merging import Tree, merge
from aml_maturity_audit.sandbox.github.accounts import number_of
from aml_maturity_audit.sandbox.github.site import Place, time_of
from aml_maturity_audit.sandbox.github.specs import CommitSpec, PullRequestSpec


def sha_of(text: str) -> str:
    """A commit id that stays the same for the same text."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def add_commits(place: Place, raw: object) -> None:
    """Add the commits of the default branch, the newest first."""
    for item in place.each(raw, CommitSpec, "commits"):
        place.repository.commits.append(_commit(place, item))
    place.repository.commits.sort(key=committed, reverse=True)


def _commit(place: Place, item: Item[CommitSpec]) -> Tree:
    spec = item.spec
    sha = spec.sha or sha_of(f"{place.url}/{item.where}/{item.name}/{item.steps_back}")
    author = place.accounts.account(spec.by, item.where)
    signature: Tree = {
        "name": author["login"],
        "email": f"{author['login']}@users.noreply.github.com",
        "date": time_of(spec.at, item.where),
    }
    url = f"{place.url}/commits/{sha}"
    body: Tree = {
        "sha": sha,
        "node_id": f"C_{sha[:12]}",
        "url": url,
        "html_url": f"{place.web}/commit/{sha}",
        "comments_url": f"{url}/comments",
        "commit": {
            "url": f"{place.url}/git/commits/{sha}",
            "author": signature,
            "committer": signature,
            "message": spec.message,
            "comment_count": 0,
            "tree": {"sha": sha_of(sha), "url": f"{place.url}/git/trees/{sha_of(sha)}"},
        },
        "author": author,
        "committer": author,
        "parents": [],
    }
    return merge(body, spec.body)


def committed(commit: Tree) -> str:
    """When a commit was made."""
    inner = commit["commit"]
    signature = inner.get("committer") if isinstance(inner, dict) else None
    return str(signature.get("date")) if isinstance(signature, dict) else ""


def add_pull_requests(place: Place, raw: object) -> None:
    """Add the closed pull requests, those changed last first."""
    for number, item in enumerate(place.each(raw, PullRequestSpec, "pullRequests"), start=1):
        place.repository.pull_requests.append(_pull_request(place, item, number))
        place.repository.reviews[number] = _reviews(place, item, number)
    place.repository.pull_requests.sort(key=lambda one: str(one["updated_at"]), reverse=True)


def _pull_request(place: Place, item: Item[PullRequestSpec], number: int) -> Tree:
    spec, closed = item.spec, time_of(item.spec.closed, item.where)
    url = f"{place.url}/pulls/{number}"
    sha = sha_of(f"{url}/head")
    user = place.accounts.account(spec.by, item.where)

    def end(ref: str) -> Tree:
        full = place.repository.body
        return {"label": f"{ref}", "ref": ref, "repo": full, "sha": sha, "user": user}

    body: Tree = {
        "id": number_of(url),
        "node_id": f"PR_{number_of(url)}",
        **_links(place, number, sha),
        "number": number,
        "state": "closed",
        "locked": False,
        "title": spec.title,
        "user": user,
        "body": None,
        "labels": [],
        "milestone": None,
        "created_at": time_of(spec.created, item.where),
        "updated_at": closed,
        "closed_at": closed,
        "merged_at": closed if spec.merged else None,
        "merge_commit_sha": sha,
        "assignee": None,
        "head": end(spec.source),
        "base": end(place.repository.default_branch),
        "author_association": "MEMBER",
        "auto_merge": None,
        "draft": False,
    }
    return merge(body, spec.body)


def _links(place: Place, number: int, sha: str) -> Tree:
    """Where a pull request and what hangs on it are, as GitHub tells it twice."""
    url, web = f"{place.url}/pulls/{number}", f"{place.web}/pull/{number}"
    issue = f"{place.url}/issues/{number}"
    links = {
        "self": url, "html": web, "issue": issue, "comments": f"{issue}/comments",
        "review_comments": f"{url}/comments", "review_comment": f"{place.url}/pulls/comments",
        "commits": f"{url}/commits", "statuses": f"{place.url}/statuses/{sha}",
    }  # fmt: skip
    return {
        "url": url,
        "diff_url": f"{web}.diff",
        "patch_url": f"{web}.patch",
        **{f"{name}_url": address for name, address in links.items() if name != "self"},
        "_links": {name: {"href": address} for name, address in links.items()},
    }


def _reviews(place: Place, item: Item[PullRequestSpec], number: int) -> list[Tree]:
    web = f"{place.web}/pull/{number}"
    url = f"{place.url}/pulls/{number}"
    return [
        {
            "id": number_of(f"{url}/{at}"),
            "node_id": f"PRR_{number}_{at}",
            "user": place.accounts.account(review.by, item.where),
            "body": "",
            "state": review.state,
            "html_url": f"{web}#pullrequestreview-{at}",
            "pull_request_url": url,
            "_links": {"html": {"href": web}, "pull_request": {"href": url}},
            "submitted_at": time_of(item.spec.closed, item.where),
            "commit_id": sha_of(f"{url}/head"),
            "author_association": "MEMBER",
        }
        for at, review in enumerate(item.spec.reviews)
    ]
