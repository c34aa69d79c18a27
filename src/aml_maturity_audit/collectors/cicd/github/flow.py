"""The jobs and steps that a workflow's files have, as far as a run's record names them otherwise.

GitHub tells a run's jobs by the names they show, not by the ids that a file gives them; so the
names are found out here from the files. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from aml_maturity_audit.collectors.cicd.github.logins import (
    ACTION_FILES,
    Login,
    logins_of,
    value_of,
)
from aml_maturity_audit.pipelines.elsewhere import Elsewhere
from aml_maturity_audit.pipelines.github.references import (
    action_named,
    stage_within,
    workflow_named,
)
from aml_maturity_audit.pipelines.kinds import github_events
from aml_maturity_audit.pipelines.repository import as_text
from aml_maturity_audit.pipelines.yaml_tree import Items, NotYaml, Table, parse_yaml

_SKIPPABLE = re.compile(r"""(?:^|[\s{,"'])(?:if|continue-on-error)["']?\s*:""", re.MULTILINE)
_REPORTS = re.compile(
    r"test-reporter|publish-unit-test-result|junit-report|test-summary|checks\s*:\s*write|check-runs"
    r"|checks\.create|write-all",
    re.IGNORECASE,
)
_YAML = re.compile(r"\.ya?ml(?:@[^@]*)?$")
_DEEPEST = 20
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
    is_closed: bool = False
    """It calls a workflow that could not be read, of whose jobs only the run tells."""


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
            root, _ = parse_yaml(name, source) if _YAML.search(name) else (None, [])
        except NotYaml:
            root = None
        if isinstance(root, Table):
            trees[name] = root
    if path not in trees:
        return Flow()
    reader = _Reader(trees)
    leaves = tuple(islice(reader.leaves(path, None, None, ("",), ()), MOST_JOBS))
    steps = [step for tree in trees.values() for step in _steps(tree)]
    return Flow(
        leaves=leaves,
        unsure=_unsure(steps, trees),
        ids=dict(shown for step in steps if (shown := _shown_id(step)) is not None),
        logins=logins_of(path, trees),
        skippable=any(_SKIPPABLE.search(source) for source in texts.values()),
        only_called=set(github_events(trees[path])) == {"workflow_call"},
        may_report=any(_REPORTS.search(source) for source in texts.values()),
    )


@dataclass
class _Reader:
    trees: Mapping[str, Table]
    left: int = MOST_JOBS

    def leaves(
        self,
        path: str,
        source: Elsewhere | None,
        stage: str | None,
        prefixes: tuple[str, ...],
        callers: tuple[str, ...],
    ) -> Iterator[Leaf]:
        """The jobs of a workflow; `source` is where it lies, `stage` the call that leads to it."""
        jobs = self.trees[path].get("jobs")
        for entry in jobs.entries if isinstance(jobs, Table) else ():
            job = entry.node
            if not isinstance(job, Table):
                continue
            shown = tuple(
                f"{before}{name}" for before in prefixes for name in _shown(entry.key, job)
            )
            uses = value_of(job.get("uses"))
            called = workflow_named(uses, source) if uses else None
            if called is not None and called.key() in self.trees and self._goes_on(stage):
                inner = tuple(f"{name} / " for name in shown)
                within = stage_within(stage, entry.key)
                yield from self.leaves(
                    called.key(), called.source, within, inner, (*callers, *shown)
                )
                continue
            inside = tuple(f"{name} / {ANY}" for name in shown) if uses else ()
            yield Leaf(stage, entry.key, (*shown, *inside), callers, is_closed=bool(uses))

    def _goes_on(self, stage: str | None) -> bool:
        """Whether the calls on the way here are no more than there can be."""
        self.left -= 1
        return self.left >= 0 and (stage or "").count("/") < _DEEPEST


def _shown(key: str, job: Table) -> tuple[str, ...]:
    """How runs show a job: its name, else its id; with the values of a matrix behind it."""
    name = value_of(job.get("name")) or key
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


def _unsure(steps: Iterable[Table], trees: Mapping[str, Table]) -> frozenset[str]:
    """The steps that may show success and yet have left out what they carry.

    Of an action made of steps a run tells only the step that uses it, not whether its own ran.
    """
    inner = [step for root in trees.values() if root.get("jobs") is None for step in _steps(root)]
    hides = any(_may_fail(step) or step.get("if") is not None for step in inner)
    found = (step for step in steps if _may_fail(step) or (hides and _is_read(step, trees)))
    return frozenset(name for step in found for name in _names(step))


def _is_read(step: Table, trees: Mapping[str, Table]) -> bool:
    """Whether a step uses an action that may be made of steps."""
    uses = value_of(step.get("uses"))
    if uses.startswith("./"):
        return True
    named = action_named(uses)
    return named is not None and any(named.key(name) in trees for name in ACTION_FILES)


def _may_fail(step: Table) -> bool:
    return value_of(step.get("continue-on-error")).lower() not in {"", "false"}


def _names(step: Table) -> Iterator[str]:
    for key in ("name", "id", "uses"):
        if name := value_of(step.get(key)):
            yield name.lower()
    if shown := _default_name(step):
        yield shown


def _shown_id(step: Table) -> tuple[str, str] | None:
    shown, id_ = _default_name(step), value_of(step.get("id"))
    if not shown or not id_ or value_of(step.get("name")):
        return None
    return shown, id_.lower()


def _default_name(step: Table) -> str:
    """How runs show a step without a name."""
    told = value_of(step.get("uses")) or value_of(step.get("run")).split("\n", 1)[0].strip()
    return f"run {told}".lower() if told else ""
