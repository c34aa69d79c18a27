"""Workflows, their runs in the order of time, and the jobs, checks and deployments of those."""

from dataclasses import dataclass

from aml_maturity_audit.sandbox.devops.reading import Item
from aml_maturity_audit.sandbox.estate.merging import Tree, merge
from aml_maturity_audit.sandbox.github.accounts import number_of
from aml_maturity_audit.sandbox.github.attempts import add_attempts
from aml_maturity_audit.sandbox.github.checks import add_checks
from aml_maturity_audit.sandbox.github.code import sha_of
from aml_maturity_audit.sandbox.github.deployments import add_deployments
from aml_maturity_audit.sandbox.github.jobs import jobs_of
from aml_maturity_audit.sandbox.github.site import Place, span
from aml_maturity_audit.sandbox.github.specs import RunSpec, WorkflowSpec


@dataclass(frozen=True)
class Run:
    """A run that waits for its number."""

    item: Item[RunSpec]
    workflow: Tree
    started: str
    finished: str


def add_workflows(place: Place, raw: object) -> None:
    """Add the workflows, then all their runs, the newest first."""
    runs: list[Run] = []
    for item in place.each(raw, WorkflowSpec, "workflows"):
        workflow = _workflow(place, item)
        place.repository.workflows.append(workflow)
        where = f"workflows/{item.name}/runs"
        for one in place.each(item.spec.runs, RunSpec, where, item.filling):
            started, finished = span(one.spec.took, one.spec.at, one.where)
            runs.append(Run(one, workflow, started, finished))
    base = 10_000_000_000 + number_of(place.url) % 1_000_000 * 1_000
    for position, run in enumerate(sorted(runs, key=lambda one: one.started)):
        _add(place, run, run.item.spec.id or base + position)
    place.repository.runs.reverse()
    place.repository.deployments.reverse()


def _workflow(place: Place, item: Item[WorkflowSpec]) -> Tree:
    number = number_of(f"{place.url}/{item.name}") % 100_000_000
    file = item.spec.path.rpartition("/")[2]
    body: Tree = {
        "id": number,
        "node_id": f"W_{number}",
        "name": item.name,
        "path": item.spec.path,
        "state": item.spec.state,
        "created_at": "2024-01-15T09:00:00.000Z",
        "updated_at": "2024-01-15T09:00:00.000Z",
        "url": f"{place.url}/actions/workflows/{number}",
        "html_url": f"{place.web}/blob/{place.repository.default_branch}/{item.spec.path}",
        "badge_url": f"{place.web}/actions/workflows/{file}/badge.svg",
    }
    return merge(body, item.spec.body)


def _add(place: Place, run: Run, number: int) -> None:
    spec, where = run.item.spec, run.item.where
    actor = place.accounts.account(spec.by, where)
    again = place.accounts.account(spec.again_by, where) if spec.again_by else actor
    url = f"{place.url}/actions/runs/{number}"
    sha = spec.sha or sha_of(url)
    body: Tree = {
        **_what(place, run, number, sha),
        **_links(place, number),
        "actor": actor,
        "triggering_actor": again,
        "head_commit": {
            "id": sha,
            "tree_id": sha_of(sha),
            "message": "",
            "timestamp": run.started,
            "author": {"name": actor["login"], "email": "noreply@github.com"},
            "committer": {"name": "GitHub", "email": "noreply@github.com"},
        },
        "repository": place.short,
        "head_repository": place.short,
        "referenced_workflows": [],
    }
    whole = merge(body, spec.body)
    add_attempts(place, run.item, whole)
    place.repository.runs.append(whole)
    place.repository.jobs[number] = jobs_of(place, spec, whole)
    add_checks(place, spec, whole)
    add_deployments(place, spec, whole)


def _what(place: Place, run: Run, number: int, sha: str) -> Tree:
    """What ran, why, and how it ended."""
    spec = run.item.spec
    return {
        "id": number,
        "name": run.workflow["name"],
        "node_id": f"WFR_{number}",
        "head_branch": spec.branch or place.repository.default_branch,
        "head_sha": sha,
        "path": run.workflow["path"],
        "display_title": str(run.workflow["name"]),
        "run_number": number % 1000 + 1,
        "run_attempt": spec.attempt,
        "event": spec.event,
        "status": spec.status,
        "conclusion": spec.conclusion if spec.status == "completed" else None,
        "workflow_id": run.workflow["id"],
        "workflow_url": run.workflow["url"],
        "pull_requests": [],
        "created_at": run.started,
        "updated_at": run.finished,
        "run_started_at": run.started,
    }


def _links(place: Place, number: int) -> Tree:
    """Where what hangs on it is."""
    url, suite = f"{place.url}/actions/runs/{number}", number + 7
    return {
        "url": url,
        "html_url": f"{place.web}/actions/runs/{number}",
        "check_suite_id": suite,
        "check_suite_node_id": f"CS_{suite}",
        "check_suite_url": f"{place.url}/check-suites/{suite}",
        **{
            f"{what}_url": f"{url}/{what}"
            for what in ("jobs", "logs", "artifacts", "cancel", "rerun")
        },
        "previous_attempt_url": None,
    }
