"""The image's recipe: not root, locked, pinned, and nothing taken along that it does not need."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
LOCKS = ("image/requirements.lock", "image/build.lock", "workshop.lock")
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


def instructions(name: str) -> list[str]:
    joined = DOCKERFILE.replace("\\\n", " ")
    return [line.split(None, 1)[1] for line in joined.splitlines() if line.startswith(f"{name} ")]


def test_the_base_has_a_full_version_and_both_stages_share_it():
    assert instructions("ARG") == ["PYTHON=3.13.9-slim-trixie"]
    assert [each.split()[0] for each in instructions("FROM")] == ["python:${PYTHON}"] * 2
    assert "latest" not in DOCKERFILE


def test_it_runs_as_nobody_in_particular_and_starts_by_environment():
    last = DOCKERFILE[DOCKERFILE.rindex("FROM ") :]
    assert "\nUSER 10001:10001\n" in last
    assert 'ENTRYPOINT ["aml-maturity-audit"]\nCMD ["audit"]' in last
    assert "RUN " not in last
    assert "COPY --from=build /app /app\n" in last
    assert not re.search(r"SECRET|PASSWORD|_PAT", DOCKERFILE)


def test_only_what_is_built_from_goes_in():
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert ignored[1] == "*"
    taken = {line[1:] for line in ignored if line.startswith("!")}
    copied = {part for each in instructions("COPY") for part in each.split() if part in taken}
    assert copied == taken


@pytest.mark.parametrize("name", LOCKS)
def test_locks_have_hashes_and_name_no_place(name):
    text = (ROOT / "infra" / name).read_text("utf-8")
    pins = [block for block in re.split(r"\n(?=\S)", text.strip()) if block]
    assert len(pins) > 5
    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|file:", text)


def left_out() -> set[str]:
    lines = (ROOT / "infra" / "image" / "left-out.txt").read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def test_the_lock_has_all_that_the_project_asks_for_but_what_is_left_out():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    wanted = [*project["dependencies"], *optional["history"], *optional["xlsx"]]
    names = {re.split(r"[<>=\[ ]", each)[0].lower() for each in wanted}
    lock = (ROOT / "infra" / "image" / "requirements.lock").read_text("utf-8")
    pinned = {match[1] for match in PIN.finditer(lock)}
    assert names - pinned == {"azure-ai-ml", "pandas", "arro3-io"}
    assert left_out() == names - pinned | {"githubkit-schemas-2026-03-10"}
    assert not pinned & left_out()


def test_ci_runs_with_what_the_image_has_and_its_tools_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    image = pins_of("image/requirements.lock")
    workshop = pins_of("workshop.lock")
    assert {name: workshop.get(name) for name in image} == image
    wanted = [one for group in project["optional-dependencies"].values() for one in group]
    names = {re.split(r"[<>=\[ ]", each)[0].lower() for each in wanted} - {project["name"]}
    assert names <= workshop.keys()
    assert "make locked\n" in (ROOT / ".ci" / "run").read_text("utf-8")
    assert "--require-hashes -r infra/workshop.lock" in (ROOT / "Makefile").read_text("utf-8")


def pins_of(name):
    text = (ROOT / "infra" / name).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[.*?\])?==(\S+)", text, re.MULTILINE))


def test_the_script_installs_locked_things_only_and_writes_a_bill():
    script = (ROOT / "infra" / "image" / "install.sh").read_text("utf-8")
    assert script.count("--require-hashes") == 2
    assert "--no-cache-dir --no-compile --no-deps" in script
    assert "--no-index" in script
    assert "--without-pip" in script
    assert "sbom.cdx.json" in script
    assert "RUN infra/image/install.sh /tools /app\n" in DOCKERFILE
