"""Where a release pipeline goes, and what it finds there: names of Azure DevOps."""

from dataclasses import dataclass

from aml_maturity_audit.guidance.code.artefact import NameMissing
from aml_maturity_audit.guidance.code.site import Site
from aml_maturity_audit.mapping.derive.scripts import holders, scripts
from aml_maturity_audit.mapping.derive.sources import linked_repositories, repositories
from aml_maturity_audit.mapping.estate import ProjectView
from aml_maturity_audit.signals.cicd import (
    DEPLOYMENT_ENVIRONMENTS,
    SERVICE_CONNECTIONS,
    DeploymentEnvironment,
    Repository,
    ServiceConnection,
)
from aml_maturity_audit.signals.ids import same_id

_INTEGRATION = "integration"


@dataclass(frozen=True)
class Home:
    """The repository, and what of its project a release uses."""

    project: str
    repository: Repository
    tests: str
    """The folder of its tests."""
    waiting: tuple[str, ...]
    """Folders below it whose tests need a deployment."""
    connection: str
    environment: str
    approved: bool
    """Whether that environment asks for an approval already."""


def home(site: Site) -> Home:
    """Where the release pipeline goes. Raises NameMissing for the first name that is not known."""
    repository = _repository(site)
    project = _project_of(site, repository)
    environment, approved = _environment(site, project)
    folders = _test_folders(repository)
    tests = min(folders, key=lambda folder: (_INTEGRATION in folder.lower(), folder))
    return Home(
        project=project.project.name,
        repository=repository,
        tests=tests,
        waiting=tuple(
            f for f in folders if f.startswith(f"{tests}/") and _INTEGRATION in f.lower()
        ),
        connection=_connection(site, project),
        environment=environment,
        approved=approved,
    )


def _repository(site: Site) -> Repository:
    linked = linked_repositories(site.view).items
    held = [r for script in scripts(site.view).items for r in holders(site.view, script)]
    found = next((r for r in (*held, *linked) if not r.disabled), None)
    if found is None:
        raise NameMissing(
            "No repository is known to hold this workspace's code: collect with"
            " --devops-organization, and submit jobs from a git checkout."
        )
    return found


def _project_of(site: Site, repository: Repository) -> ProjectView:
    for project, known in repositories(site.view):
        if any(one.id == repository.id for one in known.items):
            if project.project.provider != "azure-devops":
                raise NameMissing(f"Repository {repository.name} is not in Azure DevOps.")
            return project
    raise NameMissing(f"The project of repository {repository.name} was not read.")


def _test_folders(repository: Repository) -> list[str]:
    """The folders with files that are called tests. Raises NameMissing where there is none."""
    files = [file.strip("/") for file in repository.files]
    folders = {
        file.rsplit("/", 1)[0]
        for file in files
        if "/" in file and file.rsplit("/", 1)[1].startswith("test_")
    }
    proper = sorted(f for f in folders if f.replace("/", "").replace("_", "").isalnum())
    if not proper:
        raise NameMissing(f"Repository {repository.name} has no tests (test_*.py) to run.")
    return proper


def _connection(site: Site, project: ProjectView) -> str:
    given = site.given.get("service-connection")
    if given is not None:
        return given
    known = site.view.see_project(project, SERVICE_CONNECTIONS).items
    fitting = sorted(one.name for one in known if _reaches(site, one))
    if len(fitting) != 1:
        listed = f" ({', '.join(fitting[:4])})" if fitting else ""
        site.given.need(
            "service-connection",
            f"Project {project.project.name} has {len(fitting)} service connections limited to"
            f" the workspace's resource group{listed}",
        )
    return _plain(fitting[0], "the service connection")


def _reaches(site: Site, connection: ServiceConnection) -> bool:
    workspace = site.view.workspace
    if same_id(connection.workspace, workspace.id):
        return True
    same = connection.subscription_id.lower() == workspace.subscription_id.lower()
    groups = {group.lower() for group in connection.resource_groups}
    return same and workspace.resource_group.lower() in groups


def _environment(site: Site, project: ProjectView) -> tuple[str, bool]:
    known = site.view.see_project(project, DEPLOYMENT_ENVIRONMENTS).items
    given = site.given.get("deployment-environment")
    fitting = [one for one in known if given is None or one.name.lower() == given.lower()]
    if given is not None:
        return given, any(one.approvals for one in fitting)
    if len(fitting) != 1:
        site.given.need(
            "deployment-environment",
            f"Project {project.project.name} has {len(fitting)} deployment environments"
            f"{_listed(fitting)}",
        )
    return _plain(fitting[0].name, "the environment"), bool(fitting[0].approvals)


def _listed(environments: list[DeploymentEnvironment]) -> str:
    names = sorted(one.name for one in environments)[:4]
    return f" ({', '.join(names)})" if names else ""


def _plain(name: str, what: str) -> str:
    """A name in which Azure Pipelines finds nothing to expand."""
    if "$" in name or "##" in name or not name.isprintable():
        raise NameMissing(f"The name of {what}, {name[:60]!r}, would be read as an expression.")
    return name
