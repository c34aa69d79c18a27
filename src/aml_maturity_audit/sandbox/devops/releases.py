"""Classic release definitions and their deployments."""

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.devops.reading import Item, devops_time, span
from aml_maturity_audit.sandbox.devops.site import Place
from aml_maturity_audit.sandbox.devops.specs import (
    ReleaseDeploymentSpec,
    ReleaseEnvironment,
    ReleaseSpec,
)
from aml_maturity_audit.sandbox.estate.guids import guid_of
from aml_maturity_audit.sandbox.estate.merging import Tree, merge
from aml_maturity_audit.sandbox.estate.vocabulary import nearest

_REASONS = {"manual": "manual", "schedule": "scheduled"}  # of a deployment, by its release's


def add_releases(place: Place, raw: object) -> None:
    """Add the project's classic definitions, and their deployments newest first."""
    for item in place.each(raw, ReleaseSpec, "releases"):
        definition = _definition(place, item)
        place.project.releases.append(definition)
        where = f"releases/{item.name}/deployments"
        for deployment in place.each(
            item.spec.deployments, ReleaseDeploymentSpec, where, item.filling
        ):
            place.project.release_deployments.append(_deployment(place, deployment, definition))
    place.project.release_deployments.sort(key=lambda one: str(one["completedOn"]), reverse=True)


def _definition(place: Place, item: Item[ReleaseSpec]) -> Tree:
    spec = item.spec
    number = spec.id or place.numbers.next("release definition")
    who = place.people.identity(spec.by, item.where)
    created = devops_time(item.filling.now)
    body: Tree = {
        "id": number,
        "name": item.name,
        "path": spec.folder,
        "source": "userInterface",
        "revision": 1,
        "isDeleted": False,
        "isDisabled": False,
        "createdBy": who,
        "createdOn": created,
        "modifiedBy": who,
        "modifiedOn": created,
        "variables": {},
        "artifacts": [dict(artifact) for artifact in spec.artifacts],
        "triggers": [dict(trigger) for trigger in spec.triggers],
        "environments": [
            _environment(place, one, rank, item.where)
            for rank, one in enumerate(spec.environments, 1)
        ],
        "releaseNameFormat": "Release-$(rev:r)",
        "url": f"{place.url}/_apis/Release/definitions/{number}",
        "_links": {"web": {"href": f"{place.web}/_release?definitionId={number}"}},
    }
    return merge(body, spec.body)


def _environment(place: Place, one: ReleaseEnvironment, rank: int, where: str) -> Tree:
    tasks: list[Tree] = [
        {
            "taskId": guid_of(f"task/{task.task}"),
            "name": task.name,
            "enabled": task.enabled,
            "version": "2.*",
            "definitionType": "task",
            "refName": task.task,
            "inputs": dict(task.inputs),
        }
        for task in one.tasks
    ]
    body: Tree = {
        "id": place.numbers.next("release environment"),
        "name": one.name,
        "rank": rank,
        "preDeployApprovals": {"approvals": [*_approvals(place, one, where)]},
        "postDeployApprovals": {"approvals": [{"rank": 1, "isAutomated": True}]},
        "preDeploymentGates": {"id": 0, "gatesOptions": None, "gates": []},
        "deployPhases": [
            {
                "rank": 1,
                "phaseType": "agentBasedDeployment",
                "name": "Agent job",
                "workflowTasks": [*tasks],
            }
        ],
        "conditions": [{"name": "ReleaseStarted", "conditionType": "event", "value": ""}],
        "schedules": [],
    }
    return merge(body, dict(one.body))


def _approvals(place: Place, one: ReleaseEnvironment, where: str) -> list[Tree]:
    """One approval for each approver; an automated one where there are none."""
    approvals: list[Tree] = [
        {
            "id": place.numbers.next("approval"),
            "rank": step,
            "isAutomated": False,
            "isNotificationOn": False,
            "approver": place.people.identity(name, where),
        }
        for step, name in enumerate(one.approvers, 1)
    ] or [{"id": place.numbers.next("approval"), "rank": 1, "isAutomated": True}]
    return approvals


def _deployment(place: Place, item: Item[ReleaseDeploymentSpec], definition: Tree) -> Tree:
    spec = item.spec
    started, finished = span(spec.took, spec.at, item.where)
    environment = _named_environment(definition, spec.environment, item.where)
    number = place.numbers.next("release")
    who = place.people.identity(spec.by, item.where)
    about: Tree = {key: definition[key] for key in ("id", "name", "path", "url", "_links")}
    body: Tree = {
        "id": place.numbers.next("release deployment"),
        "release": {
            "id": number,
            "name": f"Release-{number}",
            "url": f"{place.url}/_apis/Release/releases/{number}",
            "artifacts": [],
            "webAccessUri": f"{place.web}/_release?releaseId={number}&_a=release-summary",
            "reason": spec.reason,
        },
        "releaseDefinition": about,
        "releaseEnvironment": {"id": number, "name": spec.environment},
        "definitionEnvironmentId": environment["id"],
        "attempt": 1,
        "reason": _REASONS.get(spec.reason, "automated"),
        "deploymentStatus": spec.status,
        "operationStatus": "Approved" if spec.status == "succeeded" else "PhaseFailed",
        "requestedBy": who,
        "requestedFor": who,
        "queuedOn": started,
        "startedOn": started,
        "completedOn": finished,
        "lastModifiedOn": finished,
        "conditions": [],
        "preDeployApprovals": [],
        "postDeployApprovals": [],
    }
    return merge(body, spec.body)


def _named_environment(definition: Tree, name: str, where: str) -> Tree:
    listed = definition["environments"]
    known = (
        {str(one["name"]): one for one in listed if isinstance(one, dict)}
        if isinstance(listed, list)
        else {}
    )
    if name not in known:
        raise UsageError(
            f"{where} names the unknown environment {name!r}.", remedy=nearest(name, known)
        )
    return known[name]
