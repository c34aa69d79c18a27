"""Reports of every run, kept below one place: PLACE/DATE/RUN/assessment.html and its like.

The place is looked at before anything is read. What goes wrong there afterwards is said, fails
nothing that was read, and ends the run with 1.
"""

import asyncio
import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.cli.delivering import Delivery
from aml_maturity_audit.cli.messages import say
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import AuditError, UsageError
from aml_maturity_audit.files import check_directory, written_whole

if TYPE_CHECKING:
    from aml_maturity_audit.history.store import History

FAILED = "reports-failed"
"""The event of a report that was not kept."""
_PROBE = ".writable"
_ODD = re.compile(r"[^A-Za-z0-9_-]+")
File: TypeAlias = tuple[str, Iterable[bytes]]
"""A file's name, and what is in it, piece by piece."""


class Place(Protocol):
    """Where reports are kept."""

    @property
    def name(self) -> str:
        """As the user named it, without a slash at the end."""

    def reach(self) -> None:
        """Make sure that files can be put there. Raises AuditError where not."""

    def put(self, files: Iterable[File]) -> None:
        """Put files there, each whole. Raises AuditError where one cannot be put."""


class Folder:
    """A folder on this machine."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path

    def reach(self) -> None:
        """Make it, and a file in it."""
        check_directory(self._path)

    def put(self, files: Iterable[File]) -> None:
        """Write them."""
        for name, pieces in files:
            file = self._path / name
            check_directory(file.parent)
            with written_whole(file) as stream:
                stream.writelines(pieces)


class Container:
    """A folder in a container of Azure Storage."""

    def __init__(self, uri: str, config: Config) -> None:
        """Raises UsageError for what is no address of one."""
        from aml_maturity_audit.azure.auth import Auth
        from aml_maturity_audit.azure.door import Settings
        from aml_maturity_audit.azure.storage import Address

        Address.parse(uri)
        self.name = uri.rstrip("/")
        self._settings = Settings(Auth(config.auth), config.cloud)

    def reach(self) -> None:
        """Put an empty file there, over the one of the last time."""
        self.put([(_PROBE, ())])

    def put(self, files: Iterable[File]) -> None:
        """Put them, one after another."""
        asyncio.run(self._put(files))

    async def _put(self, files: Iterable[File]) -> None:
        from aml_maturity_audit.azure.blobs import open_folder

        async with open_folder(self.name, self._settings) as folder:
            for name, pieces in files:
                await folder.put(name, _whole(pieces))


def _whole(pieces: Iterable[bytes]) -> bytes:
    """All of a file, for one request; its pieces do not stand in memory beside it."""
    content = BytesIO()
    content.writelines(pieces)
    return content.getvalue()


def place_for_reports(config: Config) -> Place | None:
    """What `--reports` names; None: nothing. Raises UsageError for an address that is neither."""
    uri = config.reports
    if uri is None:
        return None
    if uri.startswith("abfss://"):
        return Container(uri, config)
    if "://" in uri and not uri.startswith("file://"):
        raise UsageError(
            f"Reports cannot be kept at {uri}.",
            remedy="Name a local folder, or abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH.",
        )
    return Folder(Path(uri.removeprefix("file://")).expanduser())


def reached_place(config: Config) -> Place | None:
    """The same, once it was written to. Raises AuditError where that is refused."""
    place = place_for_reports(config)
    if place is not None:
        place.reach()
    return place


def file_reports(
    place: Place | None,
    delivery: Delivery,
    assessment: Assessment,
    history: "History | None",
    part: str = "",
) -> bool:
    """Keep the reports of a run, or of a `part` of it; whether all that was wanted is kept."""
    if place is None:
        return True
    folder = f"{_folder_of(assessment)}/{part}".rstrip("/")
    files = ((f"{folder}/{name}", report) for name, report in delivery.files(assessment, history))
    try:
        place.put(files)
    except AuditError as error:
        say(f"The reports were not kept: {error}", event=FAILED)
        return False
    say(f"The reports are in {place.name}/{folder}.")
    return True


def _folder_of(assessment: Assessment) -> str:
    run = assessment.run
    return f"{run.collected_at:%Y-%m-%d}/{_plain(run.id)}"


def _plain(name: str) -> str:
    """A name that is one folder, wherever it is."""
    return _ODD.sub("-", name).strip("-") or "run"
