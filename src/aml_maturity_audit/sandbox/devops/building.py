"""From an estate's `devops:` to the organizations that are served."""

from collections.abc import Mapping

from aml_maturity_audit.sandbox.devops.connections import add_connections
from aml_maturity_audit.sandbox.devops.definitions import add_pipelines
from aml_maturity_audit.sandbox.devops.environments import add_environments
from aml_maturity_audit.sandbox.devops.model import Numbers, Organization, Project
from aml_maturity_audit.sandbox.devops.people import People
from aml_maturity_audit.sandbox.devops.reading import Item, Reader
from aml_maturity_audit.sandbox.devops.releases import add_releases
from aml_maturity_audit.sandbox.devops.repositories import add_repositories
from aml_maturity_audit.sandbox.devops.site import Site
from aml_maturity_audit.sandbox.devops.specs import OrganizationSpec, ProjectSpec
from aml_maturity_audit.sandbox.estate.filling import Filling
from aml_maturity_audit.sandbox.estate.guids import guid_of
from aml_maturity_audit.sandbox.estate.merging import Tree, merge
from aml_maturity_audit.sandbox.estate.settings import Principal


def build_organizations(
    raw: Mapping[str, object], reader: Reader, base: Filling, principals: Mapping[str, Principal]
) -> dict[str, Organization]:
    """The organizations by lower-case name; `UsageError` where the estate is not usable."""
    found: dict[str, Organization] = {}
    for item in reader.each(dict(raw), OrganizationSpec, "devops", base):
        url = f"{base.variables['url']}/{item.name}"
        web = item.spec.web or f"https://dev.azure.com/{item.name}"
        organization = Organization(item.name, url, web.rstrip("/"))
        site = Site(organization, reader, People(principals), Numbers())
        inner = item.filling.with_variables(organization=item.name)
        for project in reader.each(
            item.spec.projects, ProjectSpec, f"{item.where}/projects", inner
        ):
            organization.projects.append(_project(site, project))
        found[item.name.lower()] = organization
    return found


def _project(site: Site, item: Item[ProjectSpec]) -> Project:
    id_ = guid_of(f"{site.organization.name}/{item.name}")
    body: Tree = {
        "id": id_,
        "name": item.name,
        "description": item.spec.description,
        "url": f"{site.organization.url}/_apis/projects/{id_}",
        "state": "wellFormed",
        "revision": 11,
        "visibility": "private",
        "lastUpdateTime": "2024-01-15T09:00:00.000Z",
    }
    project = Project(merge(body, item.spec.body))
    place = site.within(project, item.where, item.filling)
    add_repositories(place, item.spec.repositories)
    add_pipelines(place, item.spec.pipelines)
    add_environments(place, item.spec.environments)
    add_connections(place, item.spec.service_connections)
    add_releases(place, item.spec.releases)
    return project
