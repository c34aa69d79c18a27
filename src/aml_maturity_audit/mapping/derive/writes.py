"""Writes on endpoints and deployments of the workspace in the window. Source: criteria.md,
section 1, "release"."""

from collections.abc import Iterable
from dataclasses import dataclass

from aml_maturity_audit.mapping.estate import belongs_to
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.activity import ACTIVITY_LOG, ServingWrite


@dataclass(frozen=True)
class Write:
    """A successful write on an endpoint or deployment."""

    record: ServingWrite

    @property
    def resource(self) -> str:
        """`endpoint` or `endpoint/deployment`."""
        parts = self.record.resource_id.strip("/").split("/")
        return "/".join(parts[9::2]) or parts[-1]

    @property
    def by_application(self) -> bool:
        """Its caller is known to be no user."""
        return self.record.by_user is False


@derived
def writes(view: View) -> Seen[Write]:
    """The writes in the window; those without a readable date hide, as they may belong to it."""
    known = view.see(ACTIVITY_LOG)
    mine = _once(w for w in known.items if belongs_to(w.resource_id, view.workspace))
    undated = sum(1 for w in mine if w.time is None)
    return Seen(
        items=tuple(Write(w) for w in mine if view.in_window(w.time)),
        hidden=known.hidden + undated,
        open=known.open,
        missing=known.missing,
        why=known.why or (f"{undated} writes have no readable date" if undated else ""),
        gaps=known.gaps,
    )


def _once(writes: Iterable[ServingWrite]) -> list[ServingWrite]:
    """Once per correlation id and resource, in whatever case; one that has a date, if any."""
    found: dict[tuple[str, str], ServingWrite] = {}
    for at, write in enumerate(writes):
        key = (write.correlation_id.lower() or str(at), write.resource_id.lower())
        known = found.setdefault(key, write)
        if known.time is None:
            found[key] = write
    return list(found.values())
