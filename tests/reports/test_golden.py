"""Every format of the fixed company, byte for byte.

After an intended change, write the files again and look at the difference::

    AML_MATURITY_AUDIT_REWRITE_GOLDEN=1 python -m pytest tests/reports/test_golden.py
    git diff tests/reports/golden
"""

import os
from pathlib import Path

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


@pytest.mark.parametrize("name", sorted(ASKED))
def test_report_is_the_golden_file(name):
    format, options = ASKED[name]
    rendered = render(COMPANY, format, mask_key=KEY, **options)
    golden = GOLDEN / f"{name}.{FORMATS[format].extension}"
    if os.environ.get("AML_MATURITY_AUDIT_REWRITE_GOLDEN"):
        golden.write_bytes(rendered)
    assert rendered == golden.read_bytes()


@pytest.mark.parametrize("format", FORMATS)
def test_rendering_twice_gives_the_same_bytes(format):
    first = render(COMPANY, format, mask_key=KEY)
    assert render(COMPANY, format, mask_key=KEY) == first


def test_no_golden_file_is_left_over():
    wanted = {f"{name}.{FORMATS[format].extension}" for name, (format, _) in ASKED.items()}
    assert {path.name for path in GOLDEN.iterdir()} == wanted
