"""The jobs and steps that a workflow's files have, as far as a run's record names them otherwise.

GitHub tells a run's jobs by the names they show, not by the ids that a file gives them; so the
names are found out here from the files. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from aml_maturity_audit.pipelines.kinds import github_events
from aml_maturity_audit.pipelines.repository import as_text, normal_path
from aml_maturity_audit.pipelines.yaml_tree import Items, Node, NotYaml, Scalar, Table, parse_yaml

_SKIPPABLE = re.compile(r"""(?:^|[\s{,"'])(?:if|continue-on-error)["']?\s*:""", re.MULTILINE)
_REPORTS = re.compile(
    r"test-reporter|publish-unit-test-result|junit-report|test-summary|checks\s*:\s*write|check-runs"
    r"|checks\.create|write-all",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"^azure/login@", re.IGNORECASE)
_DEEPEST = 5
MOST_JOBS = 1_000
ANY = "${{ any }}"
"""Stands in a pattern for what only the run knows."""


@dataclass(frozen=True)
class Leaf:
    """A job of the files: how runs show it, and what the files call it."""

    stage: str | None
    """The job that calls its workflow; None in the workflow itself."""
    job: str
    patterns: tuple[str, ...]
    callers: tuple[str, ...] = ()
    """How runs show the jobs that call it, where those were skipped."""


@dataclass(frozen=True)
class Login:
    """A sign-in to Azure: as whom, as the file writes it."""

    client: str
    subscription: str = ""
    environment: str = ""


@dataclass(frozen=True)
class Flow:
    """What stands in a workflow and the workflows that it calls."""

    leaves: tuple[Leaf, ...] = ()
    unsure: frozenset[str] = frozenset()
    """Steps whose failure a run's record shows as success, by any of their names in lower case."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """How runs show a step without a name, to its id; in lower case."""
    logins: tuple[Login, ...] = ()
    skippable: bool = True
    """A condition, or a part that may fail unnoticed."""
    only_called: bool = False
    """It starts in no other way than by being called, and is read with what calls it."""
    may_report: bool = True
    """It may publish test results: it uses a reporter, or may write checks."""


def flow_of(path: str, files: Mapping[str, bytes]) -> Flow:
    """The flow of the workflow at `path`; one that doubts everything where it is no YAML."""
    texts = {name: as_text(content) or "" for name, content in files.items()}
    trees: dict[str, Table] = {}
    for name, source in texts.items():
        try:
            root, _ = parse_yaml(name, source) if name.endswith((".yml", ".yaml")) else (None, [])
        except NotYaml:
            root = None
        if isinstance(root, Table):
            trees[name] = root
    if path not in trees:
        return Flow()
    reader = _Reader(trees)
    leaves = tuple(reader.leaves(path, None, ("",), (), 0))
    steps = [step for tree in trees.values() for step in _steps(tree)]
    return Flow(
        leaves=leaves[:MOST_JOBS],
        unsure=_unsure(steps, trees.values()),
        ids=dict(shown for step in steps if (shown := _shown_id(step)) is not None),
        logins=tuple(_logins(trees[path])),
        skippable=any(_SKIPPABLE.search(source) for source in texts.values()),
        only_called=set(github_events(trees[path])) == {"workflow_call"},
        may_report=any(_REPORTS.search(source) for source in texts.values()),
    )


@dataclass
class _Reader:
    trees: Mapping[str, Table]

    def leaves(
        self,
        path: str,
        stage: str | None,
        prefixes: tuple[str, ...],
        callers: tuple[str, ...],
        depth: int,
    ) -> Iterator[Leaf]:
        jobs = self.trees[path].get("jobs")
        for entry in jobs.entries if isinstance(jobs, Table) else ():
            job = entry.node
            if not isinstance(job, Table):
                continue
            shown = tuple(
                f"{before}{name}" for before in prefixes for name in _shown(entry.key, job)
            )
            called = _value(job.get("uses"))
            file = normal_path(called) if called.startswith("./") else None
            if file is not None and file in self.trees and depth < _DEEPEST:
                inner = tuple(f"{name} / " for name in shown)
                yield from self.leaves(file, entry.key, inner, (*callers, *shown), depth + 1)
                continue
            inside = tuple(f"{name} / {ANY}" for name in shown) if called else ()
            yield Leaf(stage, entry.key, (*shown, *inside), callers)


def _shown(key: str, job: Table) -> tuple[str, ...]:
    """How runs show a job: its name, else its id; with the values of a matrix behind it."""
    name = _value(job.get("name")) or key
    strategy = job.get("strategy")
    if isinstance(strategy, Table) and strategy.get("matrix") is not None:
        return name, f"{name} ({ANY})"
    return (name,)


def _steps(root: Table) -> Iterator[Table]:
    """The steps of a workflow's jobs, or of an action."""
    jobs = root.get("jobs")
    holders = [entry.node for entry in jobs.entries] if isinstance(jobs, Table) else []
    for holder in (*holders, root.get("runs")):
        listed = holder.get("steps") if isinstance(holder, Table) else None
        for step in listed.nodes if isinstance(listed, Items) else ():
            if isinstance(step, Table):
                yield step


def _unsure(steps: Iterable[Table], trees: Iterable[Table]) -> frozenset[str]:
    """The steps that may show success and yet have left out what they carry.

    Of a local action a run tells only the step that uses it, not whether its own steps ran.
    """
    inner = [step for root in trees if root.get("jobs") is None for step in _steps(root)]
    hides = any(_may_fail(step) or step.get("if") is not None for step in inner)
    found = (
        step
        for step in steps
        if _may_fail(step) or (hides and _value(step.get("uses")).startswith("./"))
    )
    return frozenset(name for step in found for name in _names(step))


def _may_fail(step: Table) -> bool:
    return _value(step.get("continue-on-error")).lower() not in {"", "false"}


def _names(step: Table) -> Iterator[str]:
    for key in ("name", "id", "uses"):
        if name := _value(step.get(key)):
            yield name.lower()
    if shown := _default_name(step):
        yield shown


def _shown_id(step: Table) -> tuple[str, str] | None:
    shown, id_ = _default_name(step), _value(step.get("id"))
    if not shown or not id_ or _value(step.get("name")):
        return None
    return shown, id_.lower()


def _default_name(step: Table) -> str:
    """How runs show a step without a name."""
    told = _value(step.get("uses")) or _value(step.get("run")).split("\n", 1)[0].strip()
    return f"run {told}".lower() if told else ""


def _logins(root: Table) -> Iterator[Login]:
    jobs = root.get("jobs")
    for entry in jobs.entries if isinstance(jobs, Table) else ():
        job = entry.node
        if not isinstance(job, Table):
            continue
        place = job.get("environment")
        environment = _value(place.get("name") if isinstance(place, Table) else place)
        listed = job.get("steps")
        for step in listed.nodes if isinstance(listed, Items) else ():
            given = step.get("with") if isinstance(step, Table) else None
            if (
                isinstance(step, Table)
                and isinstance(given, Table)
                and _LOGIN.match(_value(step.get("uses")))
            ):
                client = _value(given.get("client-id"))
                yield Login(client, _value(given.get("subscription-id")), environment)


def _value(node: Node | None) -> str:
    return node.value.strip() if isinstance(node, Scalar) else ""
