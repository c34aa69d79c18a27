"""The published document (design.md, section 4)."""

from aml_maturity_audit.reports.format import Format

FORMAT = Format(extension="json", masked=False, summary="the whole assessment, for programs")
