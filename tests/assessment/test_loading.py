"""A document of many workspaces is read as one of few, and its workspaces are kept packed."""

import json
from typing import Any

import pytest

from aml_maturity_audit.assessment.document import dump, load
from aml_maturity_audit.assessment.kept import MANY, Kept
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.persons import person
from aml_maturity_audit.assessment.strict import load_whole
from aml_maturity_audit.errors import UsageError
from assessments import assessment, criterion, workspace

COUNT = 2 * MANY + 1


def many(count: int = COUNT) -> Assessment:
    ada = criterion("models-are-managed", because=f"{person('Ada Lovelace')} made 3 of 4")
    return assessment(*(workspace(f"w{n}", criteria=(ada,)) for n in range(count)))


@pytest.mark.parametrize("count", [0, 1, MANY - 1, MANY, MANY + 1, COUNT])
def test_it_says_what_it_would_say_as_objects(count: int) -> None:
    raw = dump(many(count))
    read = load(raw)
    assert isinstance(read.workspaces, Kept) == (count >= MANY)
    assert tuple(read.workspaces) == tuple(load_whole(raw, name="it").workspaces)
    assert dump(read) == raw


def test_people_in_it_are_marked_again() -> None:
    told = {w.criteria[0].because for w in load(dump(many())).workspaces}
    assert told == {f"{person('Ada Lovelace')} made 3 of 4"}


def test_its_workspaces_are_put_in_their_order() -> None:
    written = json.loads(dump(many()))
    written["workspaces"].reverse()
    assert dump(load(json.dumps(written).encode())) == dump(many())


def damaged(how: Any) -> bytes:
    written = json.loads(dump(many()))
    how(written["workspaces"][150])
    return json.dumps(written).encode()


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        (lambda w: w.update(criteria=7), r"cannot be read as one: .*workspaces\[150\]"),
        (lambda w: w["level"].update(confirmed=5), "a level that does not exist"),
        (
            lambda w: w["criteria"][0].update(verdict="fine"),
            "a verdict that does not exist: 'fine'",
        ),
        (lambda w: w.pop("key"), r"workspaces\[150\]"),
    ],
)
def test_what_is_wrong_with_one_of_them_is_told_as_of_few(how: Any, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        load(damaged(how), name="many.json")


def test_another_schema_is_refused() -> None:
    raw = dump(many()).replace(b"assessment/v1", b"assessment/v9", 1)
    with pytest.raises(UsageError, match="this version reads"):
        load(raw)
