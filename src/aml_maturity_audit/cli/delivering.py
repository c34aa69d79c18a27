"""Reports to where they belong; every path and format is checked before any reading starts."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.trend import Trend
from aml_maturity_audit.cli.keeping import trends_until
from aml_maturity_audit.cli.maskkey import mask_key
from aml_maturity_audit.config import Config
from aml_maturity_audit.config.values import nearest
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.files import check_directory, check_writable, written_whole
from aml_maturity_audit.reports import FORMATS, is_masked, pieces

if TYPE_CHECKING:
    from aml_maturity_audit.history.store import History

_MOST_COLUMNS = 200
_FILED = ("html", "json", "csv")
"""Kept where `--reports` is given and no format: to read, to judge again, to query."""


class HasExtension(Protocol):
    """A format, of reports or of comparisons."""

    @property
    def extension(self) -> str:
        """Of the files that it is written to."""


@dataclass(frozen=True)
class Screen:
    """What is written for: a terminal has a width and colours, a file or a pipe has neither."""

    width: int | None = None
    color: bool = False

    @classmethod
    def of(cls, path: Path | None) -> "Screen":
        """The terminal, where there is no `path` and stdout is one."""
        if path is not None or not sys.stdout.isatty():
            return cls()
        columns = min(shutil.get_terminal_size().columns, _MOST_COLUMNS)
        return cls(columns, not os.environ.get("NO_COLOR"))


@dataclass(frozen=True)
class Delivery:
    """The reports to write, and where; a destination of None is stdout."""

    destinations: tuple[tuple[str, Path | None], ...]
    masked: bool | None
    details: bool
    key: bytes | None
    filed: tuple[str, ...] = ()
    """Formats to keep where `--reports` says."""

    def deliver(self, assessment: Assessment, history: "History | None" = None) -> None:
        """Write them all, with levels over time where a `history` is at hand.

        Raises ToolFailure where a disk refuses.
        """
        formats = [format for format, _ in self.destinations]
        trends = _trends(formats, history, assessment)
        for format, path in self.destinations:
            write_out(self._pieces(assessment, format, trends, Screen.of(path)), path)

    def files(
        self, assessment: Assessment, history: "History | None" = None
    ) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The reports to keep, each with its name, in pieces; levels over time as above."""
        trends = _trends(self.filed, history, assessment)
        for format in self.filed:
            name = f"assessment.{FORMATS[format].extension}"
            yield name, self._pieces(assessment, format, trends, Screen())

    def _pieces(
        self, assessment: Assessment, format: str, trends: Sequence[Trend], screen: Screen
    ) -> Iterator[bytes]:
        return pieces(
            assessment,
            format,
            masked=self.masked,
            mask_key=self.key,
            details=self.details,
            width=screen.width,
            color=screen.color,
            trends=trends,
        )


def _trends(
    formats: Iterable[str], history: "History | None", assessment: Assessment
) -> Sequence[Trend]:
    shown = any(FORMATS[format].trends for format in formats)
    return trends_until(history, assessment) if shown else ()


def write_out(report: bytes | Iterable[bytes], path: Path | None) -> None:
    """To the file, whole, or to stdout. Raises ToolFailure where a disk refuses."""
    report = (report,) if isinstance(report, bytes) else report
    if path is not None:
        with written_whole(path) as stream:
            stream.writelines(report)
        return
    sys.stdout.buffer.writelines(report)
    sys.stdout.buffer.flush()


def delivery_of(config: Config) -> Delivery:
    """What to write where. Raises UsageError for formats and paths that cannot be used."""
    names = formats_of(config, FORMATS)
    elsewhere = config.output is not None or config.output_dir is not None
    filed = tuple(dict.fromkeys(config.format)) or _FILED if config.reports else ()
    shown = names if elsewhere or not filed else ()
    destinations = tuple((name, _path(config, name)) for name in shown)
    _check(config, destinations)
    hidden = any(is_masked(name, config.mask) for name in (*shown, *filed))
    return Delivery(
        destinations=destinations,
        masked=config.mask,
        details=config.details,
        key=mask_key(os.environ) if hidden else None,
        filed=filed,
    )


def chosen_format(config: Config, known: Mapping[str, HasExtension]) -> str:
    """The one format to write. Raises UsageError for several, and for one that is not known."""
    names = formats_of(config, known)
    if len(names) > 1:
        raise UsageError("Only one format at a time can be written here.")
    return names[0]


def formats_of(config: Config, known: Mapping[str, HasExtension]) -> Sequence[str]:
    """The formats that were named, or what `--output` says. Raises UsageError for unknown ones."""
    names = tuple(dict.fromkeys(config.format))
    for name in names:
        if name not in known:
            remedy = nearest(name, sorted(known))
            raise UsageError(f"There is no format {name!r}.", remedy=remedy)
    if names:
        return names
    extension = config.output.suffix.lstrip(".").lower() if config.output else ""
    said = [name for name, format in known.items() if format.extension == extension]
    return said[:1] or ("table",)


def _path(config: Config, name: str) -> Path | None:
    if config.output_dir is not None:
        return config.output_dir / f"assessment.{FORMATS[name].extension}"
    return config.output


def _check(config: Config, destinations: Sequence[tuple[str, Path | None]]) -> None:
    if config.output is not None and config.output_dir is not None:
        raise UsageError("--output and --output-dir exclude each other.")
    if len(destinations) > 1 and config.output_dir is None:
        raise UsageError(
            "Several formats do not fit into one output.", remedy="Name a directory: --output-dir."
        )
    if config.output_dir is not None:
        check_directory(config.output_dir)
    for format, path in destinations:
        if path is not None:
            check_writable(path)
        elif not FORMATS[format].text and sys.stdout.isatty():
            raise UsageError(
                f"{format} cannot be shown in a terminal.", remedy="Name a file: --output."
            )
    if config.snapshot is not None:
        check_writable(config.snapshot)
