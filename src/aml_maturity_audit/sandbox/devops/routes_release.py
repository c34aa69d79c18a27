"""Environments with checks and records, service connections, classic releases."""

import msgspec

from aml_maturity_audit.sandbox.devops import refusals
from aml_maturity_audit.sandbox.devops.asking import Ask, Route, continued, numbered, whole
from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.estate.times import absolute
from aml_maturity_audit.sandbox.web import Answer

_EXPANDABLE = ("environments", "artifacts", "triggers", "variables")


def _environments(ask: Ask) -> Answer:
    name = ask.asked("name").lower()
    found = [
        one for one in ask.project.environments if not name or str(one["name"]).lower() == name
    ]
    return continued(found, ask, 50)


def _environment(ask: Ask) -> Answer:
    found = numbered(ask.project.environments, ask.parts["id"])
    return Answer.json(found) if found else refusals.thing_missing("Environment", ask.parts["id"])


def _records(ask: Ask) -> Answer:
    records = ask.project.records.get(int(ask.parts["id"]))
    if records is None:
        return refusals.thing_missing("Environment", ask.parts["id"])
    return continued(records, ask, 25)


def _checks(ask: Ask) -> Answer:
    wanted = {(ask.asked("resourceType").lower(), ask.asked("resourceId"))}
    return whole([_check(one, ask) for one in ask.project.checks if _resource(one) in wanted])


def _query_checks(ask: Ask) -> Answer:
    try:
        asked = msgspec.json.decode(ask.call.body, type=list[dict[str, str | None]])
    except (msgspec.DecodeError, msgspec.ValidationError):
        return refusals.argument_wrong("The body is no list of resources.")
    wanted = {(str(one.get("type")).lower(), str(one.get("id"))) for one in asked}
    return whole([_check(one, ask) for one in ask.project.checks if _resource(one) in wanted])


def _resource(check: Tree) -> tuple[str, str]:
    about = check["resource"]
    assert isinstance(about, dict)
    return str(about["type"]).lower(), str(about["id"])


def _check(check: Tree, ask: Ask) -> Tree:
    """Settings are shown only where they are asked for."""
    shown = "settings" in ask.asked("$expand").lower()
    return check if shown else {key: value for key, value in check.items() if key != "settings"}


def _one_check(ask: Ask) -> Answer:
    found = numbered(ask.project.checks, ask.parts["id"])
    if found is None:
        return refusals.thing_missing("CheckConfiguration", ask.parts["id"])
    return Answer.json(_check(found, ask))


def _connections(ask: Ask) -> Answer:
    kind, names = ask.asked("type").lower(), ask.listed("endpointNames")
    return whole(
        [
            one
            for one in ask.project.connections
            if (not kind or str(one["type"]).lower() == kind)
            and (not names or str(one["name"]).lower() in names)
        ]
    )


def _connection(ask: Ask) -> Answer:
    found = numbered(ask.project.connections, ask.parts["id"])
    return Answer.json(found)  # null where there is none, as the service answers


def _nothing(_: Ask) -> Answer:
    return whole([])


def _release_definitions(ask: Ask) -> Answer:
    text = ask.asked("searchText").lower()
    shown = ask.listed("$expand")
    found = [
        {k: v for k, v in one.items() if k not in _EXPANDABLE or k in shown}
        for one in ask.project.releases
        if text in str(one["name"]).lower()
    ]
    return continued(found, ask, 50)


def _release_definition(ask: Ask) -> Answer:
    found = numbered(ask.project.releases, ask.parts["id"])
    if found is None:
        return refusals.thing_missing("ReleaseDefinition", ask.parts["id"])
    return Answer.json(found)


def _deployments(ask: Ask) -> Answer:
    definition, status = ask.asked("definitionId"), ask.listed("deploymentStatus")
    since, until = ask.asked("minStartedTime"), ask.asked("maxStartedTime")
    found = [
        one
        for one in ask.project.release_deployments
        if (definition in ("", "0") or _definition_id(one) == definition)
        and (not status or "all" in status or str(one["deploymentStatus"]).lower() in status)
        and (not since or absolute(str(one["startedOn"])) >= absolute(since))
        and (not until or absolute(str(one["startedOn"])) <= absolute(until))
    ]
    if ask.asked("queryOrder").lower() == "ascending":
        found.reverse()
    return continued(found, ask, 50, 100)


def _releases(ask: Ask) -> Answer:
    """The releases whose deployments the estate tells, newest first."""
    since, until = ask.asked("minCreatedTime"), ask.asked("maxCreatedTime")
    definition = ask.asked("definitionId")
    found = [
        _release(one)
        for one in ask.project.release_deployments
        if (definition in ("", "0") or _definition_id(one) == definition)
        and (not since or absolute(str(one["queuedOn"])) >= absolute(since))
        and (not until or absolute(str(one["queuedOn"])) <= absolute(until))
    ]
    if ask.asked("queryOrder").lower() == "ascending":
        found.reverse()
    return continued(found, ask, 50, 100)


def _release(deployment: Tree) -> Tree:
    about = deployment["release"]
    assert isinstance(about, dict)
    made: Tree = {
        "status": "active",
        "createdOn": deployment["queuedOn"],
        "createdBy": deployment["requestedBy"],
        "createdFor": deployment["requestedFor"],
        "releaseDefinition": deployment["releaseDefinition"],
    }
    return {**about, **made}


def _definition_id(deployment: Tree) -> str:
    about = deployment["releaseDefinition"]
    return str(about["id"]) if isinstance(about, dict) else ""


def _environment_routes(base: str, scope: str) -> tuple[Route, ...]:
    return (
        Route(rf"{base}/environments", scope, _environments),
        Route(rf"{base}/environments/(?P<id>\d+)", scope, _environment),
        Route(rf"{base}/environments/(?P<id>\d+)/environmentdeploymentrecords", scope, _records),
    )


_BUILD, _RELEASE, _ENDPOINT = "vso.build", "vso.release", "vso.serviceendpoint"
_CHECKS = r"pipelines/checks"
ROUTES = (
    *_environment_routes("pipelines", _BUILD),
    *_environment_routes("distributedtask", "vso.environment_manage"),
    Route(rf"{_CHECKS}/configurations", _BUILD, _checks),
    Route(rf"{_CHECKS}/configurations/(?P<id>\d+)", _BUILD, _one_check),
    Route(rf"{_CHECKS}/queryconfigurations", _BUILD, _query_checks, method="POST"),
    Route(r"pipelines/approvals", _BUILD, _nothing),
    Route(r"serviceendpoint/endpoints", _ENDPOINT, _connections),
    Route(r"serviceendpoint/endpoints/(?P<id>[^/]+)", _ENDPOINT, _connection),
    Route(r"serviceendpoint/[^/]+/executionhistory", _ENDPOINT, _nothing),
    Route(r"release/definitions", _RELEASE, _release_definitions),
    Route(r"release/definitions/(?P<id>\d+)", _RELEASE, _release_definition),
    Route(r"release/deployments", _RELEASE, _deployments),
    Route(r"release/releases", _RELEASE, _releases),
    Route(r"release/approvals", _RELEASE, _nothing),
)
