"""Projects, resource areas and the connection's own data."""

from aml_maturity_audit.sandbox.devops import refusals
from aml_maturity_audit.sandbox.devops.asking import Ask, Route, continued, numbered, whole
from aml_maturity_audit.sandbox.devops.locations import AREAS
from aml_maturity_audit.sandbox.estate.guids import guid_of
from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.web import Answer


def _areas(ask: Ask) -> Answer:
    """All services of an organization are at one address here."""
    areas: list[Tree] = [
        {"id": id_, "name": name, "locationUrl": f"{ask.organization.url}/"}
        for name, id_ in AREAS.items()
    ]
    wanted = ask.parts.get("id")
    if not wanted:
        return whole(areas)
    found = numbered(areas, wanted)
    return Answer.json(found) if found else Answer.json(None)


def _connection(ask: Ask) -> Answer:
    id_ = guid_of(f"instance/{ask.organization.name}")
    who = {"id": guid_of("user"), "providerDisplayName": "auditor", "isActive": True}
    body = {"authenticatedUser": who, "authorizedUser": who, "instanceId": id_}
    return Answer.json(body | {"deploymentType": "hosted"})


def _projects(ask: Ask) -> Answer:
    bodies = [project.body for project in ask.projects]
    return continued(bodies[ask.number("$skip", 0) :], ask, 100)


def _project(ask: Ask) -> Answer:
    wanted = ask.parts["id"].lower()
    for project in ask.projects:
        if wanted in (project.id.lower(), project.name.lower()):
            return Answer.json(project.body)
    return refusals.project_missing(ask.parts["id"])


ROUTES = (
    Route(r"resourceareas(/(?P<id>[^/]+))?", None, _areas, needs_project=False),
    Route(r"connectiondata", None, _connection, needs_project=False),
    Route(r"projects", "vso.project", _projects, needs_project=False),
    Route(r"projects/(?P<id>[^/]+)", "vso.project", _project, needs_project=False),
)
