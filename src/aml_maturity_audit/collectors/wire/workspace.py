"""A workspace as ARM answers it. Source: azure_facts A.20, B."""

from collections.abc import Mapping
from typing import Any

from aml_maturity_audit.collectors.wire.base import Resource, Wire, arm_name
from aml_maturity_audit.collectors.wire.plain import text, text_or_none
from aml_maturity_audit.signals.ids import resource_group_of, subscription_of
from aml_maturity_audit.signals.secrets import without_secrets
from aml_maturity_audit.signals.workspaces import Workspace

TELLING_TAGS = frozenset(
    {"env", "environment", "stage", "system", "application", "app", "project", "team", "costcenter"}
)
"""Tags that tell an environment or a system; the value of no other tag is kept."""
MAX_TAG_VALUE = 64


class WorkspaceProperties(Wire):
    """The declared part of `properties`."""

    workspace_id: str | None = None
    application_insights: str | None = None
    ml_flow_tracking_uri: str | None = None
    discovery_url: str | None = None
    public_network_access: str | None = None


class WorkspaceWire(Resource):
    """A workspace, hub, project or feature store."""

    location: str | None = None
    kind: str | None = None
    tags: dict[str, Any] | None = None
    properties: WorkspaceProperties | None = None


def parse_workspace(item: WorkspaceWire) -> Workspace:
    """The record of a workspace. Raises ValueError where its id is none of ARM's."""
    id_ = text(item.id)
    subscription, group = subscription_of(id_), resource_group_of(id_)
    if not (subscription and group):
        raise ValueError("the workspace has no ARM id")
    said = item.properties or WorkspaceProperties()
    return Workspace(
        id=id_,
        name=arm_name(item),
        subscription_id=subscription,
        resource_group=id_.strip("/").split("/")[3],
        location=text(item.location),
        kind=text(item.kind) or "Default",
        guid=text(said.workspace_id),
        tags=telling_tags(item.tags),
        application_insights=text_or_none(said.application_insights),
        tracking_uri=text_or_none(said.ml_flow_tracking_uri),
        discovery_url=text_or_none(said.discovery_url),
        public_network_access=text_or_none(said.public_network_access),
    )


def telling_tags(tags: Mapping[str, object] | None) -> dict[str, str]:
    """Only the tags that tell an environment or a system, cut to a sane length."""
    return {
        key: without_secrets(text(value))[:MAX_TAG_VALUE]
        for key, value in (tags or {}).items()
        if key.lower() in TELLING_TAGS and text(value)
    }
