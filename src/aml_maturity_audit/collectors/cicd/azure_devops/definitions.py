"""Build definitions as Azure DevOps tells them. Source: azure_facts A.1."""

from aml_maturity_audit.collectors.cicd.azure_devops.wire import branch_of
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text, truth, whole
from aml_maturity_audit.signals.origins import canonical

YAML = 2
"""`process.type`; 1 is the designer."""
AZURE_REPOS = "tfsgit"
ELSEWHERE = {"github": "GitHub", "githubenterprise": "GitHub Enterprise", "bitbucket": "Bitbucket"}


class _Process(Wire):
    type: object = None
    yaml_filename: object = None


class _Repository(Wire):
    id: object = None
    type: object = None
    name: object = None
    url: object = None
    default_branch: object = None


class _Variable(Wire):
    value: object = None
    is_secret: object = None
    allow_override: object = None


class Definition(Wire):
    """A build definition."""

    id: object = None
    name: object = None
    queue_status: object = None
    process: _Process | None = None
    repository: _Repository | None = None
    variables: dict[str, _Variable] | None = None

    @property
    def is_yaml(self) -> bool:
        """Whether a file says what it does."""
        process = self.process
        return process is not None and (
            whole(process.type) == YAML or bool(text(process.yaml_filename))
        )

    @property
    def key(self) -> str:
        """Its id with its kind, as `Pipeline.id`. Raises ValueError where it has none."""
        number = text(self.id)
        if not number:
            raise ValueError("a definition without an id")
        return f"{'yaml' if self.is_yaml else 'classic'}:{number}"

    @property
    def enabled(self) -> bool:
        """Neither disabled nor paused."""
        return text(self.queue_status).lower() in {"", "enabled"}

    @property
    def file(self) -> str:
        """The path of its YAML file."""
        return text(self.process.yaml_filename) if self.process else ""

    @property
    def repository_id(self) -> str:
        """Of the repository it builds."""
        return text(self.repository.id) if self.repository else ""

    @property
    def branch(self) -> str:
        """The branch whose file counts."""
        return branch_of(self.repository.default_branch) if self.repository else ""

    @property
    def origin(self) -> str:
        """Where its code is."""
        return canonical(text(self.repository.url)) if self.repository else ""

    @property
    def host(self) -> str:
        """The name of where its code is, unless that is Azure Repos."""
        kind = text(self.repository.type).lower() if self.repository else ""
        return "" if kind in {AZURE_REPOS, ""} else ELSEWHERE.get(kind, kind)

    def literals(self) -> dict[str, str]:
        """Variables that are the same in every run: neither secret nor asked for at queueing."""
        return {
            name: text(variable.value)
            for name, variable in (self.variables or {}).items()
            if truth(variable.is_secret) is not True
            and truth(variable.allow_override) is not True
            and isinstance(variable.value, str)
        }
