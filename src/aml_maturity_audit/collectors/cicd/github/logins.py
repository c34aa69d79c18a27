"""Sign-ins to Azure in a workflow, in what it calls and in the actions it uses. Pure.

What is handed on as an input is followed to where it is written: `${{ inputs.client-id }}` of a
called workflow stands for what its caller gives. The variables and environments are those of the
repository that the run belongs to, wherever the called workflow lies.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aml_maturity_audit.pipelines.elsewhere import Elsewhere
from aml_maturity_audit.pipelines.github.references import action_named, workflow_named
from aml_maturity_audit.pipelines.repository import normal_path
from aml_maturity_audit.pipelines.yaml_tree import Items, Node, Scalar, Table

_LOGIN = re.compile(r"^azure/login@", re.IGNORECASE)
_INPUT = re.compile(r"\$\{\{\s*inputs\.(?P<name>[A-Za-z_][\w-]*)\s*\}\}")
_DEEPEST = 20
MOST = 200
"""Steps that use something, in one workflow with all that it calls."""


@dataclass(frozen=True)
class Login:
    """A sign-in to Azure: as whom, as the file writes it."""

    client: str
    subscription: str = ""
    environment: str = ""


Given = Mapping[str, str]


def logins_of(path: str, trees: Mapping[str, Table]) -> tuple[Login, ...]:
    """The sign-ins of the workflow at `path`; `trees` are all files that could be read."""
    walk = _Walk(trees)
    return tuple(dict.fromkeys(walk.workflow(path, None, {}, 0)))


@dataclass
class _Walk:
    trees: Mapping[str, Table]
    left: int = MOST

    def workflow(
        self, key: str, source: Elsewhere | None, given: Given, depth: int
    ) -> Iterator[Login]:
        jobs = self.trees[key].get("jobs")
        for entry in jobs.entries if isinstance(jobs, Table) else ():
            job = entry.node
            if not isinstance(job, Table):
                continue
            called = workflow_named(value_of(job.get("uses")), source)
            if called is not None and called.key() in self.trees:
                if self._spend(depth):
                    inner = self._inputs(called.key(), job.get("with"), given)
                    yield from self.workflow(called.key(), called.source, inner, depth + 1)
                continue
            place = job.get("environment")
            name = place.get("name") if isinstance(place, Table) else place
            yield from self._steps(job.get("steps"), given, _filled(name, given), depth)

    def _steps(
        self, listed: Node | None, given: Given, environment: str, depth: int
    ) -> Iterator[Login]:
        for step in listed.nodes if isinstance(listed, Items) else ():
            uses = value_of(step.get("uses")) if isinstance(step, Table) else ""
            if not isinstance(step, Table) or not uses:
                continue
            told = step.get("with")
            if _LOGIN.match(uses) and isinstance(told, Table):
                client = _filled(told.get("client-id"), given)
                yield Login(client, _filled(told.get("subscription-id"), given), environment)
                continue
            file = self._action(uses)
            if file is not None and self._spend(depth):
                runs = self.trees[file].get("runs")
                inner = self._inputs(file, told, given)
                steps = runs.get("steps") if isinstance(runs, Table) else None
                yield from self._steps(steps, inner, environment, depth + 1)

    def _action(self, uses: str) -> str | None:
        """The file of an action that was read."""
        if uses.startswith("./"):
            folder = normal_path(uses)
            files = [f"{folder}/{name}" if folder else name for name in ACTION_FILES]
        else:
            found = action_named(uses)
            files = [found.key(name) for name in ACTION_FILES] if found is not None else []
        return next((file for file in files if file in self.trees), None)

    def _inputs(self, file: str, told: Node | None, given: Given) -> Given:
        """What a call gives, by lower-case name, over the literal defaults of what it calls."""
        found = {}
        root = self.trees[file]
        events = root.get("on")
        call = events.get("workflow_call") if isinstance(events, Table) else None
        for holder in (root, call):
            declared = holder.get("inputs") if isinstance(holder, Table) else None
            for entry in declared.entries if isinstance(declared, Table) else ():
                default = entry.node.get("default") if isinstance(entry.node, Table) else None
                found[entry.key.lower()] = value_of(default)
        for entry in told.entries if isinstance(told, Table) else ():
            found[entry.key.lower()] = _filled(entry.node, given)
        return found

    def _spend(self, depth: int) -> bool:
        self.left -= 1
        return self.left >= 0 and depth < _DEEPEST


ACTION_FILES = ("action.yml", "action.yaml")


def _filled(node: Node | None, given: Given) -> str:
    """What stands there, an input replaced by what was given; empty where that is not known."""
    text = value_of(node)
    found = _INPUT.fullmatch(text)
    return given.get(found["name"].lower(), "") if found is not None else text


def value_of(node: Node | None) -> str:
    """A scalar as text; empty where it is none."""
    return node.value.strip() if isinstance(node, Scalar) else ""
