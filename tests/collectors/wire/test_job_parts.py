"""Jobs that were submitted alike are made sense of once, and still are jobs of their own."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.collectors.wire.job import JobProperties, JobWire
from aml_maturity_audit.collectors.wire.job_record import parse_job
from aml_maturity_audit.collectors.wire.parts import LONGEST
from collectors.decoding import job
from collectors.fake_azure import HOME

ALIKE: dict[str, Any] = {
    "environmentId": "azureml:train:1",
    "computeId": "cpu",
    "inputs": {"data": {"jobInputType": "uri_folder", "uri": "azureml:customers:1"}},
    "properties": {"mlflow.source.git.commit": "8f14e45fceea167a5a36dedd4bea2543b1b0e7d1"},
    "tags": {"mlflow.rootRunId": "train-1"},
}


def test_runs_of_one_thing_share_it_and_have_the_rest_for_themselves() -> None:
    first = job({**ALIKE, "displayName": "one", "status": "Completed"}, "train-1")
    second = job({**ALIKE, "displayName": "two", "status": "Failed"}, "train-2")
    assert first.inputs is second.inputs
    assert (first.name, first.display_name, first.status) == ("train-1", "one", "Completed")
    assert (second.name, second.display_name, second.status) == ("train-2", "two", "Failed")
    assert (first.parent, second.parent) == (None, "train-1")


@pytest.mark.parametrize(
    ("part", "value", "field"),
    [
        ("inputs", {"data": {"jobInputType": "uri_folder", "uri": "azureml:others:1"}}, "inputs"),
        ("outputs", {"m": {"jobOutputType": "mlflow_model", "assetName": "m1"}}, "outputs"),
        ("properties", {"mlflow.source.git.commit": "abc"}, "git"),
        ("tags", {"azureml_modelmonitor_x": "1"}, "monitor_run"),
        ("resources", {"instanceCount": 2}, "serverless"),
        ("computeId", "gpu", "compute_id"),
        ("environmentId", "azureml:train:2", "environment_id"),
        ("componentId", "azureml:prepare:1", "component_id"),
        ("jobType", "Sweep", "type"),
        ("jobs", {"a": {"componentId": "azureml:prepare:1"}}, "steps"),
    ],
)
def test_what_differs_in_any_part_is_another_thing(part: str, value: Any, field: str) -> None:
    known, other = job(ALIKE), job({**ALIKE, part: value})
    assert getattr(known, field) != getattr(other, field)
    assert job(ALIKE) == known


def test_short_names_of_like_jobs_are_of_each_ones_workspace() -> None:
    body = {"name": "x", "properties": {"jobType": "Command", "computeId": "cpu"}}
    wire = msgspec.json.decode(msgspec.json.encode(body), type=JobWire)
    ids = [parse_job(wire, where, None).compute_id for where in (HOME, f"{HOME}-2")]
    assert ids == [f"{HOME}/computes/cpu", f"{HOME}-2/computes/cpu"]


@pytest.mark.parametrize(
    "part",
    [
        *("tags", "properties", "settings", "resources", "inputs", "outputs", "jobs", "trial"),
        *("taskDetails", "fineTuningDetails"),
    ],
)
@pytest.mark.parametrize("value", ["text", 7, [1], True])
def test_a_part_of_another_shape_is_no_job(part: str, value: Any) -> None:
    with pytest.raises(ValueError, match="Expected"):
        job({part: value})
    assert job({part: None}) == job({})


def test_a_part_too_long_to_remember_is_read_as_any_other() -> None:
    steps = {f"step-{n}": {"componentId": f"azureml:prepare:{n}"} for n in range(LONGEST // 20)}
    first, second = job({"jobs": steps}), job({"jobs": steps})
    assert first == second
    assert len(first.steps) == len(steps)


@given(st.sampled_from(["inputs", "tags", "properties", "jobs"]), st.binary(max_size=12))
def test_a_part_whose_bytes_are_no_text_is_no_job(part: str, noise: bytes) -> None:
    """They are not looked at before: who skips a text does not read it."""
    body = b'{"x":"' + b"\xff" + noise.replace(b'"', b"").replace(b"\\", b"") + b'"}'
    wire = JobWire(
        name="x", properties=JobProperties(**{"job_type": "Command", part: msgspec.Raw(body)})
    )
    with pytest.raises(ValueError, match=r"."):
        parse_job(wire, HOME, None)
