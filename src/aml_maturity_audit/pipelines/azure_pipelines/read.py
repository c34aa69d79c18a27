"""Reads one Azure Pipelines file into a ledger."""

import re
from collections.abc import Iterator
from dataclasses import replace

from aml_maturity_audit.pipelines.azure_pipelines.expand import View, items
from aml_maturity_audit.pipelines.azure_pipelines.pipeline import PipelineReader
from aml_maturity_audit.pipelines.azure_pipelines.scope import Scope, World
from aml_maturity_audit.pipelines.azure_pipelines.templates import parameters_of
from aml_maturity_audit.pipelines.azure_pipelines.triggers import read_triggers
from aml_maturity_audit.pipelines.gates import Gates
from aml_maturity_audit.pipelines.ledger import Ledger
from aml_maturity_audit.pipelines.limits import MAX_FILE_BYTES
from aml_maturity_audit.pipelines.repository import Repository
from aml_maturity_audit.pipelines.scripts import ScriptReader
from aml_maturity_audit.pipelines.settling import settle_workspaces
from aml_maturity_audit.pipelines.yaml_tree import Table

_SET = re.compile(rb"task\.setvariable\s+[^\]]*?variable=([\w.-]+)", re.I)


def read_azure_pipeline(
    path: str,
    root: Table,
    repository: Repository,
    ledger: Ledger,
    *,
    is_template: bool,
    variables: dict[str, str],
) -> None:
    """Writes everything the file and its templates show into `ledger`.

    A run that starts by itself takes the defaults of the parameters; where a person or a caller
    starts it, a parameter may be anything.
    """
    volatile = frozenset(_set_at_run(repository))
    world = World(repository, ledger, volatile)
    given = {name.casefold(): (value,) for name, value in variables.items()}
    scope = Scope(world, path, variables=given, trail=(path,))
    automatic = False
    if not is_template:
        automatic = read_triggers(root, scope, ledger)
    scope = replace(scope, parameters=parameters_of(root, scope, {}, path, free=not automatic))
    _aliases(root, scope)
    gates = Gates()
    PipelineReader(ScriptReader(repository, ledger), ledger, gates).root(root, scope)
    ledger.gated = gates.closed()
    settle_workspaces(ledger, scope.parameters.values(), world.groups)


def _set_at_run(repository: Repository) -> Iterator[str]:
    """Variables that any of the files sets while the pipeline runs, in lower case."""
    for content in repository.files.values():
        if isinstance(content, bytes) and len(content) <= MAX_FILE_BYTES:
            for name in _SET.findall(content):
                yield name.decode("latin-1").casefold()


def _aliases(root: Table, scope: Scope) -> None:
    resources = View(root, scope).view("resources")
    node, where = resources.node("repositories") if resources else (None, scope)
    for item, inside in items(node, where):
        if isinstance(item, Table):
            view = View(item, inside)
            scope.world.aliases[view.string("repository").casefold()] = view.string("name")
