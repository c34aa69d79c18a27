"""Workspaces as ARM lists them. Source: azure_facts A.0, A.20."""

from hashlib import sha256

from aml_maturity_audit.signals.record import Record


class Workspace(Record, frozen=True, kw_only=True):
    """One workspace, hub, project or feature store."""

    id: str
    name: str
    subscription_id: str
    resource_group: str
    location: str = ""
    kind: str = "Default"
    """`Default`, `FeatureStore`, `Hub`, `Project`, or a value of a later day."""
    guid: str = ""
    """`properties.workspaceId`, by which data-plane ids name it."""
    tags: dict[str, str] = {}
    """Only the tags that tell an environment or a system: see `collectors`."""
    application_insights: str | None = None
    tracking_uri: str | None = None
    discovery_url: str | None = None
    public_network_access: str | None = None

    @property
    def key(self) -> str:
        """First 16 hex digits of SHA-256 of the lower-case ARM id (design.md, section 4)."""
        return workspace_key(self.id)


def workspace_key(arm_id: str) -> str:
    """The published key of the workspace with this ARM id."""
    return sha256(arm_id.lower().encode()).hexdigest()[:16]


SCORED_KINDS = frozenset({"default"})
"""Kinds that get a level; the others are listed (criteria.md, section 4)."""
