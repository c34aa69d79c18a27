"""`compare`: two runs, or workspaces of one, from saved assessments."""

import json

import pytest

from aml_maturity_audit.compare import FORMATS

ID = "11111111-0000-4000-8000-000000000001"


@pytest.fixture
def runs(run, snapshot, tmp_path):
    """Two judgements of one snapshot, with other windows."""
    for days in (90, 1):
        run("assess", snapshot, "--window-days", days, "--output", tmp_path / f"{days}.json")
    return tmp_path / "90.json", tmp_path / "1.json"


@pytest.mark.parametrize("format", FORMATS)
def test_two_runs_in_every_format(format, run, runs, tmp_path):
    shown = run("compare", *runs, "--format", format)
    assert (shown.code, shown.err) == (0, "")
    path = tmp_path / f"out.{FORMATS[format].extension}"
    assert run("compare", *runs, "--output", path).code == 0
    assert path.read_bytes() == shown.out


def test_a_comparison_as_json_is_a_document_of_its_own(run, runs):
    document = json.loads(run("compare", *runs, "--format", "json").out)
    assert document["schema"] == "aml-maturity-audit/comparison/v1"
    assert run("compare", *runs, "--format", "json", "--mask").code == 0


def test_wrong_comparisons_are_exit_2(run, runs, tmp_path):
    for arguments, said in [
        ((runs[0],), "two scored workspaces"),
        ((runs[0], "--workspaces", "churn,nobody"), "nobody"),
        ((*runs, "--workspaces", "churn"), "one file with --workspaces"),
        ((*runs, runs[0]), "two files"),
        ((runs[0], tmp_path / "missing.json"), "missing.json cannot be read"),
        ((*runs, "--format", "xlsx"), "no format 'xlsx'"),
        ((*runs, "--format", "json", "--format", "html"), "Only one format"),
        ((*runs, "--output", tmp_path / "no" / "x"), "cannot be written"),
    ]:
        ended = run("compare", *arguments)
        assert (ended.code, ended.out) == (2, b""), arguments
        assert said in ended.err
