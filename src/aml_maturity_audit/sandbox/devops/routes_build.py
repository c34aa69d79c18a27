"""Build definitions, builds, timelines, test runs and coverage."""

import fnmatch
from datetime import timedelta

from aml_maturity_audit.sandbox.devops import refusals
from aml_maturity_audit.sandbox.devops.asking import (
    Ask,
    Route,
    continued,
    numbered,
    skipped,
    whole,
)
from aml_maturity_audit.sandbox.devops.testruns import summary
from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.estate.times import absolute
from aml_maturity_audit.sandbox.web import Answer

_FULL = ("process", "repository", "variables", "triggers", "latestBuild", "latestCompletedBuild")
_LATEST = ("latestBuild", "latestCompletedBuild")
_LONGEST = timedelta(days=7)


def _definitions(ask: Ask) -> Answer:
    name, ids = ask.asked("name"), ask.listed("definitionIds")
    repository = ask.asked("repositoryId").lower()
    found = [
        one
        for one in ask.project.definitions
        if (not name or fnmatch.fnmatch(str(one["name"]).lower(), name.lower()))
        and (not ids or str(one["id"]) in ids)
        and (not repository or _repository_id(one) == repository)
    ]
    if ask.asked("queryOrder").lower().startswith("definitionname"):
        found.sort(key=lambda one: str(one["name"]).lower())
    return continued([_shown(one, ask) for one in found], ask, 10_000)


def _shown(definition: Tree, ask: Ask) -> Tree:
    """A reference, unless all properties are asked for."""
    hidden = set() if ask.flag("includeAllProperties") else set(_FULL)
    if ask.flag("includeLatestBuilds"):
        hidden -= set(_LATEST)
    else:
        hidden |= set(_LATEST)
    return {key: value for key, value in definition.items() if key not in hidden}


def _definition(ask: Ask) -> Answer:
    found = numbered(ask.project.definitions, ask.parts["id"])
    if found is None:
        return refusals.thing_missing("Definition", ask.parts["id"])
    return Answer.json({key: value for key, value in found.items() if key not in _LATEST})


def _builds(ask: Ask) -> Answer:
    found = [one for one in ask.project.builds if _wanted(one, ask)]
    order = ask.asked("queryOrder", "finishTimeDescending").lower()
    key = next((k for k in ("queueTime", "startTime") if order.startswith(k.lower())), "finishTime")
    found.sort(key=lambda one: str(one[key]), reverse=not order.endswith("ascending"))
    return continued(found, ask, 1000, 5000)


def _wanted(build: Tree, ask: Ask) -> bool:
    about = build["definition"]
    assert isinstance(about, dict)
    sets = {
        str(about["id"]): ask.listed("definitions"),
        str(build["id"]) + " ": ask.listed("buildIds"),
    }
    if not all(not wanted or key.strip() in wanted for key, wanted in sets.items()):
        return False
    for name, key in (
        ("statusFilter", "status"),
        ("resultFilter", "result"),
        ("reasonFilter", "reason"),
    ):
        wanted = ask.listed(name)
        if wanted and "all" not in wanted and str(build[key]).lower() not in wanted:
            return False
    branch, repository = ask.asked("branchName"), ask.asked("repositoryId").lower()
    if branch and build["sourceBranch"] != branch:
        return False
    return (not repository or _repository_id(build) == repository) and _in_time(build, ask)


def _in_time(build: Tree, ask: Ask) -> bool:
    since, until = ask.asked("minTime"), ask.asked("maxTime")
    finished = absolute(str(build["finishTime"]))
    return (not since or finished >= absolute(since)) and (not until or finished <= absolute(until))


def _repository_id(holder: Tree) -> str:
    repository = holder.get("repository")
    return str(repository.get("id")).lower() if isinstance(repository, dict) else ""


def _build(ask: Ask) -> Answer:
    found = numbered(ask.project.builds, ask.parts["id"])
    return Answer.json(found) if found else refusals.thing_missing("Build", ask.parts["id"])


def _timeline(ask: Ask) -> Answer:
    """A build without a timeline answers 204, as where it was retained without one."""
    found = numbered(ask.project.builds, ask.parts["id"])
    if found is None:
        return refusals.thing_missing("Build", ask.parts["id"])
    number = found["id"]
    timeline = ask.project.timelines.get(number) if isinstance(number, int) else None
    return Answer.json(timeline) if timeline else Answer(204, b"", {}, "")


def _test_runs(ask: Ask) -> Answer:
    since, until = ask.asked("minLastUpdatedDate"), ask.asked("maxLastUpdatedDate")
    uri, builds = ask.asked("buildUri").lower(), ask.listed("buildIds")
    if bool(since) != bool(until):
        return refusals.argument_wrong("Both minLastUpdatedDate and maxLastUpdatedDate are needed.")
    if since and absolute(until) - absolute(since) > _LONGEST:
        return refusals.argument_wrong("The difference of the dates must be at most 7 days.")
    found = [
        run
        for run in ask.project.test_runs
        if (not uri or uri.rpartition("/")[2] == _build_id(run))
        and (not builds or _build_id(run) in builds)
        and (
            not since or absolute(since) <= absolute(str(run["lastUpdatedDate"])) <= absolute(until)
        )
    ]
    return continued(found, ask, 100, 100) if since else skipped(found, ask, 100)


def _build_id(run: Tree) -> str:
    build = run.get("build")
    return str(build.get("id")) if isinstance(build, dict) else ""


def _test_run(ask: Ask) -> Answer:
    found = numbered(ask.project.test_runs, ask.parts["id"])
    return Answer.json(found) if found else refusals.thing_missing("TestRun", ask.parts["id"])


def _summary(ask: Ask) -> Answer:
    wanted = ask.asked("buildId")
    return Answer.json(summary([run for run in ask.project.test_runs if _build_id(run) == wanted]))


def _coverage(_: Ask) -> Answer:
    return whole([])


def _pipelines(ask: Ask) -> Answer:
    found: list[Tree] = [
        {
            "id": one["id"],
            "name": one["name"],
            "folder": one["path"],
            "revision": one["revision"],
            "url": f"{ask.organization.url}/{ask.project.id}/_apis/pipelines/{one['id']}",
        }
        for one in ask.project.definitions
    ]
    return continued(found, ask, 10_000)


_BUILD, _TEST = "vso.build", "vso.test"
ROUTES = (
    Route(r"build/definitions", _BUILD, _definitions),
    Route(r"build/definitions/(?P<id>\d+)", _BUILD, _definition),
    Route(r"build/builds", _BUILD, _builds),
    Route(r"build/builds/(?P<id>\d+)", _BUILD, _build),
    Route(r"build/builds/(?P<id>\d+)/timeline(/[^/]*)?", _BUILD, _timeline),
    Route(r"pipelines", _BUILD, _pipelines),
    Route(r"test/runs", _TEST, _test_runs),
    Route(r"test/runs/(?P<id>\d+)", _TEST, _test_run),
    Route(r"test/codecoverage", _TEST, _coverage),
    Route(r"testresults/resultsummarybybuild", _TEST, _summary),
)
