"""Estates in several files: parts merge, and nothing outside of the folder is read."""

from pathlib import Path

import pytest

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox import load_estate

_ONE = """
subscriptions:
  11111111-0000-4000-8000-000000000001:
    displayName: one
    resourceGroups: {rg-a: {workspaces: {a: {like: quiet}}}}
"""
_TWO = """
templates: {quiet: {tags: {env: dev}}}
subscriptions:
  11111111-0000-4000-8000-000000000001:
    resourceGroups: {rg-b: {workspaces: {b: {}}}}
"""


def written(folder: Path, **files: str) -> Path:
    """The files in a folder; the path of the first."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / f"{next(iter(files))}.yaml"


def test_parts_merge_key_by_key(tmp_path: Path) -> None:
    path = written(tmp_path, whole="include: [one.yaml, two.yaml]\n", one=_ONE, two=_TWO)
    estate = load_estate(path)
    subscription = estate.subscriptions["11111111-0000-4000-8000-000000000001"]
    assert isinstance(subscription, dict)
    assert subscription["displayName"] == "one"
    groups = subscription["resourceGroups"]
    assert isinstance(groups, dict)
    assert list(groups) == ["rg-a", "rg-b"]


def test_the_including_file_stands_above_its_parts(tmp_path: Path) -> None:
    own = "include: [one.yaml, two.yaml]\n" + _ONE.replace("displayName: one", "displayName: own")
    estate = load_estate(written(tmp_path, whole=own, one=_ONE, two=_TWO))
    subscription = estate.subscriptions["11111111-0000-4000-8000-000000000001"]
    assert isinstance(subscription, dict)
    assert subscription["displayName"] == "own"


@pytest.mark.parametrize(
    ("include", "says"),
    [
        ("one.yaml", "a list of file names"),
        ("[7]", "a list of file names"),
        ("[../elsewhere.yaml]", "outside of its folder"),
        ("[/etc/hostname]", "outside of its folder"),
        ("[missing.yaml]", "cannot be read"),
        ("[nested.yaml]", "includes others itself"),
        ("[plain.yaml]", "is not a mapping"),
        (str(["one.yaml"] * 51), "more than 50 files"),
    ],
)
def test_a_part_that_is_unusable_is_one_sentence(tmp_path: Path, include: str, says: str) -> None:
    path = written(
        tmp_path,
        whole=f"include: {include}\n",
        one=_ONE,
        nested="include: [one.yaml]\n",
        plain="[1, 2]\n",
    )
    with pytest.raises(UsageError, match=says):
        load_estate(path)
