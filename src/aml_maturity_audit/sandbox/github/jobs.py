"""Jobs of runs with their steps; a run that tells none has one that did as the run did."""

from aml_maturity_audit.sandbox.estate.merging import Tree, merge
from aml_maturity_audit.sandbox.github.site import Place
from aml_maturity_audit.sandbox.github.specs import AttemptSpec, JobSpec, RunSpec, StepSpec


def jobs_of(place: Place, spec: RunSpec | AttemptSpec, run: Tree) -> list[Tree]:
    """The jobs of a run."""
    listed = spec.jobs or (JobSpec(job="build", conclusion=spec.conclusion),)
    run_id, attempt = run["id"], run["run_attempt"]
    assert isinstance(run_id, int) and isinstance(attempt, int)
    first = run_id * 100 + (10**13 * attempt if isinstance(spec, AttemptSpec) else 0)
    return [_job(place, job, run, first + position) for position, job in enumerate(listed)]


def _job(place: Place, job: JobSpec, run: Tree, number: int) -> Tree:
    ran = job.conclusion != "skipped"
    steps: list[Tree] = [
        _step(StepSpec(step=one) if isinstance(one, str) else one, run, at)
        for at, one in enumerate(job.steps, start=1)
    ]
    body: Tree = {
        "id": number,
        "run_id": run["id"],
        "run_url": run["url"],
        "run_attempt": run["run_attempt"],
        "node_id": f"CR_{number}",
        "head_sha": run["head_sha"],
        "head_branch": run["head_branch"],
        "url": f"{place.url}/actions/jobs/{number}",
        "html_url": f"{run['html_url']}/job/{number}",
        "status": "completed",
        "conclusion": job.conclusion,
        "created_at": run["run_started_at"],
        "started_at": run["run_started_at"],
        "completed_at": run["updated_at"],
        "name": job.job,
        "steps": [*steps] if ran else [],
        "check_run_url": f"{place.url}/check-runs/{number}",
        "labels": ["ubuntu-latest"],
        "runner_id": 1 if ran else None,
        "runner_name": "GitHub Actions 1" if ran else None,
        "runner_group_id": 2 if ran else None,
        "runner_group_name": "GitHub Actions" if ran else None,
        "workflow_name": run["name"],
    }
    return merge(body, job.body)


def _step(step: StepSpec, run: Tree, number: int) -> Tree:
    return {
        "name": step.step,
        "status": "completed",
        "conclusion": step.conclusion,
        "number": number,
        "started_at": run["run_started_at"],
        "completed_at": run["updated_at"],
    }
