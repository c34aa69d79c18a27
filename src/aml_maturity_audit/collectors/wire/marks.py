"""What a job's properties and tags say: its git origin, its parent, and what kind of run it is.

Keys are those that the client and the service write (azure_facts A.3, A.4, A.8, A.15); they
compare without casing.
"""

import re
from collections.abc import Iterable, Mapping

from aml_maturity_audit.collectors.wire.plain import text, text_or_none, truth, without_user
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.ids import parse_asset
from aml_maturity_audit.signals.jobs import GitOrigin, JobInput, Materialization
from aml_maturity_audit.signals.secrets import without_secrets

Marks = Mapping[str, object]
_MONITOR_TAG = "azureml_modelmonitor_"
_BREACH_TAG = "azureml_modelmonitor_threshold_breached"
_PARENTS = ("mlflow.parentrunid", "mlflow.rootrunid")
_RETRIEVAL = "feature_retrieval_spec"
_WORKSPACES = "/providers/microsoft.machinelearningservices/workspaces/"
_WORKSPACE_ID = re.compile(
    rf"/subscriptions/[^/\s]+/resourcegroups/[^/\s]+{_WORKSPACES}[\w-]+", re.IGNORECASE
)
_MAX_COMMIT = 64
_MOST_TEXT = 16_384
_DIGITS = re.compile(r"[0-9a-f]{1,64}")
_NONE: Marks = {}
_NO_ORIGIN = GitOrigin()
_NO_PARENTS = ("", "")


def lowered(marks: Mapping[str, object] | None) -> Marks:
    """With keys in lower case, as the functions below expect them."""
    return {key.lower(): value for key, value in marks.items()} if marks else _NONE


def git_origin(properties: Marks) -> GitOrigin:
    """Where the code came from, in the keys of the v2 client, else of the v1 client."""
    if ".git." not in "\n".join(properties):
        return _NO_ORIGIN
    return GitOrigin(
        repository=without_user(
            _first(properties, "mlflow.source.git.repourl", "azureml.git.repository_uri")
        ),
        branch=_first(properties, "mlflow.source.git.branch", "azureml.git.branch"),
        commit=_commit(_first(properties, "mlflow.source.git.commit", "azureml.git.commit")),
        dirty=truth(properties.get("azureml.git.dirty")),
        build_id=_first(properties, "azureml.git.build_id", "azureml.git.build_uri"),
    )


def parents_in(marks: Marks) -> tuple[str, str]:
    """The parent and the root that a run's marks name; empty where they name none."""
    if not any(map(marks.__contains__, _PARENTS)):
        return _NO_PARENTS
    parent, root = (text(marks.get(key)) for key in _PARENTS)
    return (parent, root) if parent or root else _NO_PARENTS


def parent_of(
    name: str, given: object, properties: tuple[str, str], tags: tuple[str, str]
) -> str | None:
    """The parent of a child job; a root job names itself or nothing.

    `properties` and `tags` are the parents that these name.
    """
    if not given and properties is _NO_PARENTS and tags is _NO_PARENTS:
        return None
    own = name.lower()
    for other in (text(given), properties[0], tags[0], properties[1], tags[1]):
        if other and other.lower() != own:
            return other
    return None


def is_monitor_run(tags: Marks) -> bool:
    """A run of a model monitor says so in its tags."""
    return bool(tags) and any(key.startswith(_MONITOR_TAG) for key in tags)


def is_breached(tags: Marks) -> bool:
    """The monitor found a metric beyond its threshold."""
    value = text(tags.get(_BREACH_TAG)).lower()
    return value not in {"", "false", "none", "0"}


def is_import(properties: Marks) -> bool:
    """The job brings data in rather than training on it."""
    keys = "\n".join(properties)
    return "azureml.dataimport" in keys or "azureml.importdata" in keys


def materialization(properties: Marks) -> Materialization | None:
    """What marks a feature store's own job; None for any other."""
    kind = text_or_none(properties.get("azureml.featurestorejobtype"))
    if kind is None:
        return None
    return Materialization(
        type=kind,
        feature_set=text(properties.get("azureml.featuresetname")),
        version=text(properties.get("azureml.featuresetversion")),
        window_end=parse_time(properties.get("azureml.featurewindowend")),
    )


def stores_in(properties: Marks, own: str) -> tuple[str, ...]:
    """Feature stores that the properties of a job or a model may refer to: names, or ids of
    workspaces other than `own`, whatever these are; `*` for a retrieval specification of theirs."""
    found = _other_workspaces(properties, own)
    keys = "\n".join(properties)
    if not found and "azureml.featurestore" not in keys and _RETRIEVAL not in keys:
        return ()
    for key, value in properties.items():
        if key in {"azureml.featurestorename", "azureml.featurestoreid"} and text(value):
            found.add(text(value))
        elif _RETRIEVAL in key:
            found.add("*")
    return tuple(sorted(found))


def stores_of(inputs: Iterable[JobInput]) -> tuple[str, ...]:
    """Feature stores that a job's inputs are of; `*` for a specification that names none."""
    found: set[str] = set()
    for item in inputs:
        asset = parse_asset(item.uri)
        if asset is not None and asset.kind == "featuresets":
            found.add(asset.workspace_id or "*")
        if _RETRIEVAL in item.name.lower() or _RETRIEVAL in item.uri.lower():
            found.add("*")
    return tuple(sorted(found))


def _other_workspaces(marks: Marks, own: str) -> set[str]:
    told = "\n".join([value for value in marks.values() if isinstance(value, str)])
    if _WORKSPACES not in told.lower():
        return set()
    return {one.lower() for one in _WORKSPACE_ID.findall(told[:_MOST_TEXT])} - {own.lower()}


def _first(marks: Marks, key: str, older: str) -> str | None:
    return text(marks.get(key)) or text(marks.get(older)) or None


def is_commit(value: str | None) -> bool:
    """Whether this is hexadecimal digits as of a commit, which are no secret that shows."""
    return value is not None and _DIGITS.fullmatch(value) is not None


def _commit(value: str | None) -> str | None:
    if not value or is_commit(value):
        return value
    return without_secrets(value)[:_MAX_COMMIT]  # before it is cut
