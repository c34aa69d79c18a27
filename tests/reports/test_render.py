"""What is asked for is what is rendered; what cannot be is refused in one sentence."""

import subprocess
import sys

import pytest

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.reports import FORMATS, is_masked, render
from assessments import assessment, workspace


def test_the_formats_are_those_of_the_design():
    extensions = {name: format.extension for name, format in FORMATS.items()}
    assert extensions == {
        "csv": "csv",
        "html": "html",
        "json": "json",
        "junit": "xml",
        "markdown": "md",
        "table": "txt",
        "xlsx": "xlsx",
    }


def test_documents_to_pass_on_are_masked_and_data_is_not():
    assert {name for name in FORMATS if is_masked(name)} == {"html", "markdown", "xlsx"}
    assert is_masked("json", True)
    assert not is_masked("html", False)


def test_an_unknown_format_is_named_with_those_that_exist():
    with pytest.raises(UsageError, match=r"no format 'pdf'.*html, json"):
        render(assessment(), "pdf")


def test_a_masked_report_without_a_key_is_no_report():
    with pytest.raises(ValueError, match="needs a key"):
        render(assessment(workspace("a")), "html")


def test_a_missing_extra_is_named_with_the_way_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    for name in [name for name in sys.modules if name.startswith("aml_maturity_audit.reports.for")]:
        if ".xlsx." in name:
            monkeypatch.delitem(sys.modules, name)
    with pytest.raises(UsageError, match=r"pip install 'aml-maturity-audit\[xlsx\]'"):
        render(assessment(), "xlsx", masked=False)


def test_nothing_heavy_is_imported_before_a_format_is_used():
    script = (
        "import sys; import aml_maturity_audit.reports as r; r.FORMATS; "
        "heavy = {'jinja2', 'pandas', 'openpyxl', 'rich'} & set(sys.modules); "
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
