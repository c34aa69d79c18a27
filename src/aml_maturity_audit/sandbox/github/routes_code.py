"""Files, commits, branches and what protects them, pull requests, checks, deployments."""

import base64
from collections.abc import Mapping
from typing import Any

from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.estate.times import absolute
from aml_maturity_audit.sandbox.github import refusals
from aml_maturity_audit.sandbox.github.asking import Ask, Route, numbered, paged
from aml_maturity_audit.sandbox.github.code import committed, sha_of
from aml_maturity_audit.sandbox.web import Answer


def _commits(ask: Ask) -> Answer:
    if not ask.repository.branches:
        return refusals.refusal(409, "Git Repository is empty.")
    since = ask.asked("since")
    found = [
        one
        for one in ask.repository.commits
        if not since or absolute(committed(one)) >= absolute(since)
    ]
    return paged(found, ask)


def _tree(ask: Ask) -> Answer:
    files = _files(ask, ask.parts["ref"])
    if not ask.repository.branches:
        return refusals.refusal(409, "Git Repository is empty.")
    if files is None:
        return refusals.missing()
    url = str(ask.repository.body["url"])
    entries: list[Tree] = [
        {
            "path": path,
            "mode": "100644",
            "type": "blob",
            "sha": sha_of(text),
            "size": len(text.encode()),
            "url": f"{url}/git/blobs/{sha_of(text)}",
        }
        for path, text in files.items()
    ]
    shown = entries[: len(entries) // 2] if ask.repository.truncated_tree else entries
    sha = sha_of(ask.parts["ref"])
    body = {"sha": sha, "url": f"{url}/git/trees/{sha}", "tree": shown}
    return Answer.json({**body, "truncated": ask.repository.truncated_tree})


def _file(ask: Ask) -> Answer:
    files = _files(ask, ask.asked("ref") or ask.repository.default_branch)
    text = (files or {}).get(ask.parts["path"])
    if text is None:
        return refusals.missing()
    if "raw" in ask.call.header("Accept"):
        return Answer(200, text.encode(), {}, "application/vnd.github.raw+json; charset=utf-8")
    url = f"{ask.repository.body['url']}/contents/{ask.parts['path']}"
    body: dict[str, Any] = {
        "type": "file",
        "encoding": "base64",
        "size": len(text.encode()),
        "name": ask.parts["path"].rpartition("/")[2],
        "path": ask.parts["path"],
        "content": base64.encodebytes(text.encode()).decode(),
        "sha": sha_of(text),
        "url": url,
        "git_url": None,
        "html_url": None,
        "download_url": None,
        "_links": {"git": None, "html": None, "self": url},
    }
    return Answer.json(body)


def _files(ask: Ask, ref: str) -> Mapping[str, str] | None:
    """The files at a branch, tag or commit; at that of a run those of the run's branch."""
    repository = ask.repository
    name = ref.removeprefix("refs/heads/").removeprefix("refs/tags/")
    run = next((one for one in repository.runs if one["head_sha"] == ref), None)
    if run is not None:
        return repository.branches.get(str(run["head_branch"]))
    newest = repository.commits[0]["sha"] if repository.commits else None
    at = repository.default_branch if newest and ref == newest else name
    return repository.branches.get(at) or repository.tags.get(at)


def _branch(ask: Ask) -> Answer:
    name = ask.parts["branch"]
    if name not in ask.repository.branches:
        return refusals.refusal(404, "Branch not found")
    protection = ask.repository.protection
    checks = (protection or {}).get("required_status_checks")
    contexts = checks.get("contexts") if isinstance(checks, dict) else None
    url = f"{ask.repository.body['url']}/branches/{name}"
    body = {
        "name": name,
        "commit": ask.repository.commits[0] if ask.repository.commits else None,
        "protected": protection is not None or bool(ask.repository.rules),
        "protection": {
            "enabled": protection is not None,
            "required_status_checks": {
                "enforcement_level": "everyone" if contexts else "off",
                "contexts": contexts or [],
                "checks": [],
            },
        },
        "protection_url": f"{url}/protection",
        "_links": {"self": url, "html": f"{ask.repository.body['html_url']}/tree/{name}"},
    }
    return Answer.json(body)


def _protection(ask: Ask) -> Answer:
    if ask.repository.protection is None:
        return refusals.refusal(404, "Branch not protected")
    return Answer.json(ask.repository.protection)


def _rules(ask: Ask) -> Answer:
    is_default = ask.parts["branch"] == ask.repository.default_branch
    return paged(ask.repository.rules if is_default else [], ask)


def _pull_requests(ask: Ask) -> Answer:
    state = ask.asked("state", "open")
    found = [one for one in ask.repository.pull_requests if state in ("all", one["state"])]
    return paged(found, ask)


def _reviews(ask: Ask) -> Answer:
    found = ask.repository.reviews.get(int(ask.parts["number"]))
    return refusals.missing() if found is None else paged(found, ask)


def _checks(ask: Ask) -> Answer:
    return paged(ask.repository.checks.get(ask.parts["sha"], []), ask, "check_runs")


def _environments(ask: Ask) -> Answer:
    return paged(ask.repository.environments, ask, "environments")


def _deployments(ask: Ask) -> Answer:
    wanted = ask.asked("environment").lower()
    found = [
        one
        for one in ask.repository.deployments
        if not wanted or str(one["environment"]).lower() == wanted
    ]
    return paged(found, ask)


def _statuses(ask: Ask) -> Answer:
    if numbered(ask.repository.deployments, ask.parts["id"]) is None:
        return refusals.missing()
    return paged(ask.repository.statuses[int(ask.parts["id"])], ask)


_CONTENTS, _PULLS = "contents: read", "pull_requests: read"
ROUTES = (
    Route(r"commits", _CONTENTS, _commits),
    Route(r"commits/(?P<sha>[0-9a-f]+)/check-runs", "checks: read", _checks),
    Route(r"git/trees/(?P<ref>.+)", _CONTENTS, _tree),
    Route(r"contents/(?P<path>.+)", _CONTENTS, _file),
    Route(r"branches/(?P<branch>.+)/protection", "administration: read", _protection),
    Route(r"branches/(?P<branch>.+)", _CONTENTS, _branch),
    Route(r"rules/branches/(?P<branch>.+)", "metadata: read", _rules),
    Route(r"pulls", _PULLS, _pull_requests),
    Route(r"pulls/(?P<number>\d+)/reviews", _PULLS, _reviews),
    Route(r"environments", "actions: read", _environments),
    Route(r"deployments", "deployments: read", _deployments),
    Route(r"deployments/(?P<id>\d+)/statuses", "deployments: read", _statuses),
)
