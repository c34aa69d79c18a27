"""The shards of a run as one assessment. Pure."""

from collections.abc import Sequence

import msgspec

from aml_maturity_audit.assessment.model import (
    Assessment,
    Coverage,
    RequestCounts,
    WorkspaceAssessment,
)
from aml_maturity_audit.errors import UsageError


def merged(shards: Sequence[tuple[str, Assessment]]) -> Assessment:
    """One assessment of all shards; a workspace stands once, scored where any shard scored it.

    Raises UsageError where a shard is missing, or two shards were judged by other rules.
    """
    if not shards:
        raise UsageError("There is no shard to merge.")
    _check(shards)
    first = shards[0][1]
    if len(shards) == 1:
        return first
    found: dict[str, WorkspaceAssessment] = {}
    for _, assessment in shards:
        for workspace in assessment.workspaces:
            known = found.get(workspace.key)
            if known is None or (workspace.scored and not known.scored):
                found[workspace.key] = workspace
    documents = [assessment for _, assessment in shards]
    return msgspec.structs.replace(
        first,
        run=msgspec.structs.replace(
            first.run,
            assessed_at=max(d.run.assessed_at for d in documents),
            requests=_requests(documents),
        ),
        coverage=Coverage(
            workspaces=sum(w.scored for w in found.values()),
            complete=all(d.coverage.complete for d in documents),
            incomplete_readings=sum(d.coverage.incomplete_readings for d in documents),
        ),
        workspaces=tuple(sorted(found.values(), key=lambda w: w.key)),
        systems=tuple({s.name: s for d in documents for s in d.systems}.values()),
        warnings=tuple(dict.fromkeys(n for d in documents for n in d.warnings)),
    )


def _check(shards: Sequence[tuple[str, Assessment]]) -> None:
    totals = {shard.partition("/")[2] for shard, _ in shards}
    if len(totals) > 1:
        raise UsageError(f"The run has shards of different splits: {', '.join(sorted(totals))}.")
    total = int(totals.pop() or 1)
    present = {int(shard.partition("/")[0]) for shard, _ in shards}
    missing = sorted(set(range(1, total + 1)) - present)
    if missing:
        raise UsageError(
            f"Shard {missing[0]}/{total} of the run is not there yet.",
            remedy="Wait for it, or run it again: a repeat never doubles anything.",
        )
    rules = {(a.run.edition, a.run.catalogue_digest, a.run.policy_digest) for _, a in shards}
    if len(rules) > 1:
        raise UsageError("The shards of the run were judged by different rules.")


def _requests(documents: Sequence[Assessment]) -> RequestCounts:
    by_source: dict[str, int] = {}
    for document in documents:
        for source, count in document.run.requests.by_source.items():
            by_source[source] = by_source.get(source, 0) + count
    requests = [document.run.requests for document in documents]
    return RequestCounts(
        arm=sum(r.arm for r in requests),
        devops=sum(r.devops for r in requests),
        data_plane=sum(r.data_plane for r in requests),
        throttled=sum(r.throttled for r in requests),
        by_source=dict(sorted(by_source.items())),
    )
