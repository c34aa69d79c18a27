"""Large documents of a history: kept in parts, whole when they are read, gone when stale."""

import json
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from aml_maturity_audit.assessment.document import dump, load
from aml_maturity_audit.assessment.kept import Kept
from aml_maturity_audit.assessment.model import Assessment, Notice
from aml_maturity_audit.assessment.persons import person
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.history import documents
from aml_maturity_audit.history.arrow import reader_of
from aml_maturity_audit.history.delta import Delta
from aml_maturity_audit.history.documents import Document
from aml_maturity_audit.history.places import folder
from aml_maturity_audit.history.store import History
from aml_maturity_audit.history.tables import DOCUMENTS
from assessments import assessment, workspace

MANY = [f"ml-{number:03}" for number in range(250)]
ADA = person("Ada Lovelace")
READ = b"what a shard read"


def run(*names: str, verdicts: str = "++++++++++") -> Assessment:
    """A run with a person in a workspace and another in a warning."""
    first, *others = [workspace(name, verdicts=verdicts) for name in names or MANY]
    named = replace(first, notes=(f"Asked {ADA} about it. ##vso[x] \u202e",))
    notice = Notice(code="told", text=f"{person('Grace Hopper')} said so.")
    return replace(assessment(named, *others), warnings=(notice,))


@pytest.fixture
def every(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small they are, documents are kept in parts."""
    monkeypatch.setattr(documents, "LARGEST", 0)


def parts_in(history: History) -> set[str]:
    return {str(row["part_of"]) for row in history.records("parts")}


def head_in(history: History) -> dict:
    (row,) = history.records("documents")
    return json.loads(str(row["document"]))


def test_a_document_is_whole_up_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    workspaces = len(msgspec.json.format(dump(run()), indent=-1)) - len(
        msgspec.json.format(dump(replace(run(), workspaces=())), indent=-1)
    )
    commas = len(MANY) - 1
    persons = len('"Ada Lovelace",')
    monkeypatch.setattr(documents, "LARGEST", workspaces - commas - persons)
    assert Document(run()).id is None
    monkeypatch.setattr(documents, "LARGEST", workspaces - commas - persons - 1)
    assert Document(run()).id is not None


@pytest.mark.usefixtures("every")
def test_head_and_parts_are_the_document(tmp_path: Path) -> None:
    made = run()
    history = History(str(tmp_path))
    history.write(made)
    head, rows = head_in(history), history.records("parts")
    assert head.pop("schema") == "aml-maturity-audit/assessment/v1-in-parts"
    assert head.pop("parts") == {"id": parts_in(history).pop(), "workspaces": 250}
    assert [row["part"] for row in rows].count(0) == 100
    assert {row["part"] for row in rows} == {0, 1, 2}
    each = {str(row["workspace_key"]): json.loads(str(row["document"])) for row in rows}
    document = json.loads(dump(made))
    assert document.pop("schema") == "aml-maturity-audit/assessment/v1"
    assert head == document | {"workspaces": []}
    assert head["persons"] == ["Ada Lovelace", "Grace Hopper"]
    assert [each[key] for key in sorted(each)] == document["workspaces"]


@pytest.mark.usefixtures("every")
def test_it_comes_back_as_it_was_with_people_marked(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    history.write(run())
    found = history.document()
    assert isinstance(found.workspaces, Kept)
    assert dump(found) == dump(run())
    assert [w.notes for w in found.workspaces if w.notes] == [
        (f"Asked {ADA} about it. ##vso[x] \u202e",)
    ]
    assert found.warnings == run().warnings


@pytest.mark.usefixtures("every")
def test_a_version_that_knows_of_no_parts_refuses_it(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    history.write(run())
    with pytest.raises(UsageError, match=r"v1-in-parts.*Update aml-maturity-audit"):
        load(json.dumps(head_in(history)).encode(), name="Run night")


def test_what_was_kept_whole_before_is_read(tmp_path: Path) -> None:
    made = run()
    text = msgspec.json.format(dump(made), indent=-1)
    at = made.run.collected_at
    row = (made.run.id, "1/1", at.date(), at, "2024", "", "", 250, True, text)
    delta = Delta("here", {"documents": DOCUMENTS}, folder(str(tmp_path)))
    delta.replace("documents", lambda: reader_of([row], DOCUMENTS), "shard = '1/1'")
    found = History(str(tmp_path)).document()
    assert isinstance(found.workspaces, Kept)
    assert dump(found) == dump(made)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"{", "is no JSON document"),
        (b'{"schema": "aml-maturity-audit/assessment/v2"}', "Update aml-maturity-audit"),
        (b'{"schema": "other", "run": {}}', "is no assessment"),
    ],
)
def test_what_is_no_document_is_told(tmp_path: Path, text: bytes, said: str) -> None:
    at = run().run.collected_at
    row = ("night", "1/1", at.date(), at, "2024", "", "", 250, True, text)
    delta = Delta("here", {"documents": DOCUMENTS}, folder(str(tmp_path)))
    delta.replace("documents", lambda: reader_of([row], DOCUMENTS), "shard = '1/1'")
    with pytest.raises(UsageError, match=said):
        History(str(tmp_path)).document()


@pytest.mark.usefixtures("every")
def test_a_document_of_which_a_part_is_missing_is_never_taken_for_a_whole(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    history.write(run())
    history._delta.remove("parts", "part = 1")
    with pytest.raises(UsageError, match="is not whole: 150 of 250 workspaces are there"):
        history.document()


@pytest.mark.usefixtures("every")
def test_parts_of_a_stale_document_go_with_it(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    history.write(run(verdicts="----------"))
    before = parts_in(history)
    history.write(run())
    assert len(parts_in(history)) == 1
    assert not parts_in(history) & before
    assert dump(history.document()) == dump(run())


def test_a_document_that_becomes_small_leaves_no_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History(str(tmp_path))
    with monkeypatch.context() as patched:
        patched.setattr(documents, "LARGEST", 0)
        history.write(run())
    history.write(run())
    assert history.records("parts") == []
    assert dump(history.document()) == dump(run())


def test_where_no_document_is_in_parts_there_are_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no history"):
        History(str(tmp_path)).table("parts")
    History(str(tmp_path)).write(run("a"))
    assert History(str(tmp_path)).table("parts").num_rows == 0
    assert not (tmp_path / "parts" / "_delta_log").exists()


@pytest.mark.usefixtures("every")
def test_who_is_stopped_before_the_head_leaves_the_former_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history, former = History(str(tmp_path)), run(verdicts="----------")
    history.write(former)
    replaced = history._delta.replace

    def stopped(name: str, *rest: object) -> None:
        if name == "documents":
            raise KeyboardInterrupt
        replaced(name, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(history._delta, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            history.write(run())
    assert dump(history.document()) == dump(former)
    history.write(run())
    assert dump(history.document()) == dump(run())


@pytest.mark.usefixtures("every")
def test_two_writers_of_one_run_leave_the_last_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One writes all of its run while the other has written its parts, but not yet its head."""
    slow, fast = History(str(tmp_path)), History(str(tmp_path))
    slow.write(run("a"))
    replaced = slow._delta.replace

    def late(name: str, *rest: object) -> None:
        if name == "documents":
            fast.write(run(*MANY, verdicts="----------"))
        replaced(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(slow._delta, "replace", late)
    slow.write(run())
    assert dump(fast.document()) == dump(run())


@pytest.mark.usefixtures("every")
def test_who_reads_while_it_is_written_again_finds_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = History(str(tmp_path)), History(str(tmp_path))
    writer.write(run(verdicts="----------"))
    asked: list[tuple[str, int]] = []
    part = reader._part

    def late(parts: str, number: int) -> list[bytes]:
        if not asked:
            writer.write(run())
        asked.append((parts, number))
        return part(parts, number)

    monkeypatch.setattr(reader, "_part", late)
    assert dump(reader.document()) == dump(run())
    assert [number for _, number in asked] == [0, 1, 2, 0, 1, 2]
    assert len({parts for parts, _ in asked}) == 2


@pytest.mark.usefixtures("every")
def test_shards_are_put_together_and_taken_back(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    for shard, name in (("1/2", "a"), ("2/2", "c")):
        history.write(run(name, verdicts="----------"), shard, READ)
    assert {run.edition for _, run in history.facts(run().run.id)} == {"2024"}
    history.complete(run("a", "c"), 2)
    assert dump(history.document()) == dump(run("a", "c"))
    assert len(parts_in(history)) == 3
    history.write(run("a", verdicts="----------"), "1/2", READ)
    assert history.document() is None
    assert len(parts_in(history)) == 2


@pytest.mark.usefixtures("every")
def test_pruning_takes_parts_with_it(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    history.write(run())
    assert history.prune(run().run.collected_at.replace(year=2030)) == 1
    assert history.records("parts") == []
    assert list((tmp_path / "parts").rglob("*.parquet")) == []
