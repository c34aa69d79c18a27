"""Pieces of next steps: the workspace's own names, ready for a shell.

Where there is none yet, a name is proposed that is derived from the workspace's.
"""

import re
import shlex
from operator import attrgetter

from aml_maturity_audit.mapping.derive.models import own_models
from aml_maturity_audit.mapping.derive.serving import (
    deployed,
    online_deployments,
    online_endpoints,
    production_online,
)
from aml_maturity_audit.mapping.derive.training import is_completed, training_jobs
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.computes import COMPUTES
from aml_maturity_audit.signals.registries import REGISTRIES, is_system_registry

_UNSAFE = re.compile(r"[^a-z0-9-]+")


def where(view: View) -> str:
    """The options that point `az ml` at this workspace."""
    workspace = view.workspace
    return (
        f"-w {shlex.quote(workspace.name)} -g {shlex.quote(workspace.resource_group)}"
        f" --subscription {shlex.quote(workspace.subscription_id)}"
    )


def proposed(view: View, suffix: str, most: int = 32) -> str:
    """A name after the workspace's, of letters, digits and dashes."""
    stem = _UNSAFE.sub("-", view.workspace.name.lower()).strip("-") or "ml"
    return f"{stem[: most - len(suffix) - 1].strip('-')}-{suffix}"


def endpoint(view: View) -> str:
    """A production online endpoint, else any online one, else a proposed one."""
    production = [one.deployment.endpoint for one in production_online(view).items]
    names = production or sorted(one.name for one in online_endpoints(view).items)
    return shlex.quote(names[0]) if names else proposed(view, "scoring")


def deployment(view: View) -> str:
    """A production online deployment, else any online one, else `blue`."""
    production = [one.deployment.name for one in production_online(view).items]
    names = production or sorted(one.name for one in online_deployments(view).items)
    return shlex.quote(names[0]) if names else "blue"


def cluster(view: View) -> str:
    """A compute cluster of the workspace, else a proposed one."""
    clusters = [c.name for c in view.see(COMPUTES).items if c.type.lower() == "amlcompute"]
    return shlex.quote(sorted(clusters)[0]) if clusters else "cpu-cluster"


def model(view: View) -> str:
    """A registered model of the workspace, else a proposed one."""
    names = sorted(one.name for one in own_models(view).items)
    return shlex.quote(names[0]) if names else proposed(view, "model")


def model_version(view: View) -> str:
    """The latest version of that model, else 1."""
    found = sorted(own_models(view).items, key=lambda one: one.name)
    return shlex.quote(found[0].latest_version) if found and found[0].latest_version else "1"


@derived
def job(view: View) -> str:
    """The newest completed training job, else a proposed one."""
    completed = [
        one
        for group in training_jobs(view).groups
        if group.certain and is_completed(group.kind)
        for _, one in group.members
        if one.created_at is not None
    ]
    newest = max(completed, key=attrgetter("created_at", "name"), default=None)
    return shlex.quote(newest.name) if newest else proposed(view, "training-1")


def registry(view: View) -> str:
    """A registry of the organisation, else a proposed one."""
    known = view.see_everywhere(REGISTRIES).items
    names = sorted(one.name for one in known if not is_system_registry(one.name))
    return shlex.quote(names[0]) if names else proposed(view, "registry")


def first_deploy(view: View) -> str:
    """What comes before any step about serving where nothing is in production; else nothing."""
    if not deployed(view).no:
        return ""
    return (
        f"Nothing serves yet: deploy a registered model first (az ml online-endpoint create -n"
        f" {endpoint(view)} {where(view)}, then az ml online-deployment create --all-traffic). "
    )
