"""An estate as written, before anything is built from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aml_maturity_audit.sandbox.estate.settings import Identity, Settings
from aml_maturity_audit.sandbox.estate.yamlfile import Plain

DEFAULT_IDENTITY = Identity(client_id="5a4db0c5-0000-4000-8000-00000000a0d1")


@dataclass(frozen=True)
class Estate:
    """An estate as written: settings read, the rest still with its short-hands."""

    origin: str
    settings: Settings
    subscriptions: Mapping[str, Plain] = field(default_factory=dict)
    templates: Mapping[str, Plain] = field(default_factory=dict)
    devops: Mapping[str, Plain] = field(default_factory=dict)
    github: Mapping[str, Plain] = field(default_factory=dict)

    @property
    def owners(self) -> tuple[str, ...]:
        """The owners at GitHub that an audit of the estate names."""
        return tuple(
            name
            for name, owner in self.github.items()
            if not isinstance(owner, dict) or owner.get("named") is not False
        )

    @property
    def identities(self) -> Mapping[str, Identity]:
        """The identities that may sign in, by name; a Reader where the estate names none."""
        return self.settings.identities or {"auditor": DEFAULT_IDENTITY}
