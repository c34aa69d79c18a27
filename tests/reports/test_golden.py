"""Every format of the fixed company, byte for byte.

After an intended change, write the files again and look at the difference::

    AML_MATURITY_AUDIT_REWRITE_GOLDEN=1 python -m pytest tests/reports/test_golden.py
    git diff tests/reports/golden
"""

import io
import os
from pathlib import Path

import openpyxl
import pytest

from aml_maturity_audit.reports import FORMATS, render
from company import COMPANY

GOLDEN = Path(__file__).with_name("golden")
KEY = b"a key for tests only"
ASKED = {
    **{f"company.{format}": (format, {}) for format in FORMATS},
    "company-80.table": ("table", {"width": 80}),
    "company-details.table": ("table", {"width": 160, "details": True}),
    "company-color.table": ("table", {"color": True}),
    "company-masked.json": ("json", {"masked": True}),
}


def path_of(name: str, format: str) -> Path:
    return GOLDEN / f"{name}.{FORMATS[format].extension}{'' if FORMATS[format].text else '.txt'}"


def readable(format: str, report: bytes) -> bytes:
    """The report; of a workbook its values, as its bytes depend on the installed openpyxl."""
    if format != "xlsx":
        return report
    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(report)):
        lines.append(f"## {sheet.title} {sheet.freeze_panes} {sheet.auto_filter.ref}")
        lines += [
            " | ".join("" if value is None else str(value) for value in row)
            for row in sheet.iter_rows(values_only=True)
        ]
    return "\n".join([*lines, ""]).encode()


@pytest.mark.parametrize("name", sorted(ASKED))
def test_report_is_the_golden_file(name):
    format, options = ASKED[name]
    rendered = readable(format, render(COMPANY, format, mask_key=KEY, **options))
    golden = path_of(name, format)
    if os.environ.get("AML_MATURITY_AUDIT_REWRITE_GOLDEN"):
        golden.write_bytes(rendered)
    assert rendered == golden.read_bytes()


@pytest.mark.parametrize("format", FORMATS)
def test_rendering_twice_gives_the_same_bytes(format):
    first = render(COMPANY, format, mask_key=KEY)
    assert render(COMPANY, format, mask_key=KEY) == first


def test_no_golden_file_is_left_over():
    wanted = {path_of(name, format).name for name, (format, _) in ASKED.items()}
    assert {path.name for path in GOLDEN.iterdir()} == wanted
