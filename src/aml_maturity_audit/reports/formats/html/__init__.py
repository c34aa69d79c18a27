"""One page to open, print and pass on."""

from aml_maturity_audit.reports.format import Format

FORMAT = Format(
    extension="html",
    masked=True,
    summary="one self-contained page, to look at and pass on",
    trends=True,
)
