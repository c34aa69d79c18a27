"""What a job's own `properties` say of it.

Each run has its own commit, and its own snapshot of the code; the rest is what the runs of one
thing share. It is made sense of once for all that have the same, whatever their commit is.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from aml_maturity_audit.collectors.wire import marks
from aml_maturity_audit.collectors.wire.job_parts import decoded
from aml_maturity_audit.collectors.wire.parts import LONGEST, MOST, remembered
from aml_maturity_audit.collectors.wire.plain import text, text_or_none
from aml_maturity_audit.signals.jobs import GitOrigin, Materialization

_COMMIT = "mlflow.source.git.commit"
_SNAPSHOT = "ContentSnapshotId"
_ANY_COMMIT = "0"
_ANYTHING = decoded(dict[str, Any])
_TEXTS = decoded(dict[str, str | None])


class Properties(msgspec.Struct, frozen=True, gc=False, eq=False):
    """What the `properties` of the runs of one thing say, whatever their commit is."""

    compute_target_type: str
    endpoint: str | None
    deployment: str | None
    import_run: bool
    materialization: Materialization | None
    stores: tuple[str, ...]
    parents: tuple[str, str]


class Said(NamedTuple):
    """What a job's own `properties` say of it."""

    shared: Properties
    """One object for all runs of one thing."""
    git: GitOrigin


@remembered
def properties_of(part: bytes, workspace_id: str) -> Said:
    """What `properties` say. Raises ValueError where they are of another shape."""
    if len(part) > LONGEST:
        return _read(_ANYTHING(part), workspace_id)
    try:
        said = _TEXTS(part) or {}
    except msgspec.ValidationError:  # a value is no text
        return _read(_ANYTHING(part), workspace_id)
    commit = said.get(_COMMIT)
    if not marks.is_commit(commit):
        return _alike(tuple(said.items()), workspace_id)
    said[_COMMIT] = _ANY_COMMIT
    if "/" not in (said.get(_SNAPSHOT) or ""):  # so it refers to nothing
        said.pop(_SNAPSHOT, None)
    like = _alike(tuple(said.items()), workspace_id)
    if like.git.commit != _ANY_COMMIT:  # it is there in another casing, too
        return like
    return Said(like.shared, replace(like.git, commit=commit))


@lru_cache(maxsize=MOST)
def _alike(said: tuple[tuple[str, str | None], ...], workspace_id: str) -> Said:
    return _read(dict(said), workspace_id)


def _read(properties: Mapping[str, object] | None, workspace_id: str) -> Said:
    said = marks.lowered(properties)
    shared = Properties(
        compute_target_type=text(said.get("_azureml.computetargettype")),
        endpoint=text_or_none(said.get("azureml.endpointname")),
        deployment=text_or_none(said.get("azureml.deploymentname")),
        import_run=marks.is_import(said),
        materialization=marks.materialization(said),
        stores=marks.stores_in(said, workspace_id),
        parents=marks.parents_in(said),
    )
    return Said(shared, marks.git_origin(said))
