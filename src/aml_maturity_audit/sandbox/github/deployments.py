"""Environments with their protection, and the deployments that runs made on them."""

from aml_maturity_audit.sandbox.estate.merging import Tree, merge
from aml_maturity_audit.sandbox.github.accounts import number_of
from aml_maturity_audit.sandbox.github.site import Place
from aml_maturity_audit.sandbox.github.specs import EnvironmentSpec, RunSpec

_MADE = "2024-01-15T09:00:00Z"


def add_environments(place: Place, raw: object) -> None:
    """Add the environments; GitHub tells which were made, in no order that means anything."""
    for item in place.each(raw, EnvironmentSpec, "environments"):
        spec = item.spec
        number = number_of(f"{place.url}/environments/{item.name}")
        body: Tree = {
            "id": number,
            "node_id": f"EN_{number}",
            "name": item.name,
            "url": f"{place.url}/environments/{item.name}",
            "html_url": f"{place.web}/deployments/activity_log?environments_filter={item.name}",
            "created_at": _MADE,
            "updated_at": _MADE,
            "protection_rules": [*_rules(place, spec, item.where, number)],
            "deployment_branch_policy": (
                {"protected_branches": True, "custom_branch_policies": False}
                if spec.branch_policy
                else None
            ),
        }
        place.repository.environments.append(merge(body, spec.body))
        place.repository.variables[item.name.lower()] = variables(dict(spec.variables))


def _rules(place: Place, spec: EnvironmentSpec, where: str, number: int) -> list[Tree]:
    rules: list[Tree] = []
    if spec.wait_timer:
        rules.append({"type": "wait_timer", "wait_timer": spec.wait_timer})
    if spec.reviewers:
        reviewers = [place.accounts.account(one, where) for one in spec.reviewers]
        rules.append(
            {
                "type": "required_reviewers",
                "prevent_self_review": False,
                "reviewers": [{"type": "User", "reviewer": one} for one in reviewers],
            }
        )
    if spec.branch_policy:
        rules.append({"type": "branch_policy"})
    return [
        {"id": number + at, "node_id": f"GA_{number + at}", **rule} for at, rule in enumerate(rules)
    ]


def variables(values: dict[str, str]) -> list[Tree]:
    """Variables as GitHub lists them."""
    return [
        {"name": name.upper(), "value": value, "created_at": _MADE, "updated_at": _MADE}
        for name, value in values.items()
    ]


def add_deployments(place: Place, spec: RunSpec, run: Tree) -> None:
    """Add the deployments of a run, each with its statuses, the newest first."""
    for at, environment in enumerate(spec.deploys):
        run_id = run["id"]
        assert isinstance(run_id, int)
        number = run_id + 1_000_000 * (at + 1)
        url = f"{place.url}/deployments/{number}"
        place.repository.deployments.append(
            {
                "url": url,
                "id": number,
                "node_id": f"DE_{number}",
                "sha": run["head_sha"],
                "ref": run["head_branch"],
                "task": "deploy",
                "payload": {},
                "original_environment": environment,
                "environment": environment,
                "description": None,
                "creator": run["actor"],
                "created_at": run["run_started_at"],
                "updated_at": run["updated_at"],
                "statuses_url": f"{url}/statuses",
                "repository_url": place.url,
            }
        )
        done = "success" if spec.conclusion == "success" else "failure"
        place.repository.statuses[number] = [
            _status(place, run, number, state, str(time))
            for state, time in ((done, run["updated_at"]), ("in_progress", run["run_started_at"]))
        ]


def _status(place: Place, run: Tree, number: int, state: str, at: str) -> Tree:
    id_ = number_of(f"{place.url}/{number}/{state}")
    page = f"{run['html_url']}/job/{number}"
    return {
        "url": f"{place.url}/deployments/{number}/statuses/{id_}",
        "id": id_,
        "node_id": f"DS_{id_}",
        "state": state,
        "creator": run["actor"],
        "description": "",
        "environment": "",
        "target_url": page,
        "log_url": page,
        "environment_url": "",
        "created_at": at,
        "updated_at": at,
        "deployment_url": f"{place.url}/deployments/{number}",
        "repository_url": place.url,
    }
