"""Into a directory made for it: whole files, marked, never over what somebody else wrote."""

import stat

import pytest

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.guidance.code.artefact import Lacking
from aml_maturity_audit.guidance.code.mark import is_ours, marked
from aml_maturity_audit.guidance.code.writing import write_code


def contents(directory):
    return {path.name: path.read_text(encoding="utf-8") for path in directory.iterdir()}


def test_the_files_and_what_they_are_for(plan, made, written):
    there = contents(written)
    assert set(there) == {*made, "README.md"}
    text = there["README.md"]
    places = [text.index(f". {name}\n") for name in made]
    assert places == sorted(places)
    for one in made.values():
        assert all(command in text for command in one.apply)
    assert "Nothing here was applied." in text
    assert "app-release-is-automated" in text.split("## Steps of the plan without a file")[1]
    for name, content in there.items():
        assert is_ours(name, content)
        assert stat.S_IMODE((written / name).stat().st_mode) == 0o600


def test_again_replaces_what_is_as_it_was_written(plan, made, tmp_path):
    files = list(made.values())
    write_code(tmp_path, plan, files, ())
    (tmp_path / "mine.txt").write_text("mine")
    write_code(tmp_path, plan, files[:2], (Lacking(what="the rest", why="It is *missing*."),))
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert "Not written: the rest. It is \\*missing\\*." in (tmp_path / "README.md").read_text()


@pytest.mark.parametrize("name", ["README.md", "events.bicep", "schedule-retrain.yml"])
def test_what_was_changed_or_is_not_ours_stays(plan, made, tmp_path, name):
    files = list(made.values())
    write_code(tmp_path, plan, files, ())
    for content in ((tmp_path / name).read_text() + "# mine\n", "mine\n", ""):
        (tmp_path / name).write_text(content)
        before = contents(tmp_path)
        with pytest.raises(UsageError, match="--force"):
            write_code(tmp_path, plan, files, ())
        assert contents(tmp_path) == before
    write_code(tmp_path, plan, files, (), force=True)
    assert is_ours(name, (tmp_path / name).read_text())


def test_links_and_directories_are_in_the_way(plan, made, tmp_path):
    files = list(made.values())
    outside = tmp_path / "outside"
    outside.write_text("mine")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "README.md").symlink_to(outside)
    with pytest.raises(UsageError, match="in the way"):
        write_code(tmp_path / "d", plan, files, ())
    (tmp_path / "e" / "events.bicep").mkdir(parents=True)
    with pytest.raises(UsageError, match="in the way"):
        write_code(tmp_path / "e", plan, files, ())
    with pytest.raises(UsageError):
        write_code(outside, plan, files, ())
    assert outside.read_text() == "mine"


def test_a_mark_is_of_one_content():
    text = marked("a.bicep", "resource\n")
    assert text.startswith("// ")
    assert is_ours("a.bicep", text)
    assert not is_ours("a.yml", text)
    assert not is_ours("a.bicep", text + "x")
    assert marked("README.md", "x").splitlines()[0].endswith(" -->")
