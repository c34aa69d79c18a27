"""From written items to strict records: templates, repetitions, times and names filled in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.estate.filling import Filling
from aml_maturity_audit.sandbox.estate.items import entries
from aml_maturity_audit.sandbox.estate.merging import Templates, Tree
from aml_maturity_audit.sandbox.estate.settings import convert
from aml_maturity_audit.sandbox.estate.times import absolute, duration
from aml_maturity_audit.sandbox.estate.yamlfile import Plain

S = TypeVar("S", bound=msgspec.Struct)

# Read later, item by item, or (files) served as they stand.
_LATER = frozenset(
    ["projects", "repositories", "pipelines", "releases", "serviceConnections", "deployments"]
) | {*("builds", "commits", "pullRequests", "policies", "files", "branches", "workflows", "runs")}
_KEPT = {"environments"}  # a list of a release's own, or items of a project
_EXPANDED = frozenset(["name", "repeat", "every"])


@dataclass(frozen=True)
class Item(Generic[S]):
    """One item with its name, its record, and what its own items see."""

    name: str
    spec: S
    filling: Filling
    where: str
    steps_back: int


@dataclass(frozen=True)
class Reader:
    """Reads collections of an estate's DevOps part."""

    templates: Templates
    trial: bool

    def each(self, raw: object, kind: type[S], where: str, outer: Filling) -> Iterator[Item[S]]:
        """The items of a collection; `UsageError` naming what is wrong where."""
        listed = raw if isinstance(raw, dict | list) else None
        if raw is not None and listed is None:
            raise UsageError(f"{where} takes a mapping by name or a list.")
        for entry in entries(listed, self.templates, where, 1 if self.trial else None):
            name = entry.name(outer)
            filling = entry.filling(outer).with_variables(name=name)
            spec = convert(_filled(entry.spec, filling), kind, entry.where)
            yield Item(name, spec, filling, entry.where, entry.position)


def _filled(spec: Tree, filling: Filling) -> Tree:
    return {
        key: value if _later(key, value) else filling.fill(value)
        for key, value in spec.items()
        if key not in _EXPANDED
    }


def _later(key: str, value: Plain) -> bool:
    return key in _LATER or (key in _KEPT and isinstance(value, dict))


def span(took: str, finished: str, where: str) -> tuple[str, str]:
    """When something started and finished, as DevOps writes times."""
    try:
        end = absolute(finished)
        length = duration(took)
    except ValueError as problem:
        raise UsageError(f"{where}: {problem}.") from problem
    return devops_time(end - length), devops_time(end)


def devops_time(stamp: datetime) -> str:
    """As Azure DevOps writes times."""
    return stamp.strftime("%Y-%m-%dT%H:%M:%S.0000000Z")


def checked_time(text: str, where: str) -> str:
    """A written time as Azure DevOps writes it; `UsageError` where it is none."""
    try:
        return devops_time(absolute(text))
    except ValueError as problem:
        raise UsageError(f"{where}: {problem}.") from problem
