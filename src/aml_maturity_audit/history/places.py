"""Where tables lie: a folder, or what somebody else signs in to."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from aml_maturity_audit.errors import UsageError


class Place(Protocol):
    """What deltalake needs to reach tables, asked for anew with every step of work."""

    @property
    def location(self) -> str:
        """Above the tables: a path, or an address that goes with `options`."""

    def check(self) -> None:
        """Make sure that it can be a place for tables, as far as that shows before it is asked.

        Raises UsageError where it cannot.
        """

    def options(self) -> Mapping[str, str]:
        """Where and as whom; raises AuditError where there is no signing in."""

    def renew(self) -> None:
        """Sign in anew before the next step: the token was refused."""


class Folder:
    """A folder on this machine."""

    def __init__(self, uri: str) -> None:
        self.location = str(Path(uri.removeprefix("file://")).expanduser())

    def check(self) -> None:
        """Raises UsageError where it is a file, or where nothing may be written."""
        folder = Path(self.location)
        there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
            return
        why = "may not be written to" if there.is_dir() else "is a file"
        raise UsageError(
            f"A history cannot be kept at {folder}: {there} {why}.", remedy="Name another folder."
        )

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
