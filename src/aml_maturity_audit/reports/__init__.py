"""Assessment to text or bytes.

A format is a folder of `formats`: its `__init__` declares a `FORMAT`, its `render` module has
``render(assessment, options) -> bytes``, which takes the assessment in its published order, masked
where it is to be, and may have ``pieces(assessment, options) -> Iterator[bytes]``. Nothing is
registered, and what a format needs (Jinja2, pandas, openpyxl) is imported only when it is used.
"""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import cast

from msgspec.structs import replace

from aml_maturity_audit.assessment.masking import masker
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.order import in_order
from aml_maturity_audit.assessment.trend import Trend
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.reports import formats
from aml_maturity_audit.reports.format import Format, Options
from aml_maturity_audit.reports.views import briefly

DEFAULT_WIDTH = 100


def _declared(name: str) -> Format:
    declared: Format = import_module(f"{formats.__name__}.{name}").FORMAT
    return declared


FORMATS: dict[str, Format] = {
    module.name: _declared(module.name)
    for module in sorted(iter_modules(formats.__path__), key=lambda module: module.name)
}
"""Every format by name."""


def is_masked(format: str, masked: bool | None = None) -> bool:
    """Whether a report in `format` is masked: as asked, or as the format's default is."""
    return FORMATS[format].masked if masked is None else masked


def render(
    assessment: Assessment,
    format: str,
    *,
    masked: bool | None = None,
    mask_key: bytes | None = None,
    details: bool = False,
    width: int | None = None,
    color: bool = False,
    trends: Sequence[Trend] = (),
) -> bytes:
    """The report: the same bytes for the same assessment and options; all of it, see `pieces`."""
    return b"".join(
        pieces(
            assessment,
            format,
            masked=masked,
            mask_key=mask_key,
            details=details,
            width=width,
            color=color,
            trends=trends,
        )
    )


def pieces(
    assessment: Assessment,
    format: str,
    *,
    masked: bool | None = None,
    mask_key: bytes | None = None,
    details: bool = False,
    width: int | None = None,
    color: bool = False,
    trends: Sequence[Trend] = (),
) -> Iterator[bytes]:
    """The report, piece by piece where its format can be written so.

    `trends` are shown by formats that say so, `mask_key` is needed where `is_masked` says so.
    Raises UsageError for a format that does not exist or needs an extra that is not installed,
    ValueError where the key is missing.
    """
    if format not in FORMATS:
        raise UsageError(
            f"There is no format {format!r}.", remedy=f"Choose one of {', '.join(FORMATS)}."
        )
    hidden = is_masked(format, masked)
    ordered = whole = in_order(assessment)
    if FORMATS[format].brief and not details:
        ordered = replace(whole, workspaces=tuple(briefly(whole).workspaces))
    if hidden:
        if not mask_key:
            raise ValueError(f"A masked {format} report needs a key.")
        hide = masker(whole, mask_key)  # who is named anywhere is hidden everywhere
        ordered, trends = hide(ordered), [hide(trend) for trend in trends]
    options = Options(
        details=details,
        width=width or DEFAULT_WIDTH,
        color=color,
        masked=hidden,
        trends=tuple(trends),
    )
    return _written(_own(format), ordered, options)


def _written(own: ModuleType, ordered: Assessment, options: Options) -> Iterator[bytes]:
    if hasattr(own, "pieces"):
        return cast("Iterator[bytes]", own.pieces(ordered, options))
    return iter((cast("bytes", own.render(ordered, options)),))


def _own(format: str) -> ModuleType:
    """The format's own code, imported now. Raises UsageError where its extra is missing."""
    extra = FORMATS[format].extra
    try:
        return import_module(f"{formats.__name__}.{format}.render")
    except ModuleNotFoundError as missing:
        if not extra or (missing.name or "").startswith(__package__):
            raise
        raise UsageError(
            f"The format {format} needs {missing.name}, which is not installed.",
            remedy=f"Install it: pip install 'aml-maturity-audit[{extra}]'.",
        ) from missing
