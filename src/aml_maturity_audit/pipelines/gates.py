"""Which jobs stand behind a gate, and which are skipped because what they wait for is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

Key = tuple[str | None, str | None]


class _HasFields(Protocol):
    def has(self, *keys: str) -> bool: ...


@dataclass
class Gates:
    """The graph of stages and jobs; a stage is the key (None, name)."""

    dead: set[Key] = field(default_factory=set)
    gated: set[Key] = field(default_factory=set)
    """Jobs with an environment of their own."""
    validating: set[Key] = field(default_factory=set)
    """Jobs in which a person has to approve."""
    waits: dict[Key, list[Key]] = field(default_factory=dict)

    def stage(self, name: str, depends: Iterable[str]) -> None:
        """A stage and the stages it waits for."""
        self.waits[(None, name)] = [(None, other) for other in depends]

    def job(self, stage: str | None, name: str | None, depends: Iterable[str]) -> None:
        """A job and the jobs of its stage it waits for."""
        self.waits[(stage, name)] = [(stage, other) for other in depends]

    def is_dead(self, stage: str | None, depends: Iterable[str], view: _HasFields) -> bool:
        """Whether it waits for something that never runs, and has no condition of its own."""
        if view.has("condition"):
            return False
        return any((stage, name) in self.dead for name in depends)

    def closed(self) -> set[Key]:
        """Every job that runs only after an approval, or in an environment."""
        approving = {stage for stage, _ in self.validating if stage}
        behind = {key for key in self.waits if self._waits_for_approval(key, approving, set())}
        stages = {name for stage, name in behind if stage is None}
        return self.gated | {
            key for key in self.waits if key in behind or (key[0] and key[0] in stages)
        }

    def _waits_for_approval(self, key: Key, approving: set[str], seen: set[Key]) -> bool:
        stack = list(self.waits.get(key, ()))
        while stack:
            other = stack.pop()
            if other in seen:
                continue
            seen.add(other)
            if other in self.validating or (other[0] is None and other[1] in approving):
                return True
            stack += self.waits.get(other, ())
        return False
