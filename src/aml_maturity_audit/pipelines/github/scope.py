"""What names stand for at one place of a GitHub Actions file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from aml_maturity_audit.pipelines.elsewhere import Elsewhere
from aml_maturity_audit.pipelines.ledger import Ledger
from aml_maturity_audit.pipelines.limits import MAX_STEPS
from aml_maturity_audit.pipelines.repository import Repository
from aml_maturity_audit.pipelines.substitution import filled
from aml_maturity_audit.pipelines.texts import Text
from aml_maturity_audit.pipelines.values import UNKNOWN, Value
from aml_maturity_audit.pipelines.yaml_tree import Node, Scalar, Table


@dataclass
class World:
    """What one whole reading shares."""

    repository: Repository
    ledger: Ledger
    left: int = MAX_STEPS

    def spend(self) -> bool:
        """Whether another step may be visited."""
        self.left -= 1
        if self.left == 0:
            self.ledger.say(f"only the first {MAX_STEPS} steps were read")
        return self.left > 0


@dataclass(frozen=True, eq=False)
class Scope:
    """Inputs, environment and matrix values; `trail` is the files on the way here."""

    world: World
    file: str
    inputs: Mapping[str, Value] = field(default_factory=dict)
    environment: Mapping[str, str | None] = field(default_factory=dict)
    matrix: Mapping[str, Text] = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    source: Elsewhere | None = None
    """Where the workflow lies, as its local calls are of the same repository and ref."""
    home: tuple[Elsewhere | None, str] = (None, "")
    """The repository and folder of the action that runs; of a workflow's own steps the root."""

    def lookup(self, path: list[str]) -> Value:
        """A dotted name in an expression."""
        head, name = path[0].casefold(), (path[1].casefold() if len(path) > 1 else "")
        if head == "inputs" or path[:3] == ["github", "event", "inputs"]:
            name = path[-1].casefold()
            return self.inputs.get(name, UNKNOWN)
        if head == "env":
            value = self.environment.get(path[1]) if len(path) > 1 else None
            return UNKNOWN if value is None else value
        if head == "matrix" and len(path) == 2:
            return self.matrix.get(name, UNKNOWN)
        return UNKNOWN

    def text(self, node: Node | None) -> Text | None:
        """A scalar with known expressions filled in."""
        return filled(node.text, self.lookup) if isinstance(node, Scalar) else None

    def string(self, node: Node | None) -> str:
        """The same as a string, empty where there is none."""
        text = self.text(node)
        return text.value.strip() if text else ""

    def with_environment(self, node: Node | None) -> "Scope":
        """This scope with an `env` mapping; what only the run knows has no value."""
        if not isinstance(node, Table):
            return self
        known = dict(self.environment)
        for entry in node.entries:
            text = self.text(entry.node)
            literal = text is not None and "${{" not in text.value
            known[entry.key] = text.value if text is not None and literal else None
        return replace(self, environment=known)
