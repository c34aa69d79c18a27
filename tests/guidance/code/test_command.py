"""`plan --write`, as a user runs it."""

import msgspec
import pytest

from aml_maturity_audit.assessment.document import dump
from aml_maturity_audit.cli.ending import run_to_the_end
from aml_maturity_audit.signals.snapshot_file import write_snapshot
from guidance.code.auditing import GIVEN, WORKSPACE

TOLD = [word for key, value in GIVEN.items() for word in ("--with", f"{key}={value}")]


@pytest.fixture
def run(before, tmp_path, monkeypatch, capsysbinary):
    """Runs `plan` on the estate's assessment and snapshot; (code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_bytes(dump(before[1]))
    write_snapshot(before[0], tmp_path / "s.snapshot")

    def run(*arguments: str, snapshot: bool = True) -> tuple[int, str, str]:
        names = ["--snapshot", "s.snapshot"] if snapshot else []
        code = run_to_the_end(["plan", "a.json", *names, *arguments])
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def test_it_writes_and_says_so_beside_the_plan(run, made, tmp_path):
    chosen = ("--workspace", WORKSPACE, "--to", "4")
    _, plan, _ = run(*chosen)
    code, out, err = run(*chosen, "--write", "code", *TOLD)
    assert (code, out) == (0, plan)
    assert err == f"{len(made)} files and a README.md are in code. Nothing was applied.\n"
    assert {path.name for path in (tmp_path / "code").iterdir()} == {*made, "README.md"}
    _, out, _ = run(*chosen, "--write", "code", "--json", *TOLD)
    assert msgspec.json.decode(out)["schema"] == "aml-maturity-audit/plan/v1"


def test_what_is_missing_is_said_on_stderr(run, tmp_path):
    code, _, err = run("--workspace", WORKSPACE, "--to", "4", "--write", "code")
    assert code == 0
    assert "Not written: a metric alert. Whom an alert should tell is in no snapshot" in err
    assert "--with notify=" in err
    assert {p.name for p in (tmp_path / "code").iterdir()} == {
        "README.md",
        "autoscale-churn.bicep",
        "schedule-retrain.yml",
    }


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--write", "code"), "Name one with --workspace"),
        (("--write", "code", "--workspace", WORKSPACE, "--with", "x=y"), "Keys are"),
        (("--write", "s.snapshot", "--workspace", WORKSPACE), "s.snapshot"),
    ],
)
def test_what_cannot_be(run, tmp_path, arguments, says):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert not (tmp_path / "code").exists()


def test_a_snapshot_of_another_run_is_said(run, before, tmp_path):
    other = msgspec.structs.replace(before[1].run, id="another")
    (tmp_path / "a.json").write_bytes(dump(msgspec.structs.replace(before[1], run=other)))
    code, _, err = run("--workspace", WORKSPACE, "--write", "code", *TOLD)
    assert code == 0
    assert "of another run" in err


def test_it_needs_the_snapshot_that_was_assessed(run, tmp_path, before):
    code, _, err = run("--write", "code", "--workspace", WORKSPACE, snapshot=False)
    assert code == 2
    assert "--snapshot FILE" in err


def test_what_was_changed_is_not_overwritten(run, tmp_path):
    chosen = ("--workspace", WORKSPACE, "--to", "4", "--write", "code", *TOLD)
    assert run(*chosen)[0] == 0
    assert run(*chosen)[0] == 0
    (tmp_path / "code" / "events.bicep").write_text("mine")
    assert run(*chosen)[0] == 2
    assert (tmp_path / "code" / "events.bicep").read_text() == "mine"
    assert run(*chosen, "--force")[0] == 0
