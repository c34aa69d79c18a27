"""What all records share: frozen, keyword only, and lean when written."""

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A fact read from Azure, reduced to the declared fields; no secret has a field to be in."""


class Actor(Record, frozen=True, kw_only=True):
    """Who made a thing, as far as Azure says. Source: azure_facts 0.4."""

    name: str = ""
    """A display name for users on assets, a client id for applications, a UPN on workspaces."""
    type: str = ""
    """`User`, `Application`, `ManagedIdentity`, `Key`, or empty where it is not told."""

    @property
    def is_automation(self) -> bool:
        """An application or a managed identity."""
        return self.type.lower() in {"application", "managedidentity"}

    @property
    def is_known(self) -> bool:
        """Whether the type is told at all."""
        return bool(self.type)
