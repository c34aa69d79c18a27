"""The catalogue: every criterion, found by walking `criteria/`, and checked as it is loaded."""

import importlib
import pkgutil
from difflib import get_close_matches
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256

from aml_maturity_audit.errors import ToolFailure, UsageError
from aml_maturity_audit.mapping import criteria
from aml_maturity_audit.mapping.criterion import Criterion
from aml_maturity_audit.mapping.editions import Edition


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Criterion]:
    """Every criterion by id, in the order in which they can be judged.

    Raises ToolFailure where a file's name is not its criterion's id, an id stands twice, a
    criterion builds on one that is not there, or they build on each other.
    """
    found: dict[str, Criterion] = {}
    for module in pkgutil.iter_modules(criteria.__path__):
        criterion = importlib.import_module(f"{criteria.__name__}.{module.name}").CRITERION
        if criterion.id != module.name.replace("_", "-"):
            raise ToolFailure(f"Criterion {criterion.id} stands in {module.name}.py.")
        found[criterion.id] = criterion
    return {name: found[name] for name in _order(found)}


def _order(found: dict[str, Criterion]) -> list[str]:
    for criterion in found.values():
        for needed in criterion.builds_on:
            if needed not in found:
                raise ToolFailure(f"{criterion.id} builds on {needed}, which is not there.")
    graph = {name: found[name].builds_on for name in sorted(found)}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise ToolFailure(f"Criteria build on each other: {error.args[1]}.") from error


def find_criterion(name: str) -> Criterion:
    """A criterion by its id. Raises UsageError, with the nearest id, for one that is not known."""
    known = catalogue()
    wanted = name.strip().lower().replace("_", "-")
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted, known, n=1, cutoff=0.4)
    remedy = f"Did you mean {near[0]}?" if near else "The command `criteria` lists them all."
    raise UsageError(f"There is no criterion {name!r}.", remedy=remedy)


def catalogue_digest(edition: Edition) -> str:
    """A short digest of all rules and of the edition, for telling whether two runs compare."""
    digest = sha256(edition.digest().encode())
    for name, criterion in sorted(catalogue().items()):
        digest.update(f"{name}|{criterion.rule}|{criterion.builds_on}\n".encode())
    return digest.hexdigest()[:16]
