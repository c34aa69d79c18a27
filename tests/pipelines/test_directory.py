"""Pipelines on disk: read with what they include, never outside the root."""

from pathlib import Path

import pytest

from aml_maturity_audit.pipelines import read_directory


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_templates_and_scripts_are_fetched(tmp_path: Path) -> None:
    root = write(tmp_path, "ci/main.yml", "trigger: none\nsteps:\n- template: /t/a.yml\n").parents[
        1
    ]
    write(root, "t/a.yml", "steps:\n- script: bash ops/run.sh\n")
    write(root, "ops/run.sh", "pytest\n")
    content = read_directory(root, root / "ci/main.yml")
    assert content.practices["runs_tests"][0].file == "ops/run.sh"
    assert content.wants == ()


def test_a_file_that_another_one_includes_is_a_template(tmp_path: Path) -> None:
    write(tmp_path, "a/jobs.yml", "jobs:\n- job: x\n  steps:\n  - script: pytest\n")
    alone = write(tmp_path, "b/jobs.yml", "jobs:\n- job: x\n  steps:\n  - script: pytest\n")
    write(tmp_path, "main.yml", "trigger: none\njobs:\n- template: a/jobs.yml\n")
    included = read_directory(tmp_path, tmp_path / "a/jobs.yml")
    assert included.is_template
    assert "automatic_trigger" not in included.practices
    assert "automatic_trigger" in read_directory(tmp_path, alone).practices


@pytest.mark.parametrize("target", ["../secret.yml", "/etc/hostname"])
def test_a_path_outside_the_root_is_not_read(tmp_path: Path, target: str) -> None:
    root = tmp_path / "repo"
    root.mkdir()
    write(tmp_path, "secret.yml", "steps:\n- script: pytest\n")
    content = read_directory(root, root / target)
    assert content.practices == {}
    assert "outside the root" in content.unresolved[0]


def test_a_link_out_of_the_root_is_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "repo"
    write(tmp_path, "secret.yml", "steps:\n- script: pytest\n")
    write(root, "main.yml", "trigger: none\nsteps:\n- template: link.yml\n- template: loop.yml\n")
    (root / "link.yml").symlink_to(tmp_path / "secret.yml")
    (root / "loop.yml").symlink_to(root / "loop.yml")
    content = read_directory(root, root / "main.yml")
    assert content.practices == {}
    assert "link.yml could not be read: outside the root" in content.unresolved[0]
    assert "loop.yml could not be read" in content.unresolved[1]


def test_a_link_within_the_root_is(tmp_path: Path) -> None:
    write(tmp_path, "real.yml", "steps:\n- script: pytest\n")
    write(tmp_path, "main.yml", "trigger: none\nsteps:\n- template: link.yml\n")
    (tmp_path / "link.yml").symlink_to(tmp_path / "real.yml")
    assert "runs_tests" in read_directory(tmp_path, tmp_path / "main.yml").practices


def test_missing_folders_and_large_files_are_said(tmp_path: Path) -> None:
    assert "not found" in read_directory(tmp_path, tmp_path / "no.yml").unresolved[0]
    (tmp_path / "folder.yml").mkdir()
    assert "not a file" in read_directory(tmp_path, tmp_path / "folder.yml").unresolved[0]
    big = write(tmp_path, "big.yml", "#" * 1_000_100)
    assert "larger than" in read_directory(tmp_path, big).unresolved[0]


def test_a_relative_path_is_taken_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "ci/main.yml", "trigger: none\nsteps:\n- script: pytest\n")
    monkeypatch.chdir(tmp_path)
    content = read_directory(Path(), Path("ci/main.yml"))
    assert content.practices["runs_tests"][0].file == "ci/main.yml"
