"""What is made sense of once is what each job's own `properties` say."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aml_maturity_audit.collectors.wire import marks
from aml_maturity_audit.collectors.wire.job_properties import properties_of
from aml_maturity_audit.collectors.wire.parts import LONGEST
from aml_maturity_audit.signals.jobs import GitOrigin

HERE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/w"
STORE = HERE.replace("workspaces/w", "workspaces/store")
COMMIT = "mlflow.source.git.commit"


def said(**properties: object) -> bytes:
    return json.dumps(properties).encode()


def plainly(part: bytes) -> GitOrigin:
    return marks.git_origin(marks.lowered(json.loads(part)))


keys = st.sampled_from(
    (
        *(COMMIT, COMMIT.upper(), "mlflow.source.git.branch", "azureml.git.dirty"),
        *("ContentSnapshotId", "contentSnapshotId", "azureml.git.commit"),
        *("azureml.FeatureStoreName", "mlflow.parentRunId"),
    )
)
values = st.one_of(
    st.sampled_from(["0", "0a1b", "main", "True", "", " 0a1b ", STORE, f"see {HERE} and {STORE}"]),
    st.text("0123456789abcdefgZ/@:", max_size=70),
    st.none() | st.booleans() | st.integers(0, 1) | st.just([STORE]) | st.just({"a": 1.0}),
)


@settings(max_examples=500)
@example({COMMIT: "0a1b", COMMIT.upper(): "2c3d"})
@example({COMMIT: "0a1b", COMMIT.upper(): ""})
@example({COMMIT: "0a1b", "ContentSnapshotId": STORE})
@example({COMMIT: "0a1b", "azureml.git.dirty": True})
@example({COMMIT: "0a1b", "azureml.git.dirty": 1})
@given(st.dictionaries(keys, values))
def test_any_properties_say_what_they_say_by_themselves(properties: dict[str, object]) -> None:
    part = json.dumps(properties).encode()
    found = properties_of(part, HERE)
    alone = marks.lowered(properties)
    assert found.git == marks.git_origin(alone)
    assert found.shared.stores == marks.stores_in(alone, HERE)
    assert found.shared.parents == marks.parents_in(alone)


def test_each_run_keeps_its_own_commit() -> None:
    parts = [
        said(**{COMMIT: f"{n:040x}", "ContentSnapshotId": f"{n}-0", "azureml.git.dirty": "False"})
        for n in range(20)
    ]
    assert [properties_of(part, HERE).git.commit for part in parts] == [
        f"{n:040x}" for n in range(20)
    ]


def test_a_commit_that_is_no_number_is_looked_at_for_secrets() -> None:
    told = properties_of(said(**{COMMIT: "token=abcdef0123456789"}), HERE).git.commit
    assert told == "token=***"


@pytest.mark.parametrize("part", [b"", b"null", b"{}"])
def test_none_say_nothing(part: bytes) -> None:
    found = properties_of(part, HERE)
    assert (found.git, found.shared.stores, found.shared.endpoint) == (GitOrigin(), (), None)


@pytest.mark.parametrize("part", [b"[]", b'"text"', b"3"])
def test_another_shape_is_an_error(part: bytes) -> None:
    with pytest.raises(ValueError, match="object"):
        properties_of(part, HERE)


def test_properties_longer_than_what_is_remembered_are_read_too() -> None:
    part = said(**{COMMIT: "0a1b", "note": "n" * LONGEST})
    assert properties_of(part, HERE).git == plainly(part)
