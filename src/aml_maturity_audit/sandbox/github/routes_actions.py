"""Workflows, their runs, the jobs of those, and variables."""

from datetime import datetime

from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.estate.times import absolute
from aml_maturity_audit.sandbox.github import refusals
from aml_maturity_audit.sandbox.github.asking import Ask, Route, numbered, paged
from aml_maturity_audit.sandbox.web import Answer

MOST_FOUND = 1_000
"""GitHub tells no more runs of a search, however many it says that there are."""
_SEARCHES = ("created", "actor", "branch", "event", "head_sha", "status", "check_suite_id")


def _workflows(ask: Ask) -> Answer:
    return paged(ask.repository.workflows, ask, "workflows")


def _runs(ask: Ask) -> Answer:
    found = [run for run in ask.repository.runs if _is_wanted(run, ask)]
    searched = any(ask.asked(name) for name in _SEARCHES)
    return paged(found, ask, "workflow_runs", MOST_FOUND if searched else None)


def _is_wanted(run: Tree, ask: Ask) -> bool:
    for name, key in (("event", "event"), ("branch", "head_branch"), ("head_sha", "head_sha")):
        if ask.asked(name) and run[key] != ask.asked(name):
            return False
    status = ask.asked("status")
    if status and status not in (run["status"], run["conclusion"]):
        return False
    return _is_within(absolute(str(run["created_at"])), ask.asked("created"))


def _is_within(time: datetime, wanted: str) -> bool:
    """`2024-01-01T00:00:00Z..2024-02-01T00:00:00Z`, `>=…`, `<=…`."""
    if not wanted:
        return True
    if ".." in wanted:
        start, _, end = wanted.partition("..")
        return absolute(start) <= time <= absolute(end)
    if wanted.startswith(">="):
        return time >= absolute(wanted[2:])
    if wanted.startswith("<="):
        return time <= absolute(wanted[2:])
    raise ValueError("created is no range of times")


def _runs_of_workflow(ask: Ask) -> Answer:
    wanted = ask.parts["id"]
    found = [run for run in ask.repository.runs if str(run["workflow_id"]) == wanted]
    return paged(found, ask, "workflow_runs")


def _run(ask: Ask) -> Answer:
    found = numbered(ask.repository.runs, ask.parts["id"])
    return Answer.json(found) if found else refusals.missing()


def _jobs(ask: Ask) -> Answer:
    """Of the last attempt; with `filter=all` of those before, too."""
    run = int(ask.parts["id"])
    jobs = ask.repository.jobs.get(run)
    if jobs is None:
        return refusals.missing()
    before = [
        job
        for (id_, _), (_, listed) in sorted(ask.repository.attempts.items(), key=_by_attempt)
        if id_ == run and ask.asked("filter") == "all"
        for job in listed
    ]
    return paged([*jobs, *before], ask, "jobs")


def _by_attempt(item: tuple[tuple[int, int], object]) -> tuple[int, int]:
    return item[0]


def _attempt(ask: Ask) -> Answer:
    run, number = int(ask.parts["id"]), int(ask.parts["number"])
    found = ask.repository.attempts.get((run, number))
    last = numbered(ask.repository.runs, ask.parts["id"])
    if found is None and last is not None and last["run_attempt"] == number:
        found = last, ask.repository.jobs[run]
    if found is None:
        return refusals.missing()
    body, jobs = found
    return paged(jobs, ask, "jobs") if ask.call.path.endswith("/jobs") else Answer.json(body)


def _variables(ask: Ask) -> Answer:
    name = ask.parts.get("environment", "").lower()
    known = ask.repository.variables.get(name)
    return refusals.missing() if known is None else paged(known, ask, "variables")


_ACTIONS = "actions: read"
ROUTES = (
    Route(r"actions/workflows", _ACTIONS, _workflows),
    Route(r"actions/workflows/(?P<id>\d+)/runs", _ACTIONS, _runs_of_workflow),
    Route(r"actions/runs", _ACTIONS, _runs),
    Route(r"actions/runs/(?P<id>\d+)", _ACTIONS, _run),
    Route(r"actions/runs/(?P<id>\d+)/jobs", _ACTIONS, _jobs),
    Route(r"actions/runs/(?P<id>\d+)/attempts/(?P<number>\d+)(?:/jobs)?", _ACTIONS, _attempt),
    Route(r"actions/variables", "variables: read", _variables),
    Route(r"environments/(?P<environment>[^/]+)/variables", "environments: read", _variables),
)
