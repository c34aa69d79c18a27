"""The least-privilege role, from what the collectors declare. Source: azure_facts D.3."""

import json
from collections.abc import Sequence

from aml_maturity_audit.collectors.catalogue import all_collectors
from aml_maturity_audit.collectors.selection import GROUP_READ
from aml_maturity_audit.collectors.subscriptions import READ

ANYWHERE = ("/subscriptions/00000000-0000-0000-0000-000000000000",)
"""Where the role can be assigned, until it is said: an id of no subscription."""


def needed_actions() -> tuple[str, ...]:
    """Every RBAC action that a full audit needs, sorted. All are reads; none is a wildcard."""
    needs = {
        action
        for collector in all_collectors()
        for action in collector.needs
        if action.startswith("Microsoft.")  # a source beside Azure has scopes of its own
    }
    return tuple(sorted(needs | {READ, GROUP_READ}, key=str.lower))


def role(scopes: Sequence[str] = ANYWHERE) -> str:
    """The role definition as `az role definition create` takes it, assignable at `scopes`."""
    definition = {
        "Name": "Azure ML Maturity Auditor",
        "IsCustom": True,
        "Description": "Reads what an audit of MLOps maturity needs; no keys, no data, no writes.",
        "Actions": list(needed_actions()),
        "NotActions": [],
        "DataActions": [],
        "NotDataActions": [],
        "AssignableScopes": list(scopes),
    }
    return json.dumps(definition, indent=2) + "\n"
