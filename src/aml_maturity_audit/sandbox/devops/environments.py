"""Deployment environments of YAML pipelines, their checks and their deployment records."""

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.devops.reading import Item, devops_time, span
from aml_maturity_audit.sandbox.devops.site import Place
from aml_maturity_audit.sandbox.devops.specs import (
    Check,
    EnvironmentDeploymentSpec,
    EnvironmentSpec,
)
from aml_maturity_audit.sandbox.estate.guids import guid_of
from aml_maturity_audit.sandbox.estate.merging import Tree, merge
from aml_maturity_audit.sandbox.estate.vocabulary import nearest

# Check types (azure_facts A.18).
CHECKS = {
    "approval": ("8c6f20a7-a545-4486-9777-f762fafe0d4d", "Approval"),
    "task": ("fe1de3ee-a436-41b4-bb20-f6eb4cb879a7", "Task Check"),
    "exclusiveLock": ("2ef31ad6-baa0-403a-8b45-2cbc9b4e5563", "ExclusiveLock"),
}


def add_environments(place: Place, raw: object) -> None:
    """Add the project's environments with what hangs on them."""
    for item in place.each(raw, EnvironmentSpec, "environments"):
        environment = _environment(place, item)
        place.project.environments.append(environment)
        for check in item.spec.checks:
            place.project.checks.append(_check(place, check, environment, item.where))
        where = f"environments/{item.name}/deployments"
        records = [
            _record(place, deployment, environment)
            for deployment in place.each(
                item.spec.deployments, EnvironmentDeploymentSpec, where, item.filling
            )
        ]
        records.sort(key=lambda record: str(record["finishTime"]), reverse=True)
        number = environment["id"]
        assert isinstance(number, int)
        place.project.records[number] = records


def _environment(place: Place, item: Item[EnvironmentSpec]) -> Tree:
    who = place.people.identity(item.spec.by, item.where)
    created = devops_time(item.filling.now)
    body: Tree = {
        "id": place.numbers.next("environment"),
        "name": item.name,
        "description": item.spec.description,
        "createdBy": who,
        "createdOn": created,
        "lastModifiedBy": who,
        "lastModifiedOn": created,
        "project": {"id": place.project.id, "name": place.project.name},
    }
    return merge(body, item.spec.body)


def _check(place: Place, check: Check, environment: Tree, where: str) -> Tree:
    number = place.numbers.next("check")
    type_id, shown = CHECKS.get(check.kind, (check.kind, check.kind))
    approvers = [place.people.identity(name, where) for name in check.approvers]
    settings: Tree = {}
    if check.kind == "approval":
        settings = {
            "approvers": [*approvers],
            "executionOrder": "anyOrder",
            "minRequiredApprovers": 0,
            "instructions": "",
            "blockedApprovers": [],
        }
    who = place.people.identity(check.approvers[0] if check.approvers else None, where)
    body: Tree = {
        "id": number,
        "type": {"id": type_id, "name": shown},
        "resource": {
            "type": "environment",
            "id": str(environment["id"]),
            "name": environment["name"],
        },
        "settings": merge(settings, dict(check.settings)),
        "isDisabled": check.is_disabled,
        "timeout": 43200,
        "createdBy": who,
        "createdOn": environment["createdOn"],
        "modifiedBy": who,
        "modifiedOn": environment["createdOn"],
        "url": f"{place.url}/_apis/pipelines/checks/configurations/{number}",
    }
    return merge(body, dict(check.body))


def _record(place: Place, item: Item[EnvironmentDeploymentSpec], environment: Tree) -> Tree:
    spec = item.spec
    started, finished = span(spec.took, spec.at, item.where)
    definition = _pipeline(place, spec.pipeline, item.where)
    build = _build(place, spec, definition, finished)
    body: Tree = {
        "id": place.numbers.next("record"),
        "requestIdentifier": guid_of(f"{item.where}/{finished}"),
        "environmentId": environment["id"],
        "serviceOwner": "00025394-6065-48ca-87d9-7f5672854ef7",
        "scopeId": place.project.id,
        "planType": "Build",
        "planId": guid_of(f"{item.where}/{finished}/plan"),
        "stageName": spec.stage,
        "jobName": spec.job,
        "stageAttempt": 1,
        "jobAttempt": 1,
        "definition": {"id": definition["id"], "name": definition["name"]},
        "owner": {"id": build["id"], "name": build["buildNumber"]} if build else None,
        "result": spec.result,
        "queueTime": started,
        "startTime": started,
        "finishTime": finished,
    }
    return merge(body, spec.body)


def _pipeline(place: Place, name: str, where: str) -> Tree:
    known = {str(one["name"]): one for one in place.project.definitions}
    if name not in known:
        raise UsageError(
            f"{where} names the unknown pipeline {name!r}.", remedy=nearest(name, known)
        )
    return known[name]


def _build(
    place: Place, spec: EnvironmentDeploymentSpec, definition: Tree, finished: str
) -> Tree | None:
    """The build of the record: the one named, else the pipeline's last one finished by then."""
    for build in place.project.builds:
        about = build["definition"]
        own = isinstance(about, dict) and about["id"] == definition["id"]
        if spec.build is not None:
            if build["id"] == spec.build:
                return build
        elif own and str(build["finishTime"]) <= finished:
            return build
    return None
