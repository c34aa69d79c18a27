"""What names stand for at one place of an Azure Pipelines file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from aml_maturity_audit.pipelines.ledger import Ledger
from aml_maturity_audit.pipelines.limits import MAX_STEPS
from aml_maturity_audit.pipelines.repository import Repository
from aml_maturity_audit.pipelines.substitution import filled, value_of, with_macros
from aml_maturity_audit.pipelines.texts import Text
from aml_maturity_audit.pipelines.values import UNKNOWN, Bound, Unknown, Value, str_of, usual
from aml_maturity_audit.pipelines.yaml_tree import Node, Scalar, Table


@dataclass
class World:
    """What one whole reading shares."""

    repository: Repository
    ledger: Ledger
    volatile: frozenset[str] = frozenset()
    """Variables that a script sets while the pipeline runs, in lower case."""
    groups: dict[str, None] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    """Repository resources: alias to name."""
    left: int = MAX_STEPS

    def spend(self) -> bool:
        """Whether another node may be visited."""
        self.left -= 1
        if self.left == 0:
            self.ledger.say(f"only the first {MAX_STEPS} steps, jobs and includes were read")
        return self.left > 0


Variables = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Scope:
    """Parameters, variables and loop names; `trail` is the files on the way here."""

    world: World
    file: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    variables: Variables = field(default_factory=dict)
    loops: Mapping[str, Value] = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    around: str = ""
    """Names given at the calls that led here."""

    def lookup(self, path: list[str]) -> Value:
        """A dotted name in a compile-time expression."""
        head = path[0].casefold()
        if path[0] in self.loops:
            return member(self.loops[path[0]], path[1:])
        if head == "parameters" and len(path) > 1:
            return member(self.parameters.get(path[1].casefold(), UNKNOWN), path[2:])
        if head == "variables" and len(path) > 1:
            known = self.variable(".".join(path[1:]))
            return UNKNOWN if known is None else known
        return UNKNOWN

    def lookup_at_run(self, path: list[str]) -> Value:
        """The same in a runtime condition, where scripts may have set variables meanwhile."""
        if path[0].casefold() == "variables" and path[-1].casefold() in self.world.volatile:
            return UNKNOWN
        return self.lookup(path)

    def variable(self, name: str) -> str | None:
        """The one literal value of a variable, variables in it filled in."""
        values = self.variables.get(name.casefold(), ())
        return values[0] if len(values) == 1 else None

    def with_variables(self, variables: Variables) -> "Scope":
        """This scope with more variables, which hide those of the same name."""
        return replace(self, variables={**self.variables, **variables}) if variables else self

    def with_loop(self, name: str, value: Value) -> "Scope":
        """This scope within a loop."""
        return replace(self, loops={**self.loops, name: value})

    def text(self, node: Node | None) -> Text | None:
        """A scalar with expressions and literal variables filled in; None for anything else."""
        if not isinstance(node, Scalar):
            return None
        return with_macros(filled(node.text, self.lookup), self._macro)

    def value(self, node: Node) -> Value:
        """What a node hands over as an argument."""
        if isinstance(node, Scalar):
            return value_of(node.text, self.lookup)
        return Bound(node, self)

    def _macro(self, name: str) -> str | None:
        return None if name.casefold() in self.world.volatile else self.variable(name)


def member(value: Value, path: list[str]) -> Value:
    """A member of a structure; UNKNOWN where it has none or only the run knows."""
    for name in path:
        value = usual(value)
        if not isinstance(value, Bound) or not isinstance(value.scope, Scope):
            return UNKNOWN
        node = value.node
        if isinstance(node, Table):
            found = node.get(name)
        else:
            is_index = name.isascii() and name.isdigit() and len(name) < 6
            found = node.nodes[int(name)] if is_index and int(name) < len(node.nodes) else None
        if found is None:
            return None
        value = value.scope.value(found)
    return value


def is_empty(value: Value) -> bool:
    """Whether a value is known to be nothing."""
    value = usual(value)
    return not isinstance(value, Unknown | Bound) and str_of(value) == ""
