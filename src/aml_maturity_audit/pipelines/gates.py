"""Which jobs stand behind a gate, and which are skipped because what they wait for is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

Key = tuple[str | None, str | None]


class _HasFields(Protocol):
    def has(self, *keys: str) -> bool: ...


@dataclass
class Gates:
    """The graph of stages and jobs; a stage is the key (None, name).

    A workflow's job that calls another workflow is the stage of the jobs in that, and `a/b` the
    stage of those that its job b calls.
    """

    dead: set[Key] = field(default_factory=set)
    gated: set[Key] = field(default_factory=set)
    """Jobs with an environment of their own."""
    validating: set[Key] = field(default_factory=set)
    """Jobs in which a person has to approve."""
    waits: dict[Key, list[Key]] = field(default_factory=dict)

    def stage(self, name: str, depends: Iterable[str]) -> None:
        """A stage and the stages it waits for."""
        self.waits[(None, name)] = [(None, other) for other in depends]

    def begin(self, stage: str | None) -> None:
        """A stage that is read anew, as of another call: what was skipped in it is not now."""
        self.dead = {key for key in self.dead if key[0] != stage}

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
        approving = {way for stage, _ in self.validating if stage for way in _ways(stage)}
        behind = {key for key in self.waits if self._waits_for_approval(key, approving, set())}
        stages = {"/".join(part for part in key if part) for key in behind}
        return self.gated | {
            key
            for key in self.waits
            if key in behind or (key[0] and not stages.isdisjoint(_ways(key[0])))
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


def _ways(stage: str) -> set[str]:
    """A stage and the stages around it."""
    parts = stage.split("/")
    return {"/".join(parts[: at + 1]) for at in range(len(parts))}
