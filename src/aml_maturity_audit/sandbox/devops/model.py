"""An organization as it is served: JSON bodies, and the few lookups that routes need."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from aml_maturity_audit.sandbox.estate.merging import Tree


@dataclass
class Repository:
    """A repository with the files of each branch."""

    body: Tree
    branches: Mapping[str, Mapping[str, str]]
    commits: list[Tree] = field(default_factory=list)
    pull_requests: list[Tree] = field(default_factory=list)
    is_disabled: bool = False

    @property
    def id(self) -> str:
        """Its GUID."""
        return str(self.body["id"])

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.body["name"])

    @property
    def default_branch(self) -> str:
        """Its default branch, without refs/heads/."""
        return str(self.body.get("defaultBranch") or "").removeprefix("refs/heads/")


@dataclass
class Project:
    """A project; every list is in the order in which it is served."""

    body: Tree
    repositories: list[Repository] = field(default_factory=list)
    policies: list[Tree] = field(default_factory=list)
    definitions: list[Tree] = field(default_factory=list)
    builds: list[Tree] = field(default_factory=list)
    timelines: dict[int, Tree | None] = field(default_factory=dict)
    test_runs: list[Tree] = field(default_factory=list)
    environments: list[Tree] = field(default_factory=list)
    checks: list[Tree] = field(default_factory=list)
    records: dict[int, list[Tree]] = field(default_factory=dict)
    connections: list[Tree] = field(default_factory=list)
    releases: list[Tree] = field(default_factory=list)
    release_deployments: list[Tree] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Its GUID."""
        return str(self.body["id"])

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.body["name"])

    @property
    def reference(self) -> Tree:
        """The project as other bodies name it."""
        return {
            key: self.body[key] for key in ("id", "name", "url", "state", "visibility", "revision")
        }


@dataclass
class Organization:
    """An organization, its address here and the address it has in links."""

    name: str
    url: str
    web: str
    projects: list[Project] = field(default_factory=list)

    def project(self, name: str) -> Project | None:
        """The project with that name or id."""
        wanted = name.lower()
        return next((p for p in self.projects if wanted in (p.name.lower(), p.id.lower())), None)

    def repositories(self) -> Iterator[tuple[Project, Repository]]:
        """All repositories, each with its project."""
        for project in self.projects:
            for repository in project.repositories:
                yield project, repository


@dataclass
class Numbers:
    """Running numbers of an organization, one row for each kind of thing."""

    last: dict[str, int] = field(default_factory=dict)

    def next(self, kind: str) -> int:
        """The next number of its kind, from 1."""
        self.last[kind] = self.last.get(kind, 0) + 1
        return self.last[kind]
