"""Pieces of next steps: the workspace's own names, ready for a shell."""

import shlex

from aml_maturity_audit.mapping.derive.serving import production_online
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.computes import COMPUTES


def where(view: View) -> str:
    """The options that point `az ml` at this workspace."""
    workspace = view.workspace
    return (
        f"-w {shlex.quote(workspace.name)} -g {shlex.quote(workspace.resource_group)}"
        f" --subscription {shlex.quote(workspace.subscription_id)}"
    )


def endpoint(view: View) -> str:
    """The name of a production online endpoint; `ENDPOINT` where none is seen."""
    items = production_online(view).items
    return shlex.quote(items[0].deployment.endpoint) if items else "ENDPOINT"


def deployment(view: View) -> str:
    """The name of a production online deployment; `DEPLOYMENT` where none is seen."""
    items = production_online(view).items
    return shlex.quote(items[0].deployment.name) if items else "DEPLOYMENT"


def cluster(view: View) -> str:
    """The name of a compute cluster of the workspace; `cpu-cluster` where none is seen."""
    clusters = [c.name for c in view.see(COMPUTES).items if c.type.lower() == "amlcompute"]
    return shlex.quote(sorted(clusters)[0]) if clusters else "cpu-cluster"
