"""`--reports`: what a run leaves in a folder or container, and what happens where it cannot."""

import json

import pytest

from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.cli.filing import Folder

REPORTS = "abfss://maturity@staudit.dfs.core.sandbox.invalid/reports"


@pytest.fixture
def kept(sandbox):
    """Files in the container's folder of reports, by name."""
    blobs = sandbox.cloud.storage.accounts["staudit"]["maturity"].blobs

    def found() -> dict[str, bytes]:
        return {
            name.removeprefix("reports/"): blob.content
            for name, blob in blobs.items()
            if name.startswith("reports/") and not blob.directory and blob.content
        }

    blobs.clear()
    return found


def names(found, run_id="night", part=""):
    days = {name.split("/")[0] for name in found}
    assert len(days) == 1
    folder = f"{days.pop()}/{run_id}/{part}"
    return {name.removeprefix(folder) for name in found}


def test_reports_lie_in_the_container_by_day_and_run(run, sandbox, kept):
    ended = run("audit", "--reports", REPORTS, "--run-id", "night")
    assert (ended.code, ended.out) == (0, b"")
    assert names(kept()) == {"assessment.html", "assessment.json", "assessment.csv"}
    (document,) = (body for name, body in kept().items() if name.endswith(".json"))
    assert load(document).run.id == "night"
    assert f"The reports are in {REPORTS}/20" in ended.err


def test_what_is_kept_is_masked_as_ever(run, sandbox, kept):
    run("audit", "--reports", REPORTS, "--format", "html", "--format", "json")
    by_kind = {name.rsplit(".", 1)[1]: body.decode() for name, body in kept().items()}
    (workspace,) = json.loads(by_kind["json"])["workspaces"]
    assert workspace["subscriptionId"] not in by_kind["html"]
    run("audit", "--reports", REPORTS, "--format", "html", "--no-mask", "--run-id", "plain")
    (plain,) = (body.decode() for name, body in kept().items() if "/plain/" in name)
    assert workspace["subscriptionId"] in plain


def test_a_run_written_again_takes_its_own_place(run, sandbox, kept):
    for _ in range(2):
        assert run("audit", "--reports", REPORTS, "--run-id", "night").code == 0
    assert len(kept()) == 3


def test_an_output_goes_where_it_went_and_the_reports_are_kept_too(run, sandbox, kept, tmp_path):
    ended = run("audit", "--reports", REPORTS, "--run-id", "night", "--output", tmp_path / "a.md")
    assert ended.code == 0
    assert (tmp_path / "a.md").read_text("utf-8").startswith("#")
    assert names(kept()) == {"assessment.html", "assessment.json", "assessment.csv"}


@pytest.mark.parametrize("prefix", ["", "file://"])
def test_a_folder_will_do(run, sandbox, tmp_path, prefix):
    place = tmp_path / "reports"
    arguments = ("--reports", f"{prefix}{place}", "--run-id", "a.b:c", "--format", "junit")
    assert run("audit", *arguments).code == 0
    (file,) = place.rglob("*.*")
    assert file.relative_to(place).parts[1:] == ("a-b-c", "assessment.xml")
    assert file.stat().st_mode & 0o077 == 0


def test_an_id_of_a_run_is_no_way_out_of_the_folder(run, sandbox, tmp_path):
    place = tmp_path / "in" / "reports"
    assert run("audit", "--reports", place, "--run-id", "..", "--format", "json").code == 0
    (file,) = tmp_path.glob("in/**/*.json")
    assert file.relative_to(place).parts[1:] == ("run", "assessment.json")


def test_the_last_shard_keeps_the_reports_of_the_whole(run, sandbox, kept, tmp_path):
    common = ("--run-id", "night", "--history", tmp_path / "history", "--reports", REPORTS)
    assert run("audit", "--shard", "1/2", *common).code == 0
    assert kept() == {}
    assert run("audit", "--shard", "2/2", *common).code == 0
    assert names(kept()) == {"assessment.html", "assessment.json", "assessment.csv"}
    (document,) = (body for name, body in kept().items() if name.endswith(".json"))
    assert len(load(document).workspaces) == 1


def test_shards_without_a_history_keep_their_own(run, sandbox, kept):
    for part in ("1/2", "2/2"):
        common = ("--run-id", "night", "--reports", REPORTS, "--format", "json")
        assert run("audit", "--shard", part, *common).code == 0
    assert names(kept()) == {
        "shard-1-of-2/assessment.json",
        "shard-2-of-2/assessment.json",
    }


def test_judging_a_snapshot_keeps_reports_too(run, sandbox, kept, tmp_path):
    run("collect", tmp_path / "s.snapshot", "--run-id", "night")
    assert run("assess", tmp_path / "s.snapshot", "--reports", REPORTS).code == 0
    assert names(kept()) == {"assessment.html", "assessment.json", "assessment.csv"}


def test_what_cannot_be_kept_is_said_and_nothing_else_is_lost(run, sandbox, kept, tmp_path):
    sandbox.faults.add("/assessment", kind="answer", status=403)
    history = tmp_path / "history"
    ended = run("audit", "--reports", REPORTS, "--history", history, "--log-format", "json")
    said = [json.loads(line) for line in ended.err.splitlines()]
    assert ended.code == 1
    (failed,) = (line for line in said if line["event"] == "reports-failed")
    assert failed["level"] == "warning"
    assert failed["message"].startswith(f"The reports were not kept: {REPORTS}/")
    assert "403" in failed["message"]
    assert "Storage Blob Data Contributor" in failed["message"]
    assert said[-1]["exitCode"] == 1
    assert run("report", "--history", history, "--format", "json").code == 0


def test_reports_that_were_not_kept_do_not_hide_behind_a_gate(run, sandbox, kept):
    sandbox.faults.add("/assessment", kind="answer", status=403)
    assert run("audit", "--reports", REPORTS, "--fail-under", "4").code == 1


@pytest.mark.parametrize(
    ("place", "code", "said"),
    [
        ("s3://bucket/reports", 2, "Reports cannot be kept at s3://bucket/reports."),
        ("abfss://maturity/reports", 2, "is no address in Azure Storage"),
        ("abfss://maturity@staudit.dfs.core.windows.net/r", 2, "no token was sent there"),
        ("abfss://nothing@staudit.dfs.core.sandbox.invalid/r", 2, "404 ContainerNotFound"),
        ("/dev/null/reports", 2, "cannot be made"),
    ],
)
def test_a_place_that_will_not_do_ends_the_run_before_anything_is_read(
    run, sandbox, place, code, said
):
    ended = run("audit", "--reports", place)
    assert (ended.code, ended.out) == (code, b"")
    assert said in ended.err
    assert sandbox.requests.to("/workspaces") == []


def test_doctor_looks_at_the_place(run, sandbox, kept):
    looked = run("doctor", "--reports", REPORTS, "--json")
    checks = {check["name"]: check for check in json.loads(looked.text)["checks"]}
    assert (looked.code, checks["reports"]["state"]) == (0, "good")
    sandbox.faults.add("/.writable", kind="answer", status=403)
    looked = run("doctor", "--reports", REPORTS)
    assert looked.code == 1
    assert "broken   reports" in looked.text
    assert "Storage Blob Data Contributor" in looked.text


def test_a_report_goes_into_its_folder_piece_by_piece(tmp_path):
    def pieces():
        yield b"a" * 100_000
        (partial,) = (tmp_path / "day").iterdir()
        assert partial.stat().st_size >= 90_000
        yield b"b"

    Folder(tmp_path).put([("day/report.html", pieces())])
    assert (tmp_path / "day" / "report.html").read_bytes() == b"a" * 100_000 + b"b"


def test_a_report_that_ends_midway_leaves_the_one_of_the_last_time(tmp_path):
    def pieces():
        yield b"half"
        raise RuntimeError("midway")

    Folder(tmp_path / "kept").put([("report.html", [b"whole"])])
    with pytest.raises(RuntimeError, match="midway"):
        Folder(tmp_path / "kept").put([("report.html", pieces())])
    assert [file.name for file in (tmp_path / "kept").iterdir()] == ["report.html"]
    assert (tmp_path / "kept" / "report.html").read_bytes() == b"whole"
