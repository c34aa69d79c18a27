"""Reports to where they belong; every path and format is checked before any reading starts."""

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.cli.maskkey import mask_key
from aml_maturity_audit.config import Config
from aml_maturity_audit.config.values import nearest
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.files import check_directory, check_writable, write_whole
from aml_maturity_audit.reports import FORMATS, is_masked, render

_MOST_COLUMNS = 200


@dataclass(frozen=True)
class Delivery:
    """The reports to write, and where; a destination of None is stdout."""

    destinations: tuple[tuple[str, Path | None], ...]
    masked: bool | None
    details: bool
    key: bytes | None

    def deliver(self, assessment: Assessment) -> None:
        """Write them all. Raises ToolFailure where a disk refuses."""
        for format, path in self.destinations:
            report = self._rendered(assessment, format, to_screen=path is None)
            if path is None:
                sys.stdout.buffer.write(report)
                sys.stdout.buffer.flush()
            else:
                write_whole(path, report)

    def _rendered(self, assessment: Assessment, format: str, *, to_screen: bool) -> bytes:
        screen = to_screen and sys.stdout.isatty()
        columns = min(shutil.get_terminal_size().columns, _MOST_COLUMNS) if screen else None
        return render(
            assessment,
            format,
            masked=self.masked,
            mask_key=self.key,
            details=self.details,
            width=columns,
            color=screen and not os.environ.get("NO_COLOR"),
        )


def delivery_of(config: Config) -> Delivery:
    """What to write where. Raises UsageError for formats and paths that cannot be used."""
    names = _formats(config)
    destinations = tuple((name, _path(config, name)) for name in names)
    _check(config, destinations)
    hidden = any(is_masked(name, config.mask) for name in names)
    return Delivery(
        destinations=destinations,
        masked=config.mask,
        details=config.details,
        key=mask_key(os.environ) if hidden else None,
    )


def _formats(config: Config) -> Sequence[str]:
    names = tuple(dict.fromkeys(config.format))
    for name in names:
        if name not in FORMATS:
            known = sorted(FORMATS)
            raise UsageError(f"There is no format {name!r}.", remedy=nearest(name, known))
    if names:
        return names
    extension = config.output.suffix.lstrip(".").lower() if config.output else ""
    said = [name for name, format in FORMATS.items() if format.extension == extension]
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
