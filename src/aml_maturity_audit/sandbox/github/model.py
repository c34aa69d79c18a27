"""A repository as it is served: JSON bodies, and the few lookups that routes need."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aml_maturity_audit.sandbox.estate.merging import Tree


@dataclass
class Repository:
    """A repository; every list is in the order in which it is served."""

    body: Tree
    branches: Mapping[str, Mapping[str, str]]
    tags: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By name, and by the commit that they are on."""
    former_names: tuple[str, ...] = ()
    truncated_tree: bool = False
    commits: list[Tree] = field(default_factory=list)
    workflows: list[Tree] = field(default_factory=list)
    runs: list[Tree] = field(default_factory=list)
    jobs: dict[int, list[Tree]] = field(default_factory=dict)
    attempts: dict[tuple[int, int], tuple[Tree, list[Tree]]] = field(default_factory=dict)
    """By run and number: an attempt before the last, with its jobs."""
    checks: dict[str, list[Tree]] = field(default_factory=dict)
    """By the commit that they are on."""
    environments: list[Tree] = field(default_factory=list)
    deployments: list[Tree] = field(default_factory=list)
    statuses: dict[int, list[Tree]] = field(default_factory=dict)
    variables: dict[str, list[Tree]] = field(default_factory=dict)
    """By environment, in lower case; the repository's own under nothing."""
    rules: list[Tree] = field(default_factory=list)
    protection: Tree | None = None
    pull_requests: list[Tree] = field(default_factory=list)
    reviews: dict[int, list[Tree]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.body["name"])

    @property
    def default_branch(self) -> str:
        """Its default branch."""
        return str(self.body["default_branch"])

    @property
    def is_private(self) -> bool:
        """Whether it is out of sight for who has no access to it."""
        return self.body["private"] is True


@dataclass
class Owner:
    """A user or organization."""

    body: Tree
    repositories: list[Repository] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.body["login"])

    @property
    def is_organization(self) -> bool:
        """Whether it is no user."""
        return self.body["type"] == "Organization"

    def repository(self, name: str) -> Repository | None:
        """The repository with that name."""
        wanted = name.lower()
        return next((one for one in self.repositories if one.name.lower() == wanted), None)

    def moved(self, name: str) -> Repository | None:
        """The repository that once had that name."""
        wanted = name.lower()
        return next((one for one in self.repositories if wanted in one.former_names), None)
