"""What one command, task or action means."""

from dataclasses import dataclass, field

from aml_maturity_audit.pipelines.shell import BASH, Word


@dataclass(frozen=True, slots=True)
class Sign:
    """A practice the command shows."""

    practice: str
    inferred: bool = False
    """Concluded from a name."""
    splits: bool = False
    """Of `shifts_traffic`: it splits or mirrors live traffic."""


@dataclass(frozen=True, slots=True)
class Named:
    """A workspace a command names; words keep whether they are literal."""

    workspace: Word | None
    resource_group: Word | None = None
    subscription: Word | None = None


@dataclass(frozen=True, slots=True)
class Nested:
    """A script within a command, as of `bash -c`."""

    source: str
    dialect: str = BASH


@dataclass(frozen=True, slots=True)
class Use:
    """A file of the repository a command runs or submits."""

    path: str
    kind: str
    """`script`, `job`, `make` or `package`."""
    dialect: str = BASH
    fallback: tuple[Sign, ...] = ()
    """What its name says, for the case that it cannot be read."""
    arguments: tuple[str | None, ...] = ()
    """What a script is called with; None where only the run knows."""


@dataclass(slots=True)
class Meaning:
    """Everything a command says."""

    signs: list[Sign] = field(default_factory=list)
    azure_ml: bool = False
    named: list[Named] = field(default_factory=list)
    nested: list[Nested] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)

    def show(self, practice: str, *, inferred: bool = False, splits: bool = False) -> None:
        """Adds a practice."""
        self.signs.append(Sign(practice, inferred, splits))
