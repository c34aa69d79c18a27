"""A repository's own body, with all the addresses that GitHub puts into it."""

from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.github.accounts import number_of
from aml_maturity_audit.sandbox.github.model import Owner
from aml_maturity_audit.sandbox.github.specs import RepositorySpec

_LINKS = {
    "archive": "/{archive_format}{/ref}", "assignees": "{/user}", "blobs": "{/sha}",
    "branches": "{/branch}", "collaborators": "{/collaborator}", "comments": "{/number}",
    "commits": "{/sha}", "compare": "/{base}...{head}", "contents": "/{+path}",
    "contributors": "", "deployments": "", "downloads": "", "events": "", "forks": "",
    "git_commits": "{/sha}", "git_refs": "{/sha}", "git_tags": "{/sha}", "hooks": "",
    "issue_comment": "{/number}", "issue_events": "{/number}", "issues": "{/number}",
    "keys": "{/key_id}", "labels": "{/name}", "languages": "", "merges": "",
    "milestones": "{/number}", "notifications": "{?since,all,participating}", "pulls": "{/number}",
    "releases": "{/id}", "stargazers": "", "statuses": "/{sha}", "subscribers": "",
    "subscription": "", "tags": "", "teams": "", "trees": "{/sha}",
}  # fmt: skip
_COUNTS = ("forks", "stargazers", "watchers", "open_issues", "subscribers", "network")


def minimal(api: str, web: str, owner: Tree, name: str) -> Tree:
    """The repository as other bodies name it."""
    full = f"{owner['login']}/{name}"
    url = f"{api}/repos/{full}"
    return {
        "id": number_of(f"repository/{full}"),
        "node_id": f"R_{number_of(full)}",
        "name": name,
        "full_name": full,
        "owner": owner,
        "private": True,
        "html_url": f"{web}/{full}",
        "description": None,
        "fork": False,
        "url": url,
        **{f"{link}_url": f"{url}/{link}{rest}" for link, rest in _LINKS.items()},
    }


def whole(short: Tree, spec: RepositorySpec, web: str, pushed: str | None) -> Tree:
    """The repository as it is asked for by itself."""
    full = str(short["full_name"])
    host = web.removeprefix("https://")
    return {
        **short,
        "private": spec.private,
        "visibility": "private" if spec.private else "public",
        "default_branch": spec.default_branch,
        "archived": spec.archived,
        "disabled": spec.disabled,
        "clone_url": f"{web}/{full}.git",
        "git_url": f"git://{host}/{full}.git",
        "ssh_url": f"git@{host}:{full}.git",
        "svn_url": f"{web}/{full}",
        "mirror_url": None,
        "homepage": None,
        "language": "Python",
        "license": None,
        "size": sum(len(text) for text in spec.files.values()) // 1024 + 1 if spec.files else 0,
        **{f"{count}_count": 0 for count in _COUNTS},
        "forks": 0,
        "open_issues": 0,
        "watchers": 0,
        "is_template": False,
        "topics": [],
        "has_issues": True,
        "has_projects": True,
        "has_wiki": False,
        "has_pages": False,
        "has_downloads": True,
        "has_discussions": False,
        "allow_forking": False,
        "web_commit_signoff_required": False,
        "pushed_at": pushed or "2024-01-15T09:00:00Z",
        "created_at": "2024-01-15T09:00:00Z",
        "updated_at": pushed or "2024-01-15T09:00:00Z",
    }


def whole_owner(owner: Owner, *, tells_private: bool) -> Tree:
    """An owner as asked for; how many private repositories there are is told to members only."""
    private = sum(one.is_private for one in owner.repositories)
    url = f"{str(owner.body['url']).rpartition('/users/')[0]}/orgs/{owner.name}"
    body: Tree = {
        **owner.body,
        "url": url,
        **{f"{link}_url": f"{url}/{link}" for link in ("hooks", "issues", "members")},
        "public_members_url": f"{url}/public_members{{/member}}",
        "description": None,
        "has_organization_projects": True,
        "has_repository_projects": True,
        "public_repos": len(owner.repositories) - private,
        "public_gists": 0,
        "followers": 0,
        "following": 0,
        "created_at": "2024-01-15T09:00:00Z",
        "updated_at": "2024-01-15T09:00:00Z",
        "archived_at": None,
    }
    if tells_private:
        body |= {"total_private_repos": private, "owned_private_repos": private}
    return body
