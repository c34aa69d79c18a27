"""Where tables lie: a folder, or what somebody else signs in to."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from aml_maturity_audit.errors import UsageError


class Place(Protocol):
    """What deltalake needs to reach tables, asked for anew with every step of work."""

    @property
    def location(self) -> str:
        """Above the tables: a path, or an address that goes with `options`."""

    def options(self) -> Mapping[str, str]:
        """Where and as whom; raises AuditError where there is no signing in."""

    def renew(self) -> None:
        """Sign in anew before the next step: the token was refused."""


class Folder:
    """A folder on this machine."""

    def __init__(self, uri: str) -> None:
        self.location = str(Path(uri.removeprefix("file://")).expanduser())

    def options(self) -> Mapping[str, str]:
        """Nothing."""
        return {}

    def renew(self) -> None:
        """Nothing to renew."""


def folder(uri: str) -> Place:
    """The folder that a history is kept in. Raises UsageError for an address elsewhere."""
    if "://" in uri and not uri.startswith("file://"):
        raise UsageError(
            f"A history cannot be kept at {uri}.",
            remedy="Name a local folder, or abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH.",
        )
    return Folder(uri)
