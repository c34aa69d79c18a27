"""Check runs that the reporters of runs have made."""

from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.github.accounts import number_of
from aml_maturity_audit.sandbox.github.site import Place
from aml_maturity_audit.sandbox.github.specs import CheckSpec, RunSpec


def add_checks(place: Place, spec: RunSpec, run: Tree) -> None:
    """Add the checks of a run to those of its commit."""
    listed = place.repository.checks.setdefault(str(run["head_sha"]), [])
    listed += [_check(place, name, check, run) for name, check in spec.checks.items()]


def _check(place: Place, name: str, check: CheckSpec, run: Tree) -> Tree:
    number = number_of(f"{run['url']}/{name}")
    url = f"{place.url}/check-runs/{number}"
    return {
        "id": number,
        "node_id": f"CR_{number}",
        "head_sha": run["head_sha"],
        "external_id": "",
        "url": url,
        "html_url": f"{place.web}/runs/{number}",
        "details_url": f"{place.web}/runs/{number}",
        "status": "completed",
        "conclusion": check.conclusion,
        "started_at": run["run_started_at"],
        "completed_at": run["updated_at"],
        "output": {
            "title": check.title or None,
            "summary": check.summary or None,
            "text": None,
            "annotations_count": 0,
            "annotations_url": f"{url}/annotations",
        },
        "name": name,
        "check_suite": {"id": run["check_suite_id"]},
        "app": None,
        "pull_requests": [],
    }
