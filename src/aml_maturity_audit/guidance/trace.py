"""The way from production deployments back to their data and code, hop by hop.

deployment → model version → (registry) → job → commit, environment, data → pipeline run. Each hop
is present, broken or unreadable, with the reason. Source: azure_facts A.19, A.25.
"""

from difflib import get_close_matches

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping.derive.hops import (
    BROKEN,
    PRESENT,
    UNREADABLE,
    Hop,
    Trace,
    trace,
)
from aml_maturity_audit.mapping.derive.serving import Production, production
from aml_maturity_audit.mapping.estate import Estate, Mappings
from aml_maturity_audit.mapping.policy import Policy
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.snapshot import Snapshot

__all__ = ["BROKEN", "PRESENT", "UNREADABLE", "Hop", "Trace", "trace", "traces"]


def traces(
    snapshot: Snapshot, deployment: str | None = None, mappings: Mappings | None = None
) -> tuple[Trace, ...]:
    """The traces of all production deployments, or of the one that is named.

    `deployment` is an ARM id, `workspace/endpoint/name` or `endpoint/name`. Raises UsageError, with
    the nearest name, where no production deployment is called so.
    """
    estate = Estate(snapshot, mappings)
    views = [View(readings, estate, Policy()) for readings in estate.workspaces()]
    known = [(view, one) for view in views for one in production(view).items]
    if deployment is not None:
        known = _named(known, deployment)
    found = (trace(view, one) for view, one in known)
    return tuple(sorted(found, key=lambda t: (t.workspace.lower(), t.deployment.lower())))


def _named(known: list[tuple[View, Production]], wanted: str) -> list[tuple[View, Production]]:
    text = wanted.strip().strip("/").lower()
    names = {
        name: (view, one)
        for view, one in known
        for name in (
            one.id.strip("/").lower(),
            one.label.lower(),
            f"{view.workspace.name}/{one.label}".lower(),
        )
    }
    same = [(v, o) for v, o in known if o.label.lower() == text]
    if len(same) > 1:
        raise UsageError(
            f"{len(same)} workspaces have a production deployment {wanted!r}.",
            remedy=f"Name the workspace too: {same[0][0].workspace.name}/{wanted}.",
        )
    if text in names:
        return [names[text]]
    near = get_close_matches(text, names, n=1, cutoff=0.5)
    remedy = f"Did you mean {near[0]}?" if near else f"{len(known)} are in production."
    raise UsageError(f"No production deployment is called {wanted!r}.", remedy=remedy)
