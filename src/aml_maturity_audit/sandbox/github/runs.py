"""Workflows, their runs in the order of time, and the jobs, checks and deployments of those."""

from dataclasses import dataclass

from aml_maturity_audit.sandbox.devops.reading import Item
from aml_maturity_audit.sandbox.estate.merging import Tree, merge
from aml_maturity_audit.sandbox.github.accounts import number_of
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
    url = f"{place.url}/actions/runs/{number}"
    suite = number + 7
    sha = spec.sha or sha_of(url)
    actor = place.accounts.account(spec.by, where)
    again = place.accounts.account(spec.again_by, where) if spec.again_by else actor
    body: Tree = {
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
        "check_suite_id": suite,
        "check_suite_node_id": f"CS_{suite}",
        "url": url,
        "html_url": f"{place.web}/actions/runs/{number}",
        "pull_requests": [],
        "created_at": run.started,
        "updated_at": run.finished,
        "actor": actor,
        "triggering_actor": again,
        "run_started_at": run.started,
        "jobs_url": f"{url}/jobs",
        "logs_url": f"{url}/logs",
        "check_suite_url": f"{place.url}/check-suites/{suite}",
        "artifacts_url": f"{url}/artifacts",
        "cancel_url": f"{url}/cancel",
        "rerun_url": f"{url}/rerun",
        "previous_attempt_url": None,
        "workflow_url": run.workflow["url"],
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
    place.repository.runs.append(whole)
    place.repository.jobs[number] = jobs_of(place, spec, whole)
    add_checks(place, spec, whole)
    add_deployments(place, spec, whole)
