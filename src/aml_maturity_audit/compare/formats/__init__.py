"""Comparisons to text: table, JSON, Markdown and HTML. Each is imported only when it is used."""

from dataclasses import dataclass
from importlib import import_module

import msgspec

from aml_maturity_audit.assessment.printable import printable_json
from aml_maturity_audit.compare.model import Comparison, SideBySide
from aml_maturity_audit.compare.page import Page
from aml_maturity_audit.compare.runs_page import runs_page
from aml_maturity_audit.compare.side_page import side_page
from aml_maturity_audit.errors import UsageError


@dataclass(frozen=True, kw_only=True)
class Format:
    """One format."""

    extension: str
    masked: bool
    """Whether the assessments are masked before they are compared, unless asked otherwise."""


FORMATS = {
    "table": Format(extension="txt", masked=False),
    "json": Format(extension="json", masked=False),
    "markdown": Format(extension="md", masked=True),
    "html": Format(extension="html", masked=True),
}
"""By name."""

DEFAULT_WIDTH = 100


def is_masked(format: str, masked: bool | None = None) -> bool:
    """Whether to mask what is compared: as asked, or as the format's default is."""
    return FORMATS[format].masked if masked is None else masked


def render(
    compared: Comparison | SideBySide, format: str, *, width: int | None = None, color: bool = False
) -> bytes:
    """The comparison in a format: the same bytes for the same comparison.

    Raises UsageError for a format that does not exist.
    """
    if format not in FORMATS:
        raise UsageError(
            f"A comparison has no format {format!r}.", remedy=f"Choose one of {', '.join(FORMATS)}."
        )
    if format == "json":
        return printable_json(msgspec.json.encode(compared, order="deterministic"))
    page = runs_page(compared) if isinstance(compared, Comparison) else side_page(compared)
    writer = import_module(f"{__name__}.{format}")
    written: bytes = writer.write(page, width or DEFAULT_WIDTH, color)
    return written


__all__ = ["DEFAULT_WIDTH", "FORMATS", "Format", "Page", "is_masked", "render"]
