"""The parts of a job, each made sense of by itself and remembered by its bytes."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

import msgspec

from aml_maturity_audit.collectors.wire import marks
from aml_maturity_audit.collectors.wire.job import (
    InputWire,
    OutputWire,
    Resources,
    TrainingDetails,
    Trial,
)
from aml_maturity_audit.collectors.wire.parts import remembered
from aml_maturity_audit.collectors.wire.plain import text, text_or_none
from aml_maturity_audit.collectors.wire.references import data_input, registries_of
from aml_maturity_audit.collectors.wire.step import first, parse_steps
from aml_maturity_audit.signals.jobs import JobInput, JobOutput, JobStep

T = TypeVar("T")


class Inputs(NamedTuple):
    """What a job reads."""

    found: tuple[JobInput, ...] = ()
    registries: tuple[str, ...] = ()
    """Of its inputs of any kind, literals and models too."""
    stores: tuple[str, ...] = ()

    def with_more(self, more: "Inputs") -> "Inputs":
        """Both."""
        found = self.found + more.found
        registries = tuple(sorted({*self.registries, *more.registries}))
        return Inputs(found, registries, marks.stores_of(found))


class Steps(NamedTuple):
    """The steps of a pipeline job."""

    found: tuple[JobStep, ...] = ()
    registries: tuple[str, ...] = ()


class TrialPart(NamedTuple):
    """The trial of a Sweep."""

    environment_id: str | None = None
    compute_id: str | None = None
    serverless: bool = False


class Tags(NamedTuple):
    """What a job's tags say of it."""

    monitor_run: bool
    breached: bool
    parents: tuple[str, str]


def decoded(kind: Any) -> Callable[[bytes], Any]:  # noqa: ANN401  a type, its union with None
    """What decodes a part; None where it is absent or null. Raises ValueError for another shape,
    as does all that is here."""
    decoder = msgspec.json.Decoder(kind | None)
    return lambda part: decoder.decode(part) if part else None


_MARKS = decoded(dict[str, Any])
_INPUTS = decoded(dict[str, InputWire | None])
_OUTPUTS = decoded(dict[str, OutputWire | None])
_DETAILS = decoded(TrainingDetails)
_RESOURCES = decoded(Resources)
_TRIAL = decoded(Trial)


@remembered
def tags_of(part: bytes, _: str) -> Tags:
    """What `tags` say."""
    said = marks.lowered(_MARKS(part))
    return Tags(marks.is_monitor_run(said), marks.is_breached(said), marks.parents_in(said))


@remembered
def inputs_of(part: bytes, _: str) -> Inputs:
    """What `inputs` say."""
    said = _INPUTS(part)
    return _inputs(said.items(), ()) if said else Inputs()


@remembered
def details_of(part: bytes, _: str) -> Inputs | None:
    """What AutoML's and FineTuning's details say; None where there are none."""
    said = _DETAILS(part)
    if said is None:
        return None
    return _inputs([("trainingData", said.training_data)], [said.model] if said.model else [])


@remembered
def outputs_of(part: bytes, _: str) -> tuple[JobOutput, ...]:
    """The outputs that became assets."""
    said = _OUTPUTS(part)
    return tuple(
        JobOutput(
            kind=text(output.job_output_type),
            asset=text(output.asset_name),
            version=text(output.asset_version),
        )
        for output in (said.values() if said else ())
        if output is not None and output.asset_name
    )


@remembered
def steps_of(part: bytes, workspace_id: str) -> Steps:
    """The steps of a pipeline."""
    steps = parse_steps(_MARKS(part), workspace_id)
    named = [
        reference
        for step in steps
        for reference in (step.component_id, step.environment_id, *(i.uri for i in step.inputs))
    ]
    return Steps(steps, registries_of(named))


@remembered
def asks_for_instances(part: bytes, _: str) -> bool:
    """Whether `resources` name instances of the job's own."""
    return _names_instances(_RESOURCES(part))


@remembered
def trial_of(part: bytes, _: str) -> TrialPart:
    """What a Sweep's trial says."""
    said = _TRIAL(part)
    if said is None:
        return TrialPart()
    return TrialPart(
        text_or_none(said.environment_id), said.compute_id, _names_instances(said.resources)
    )


@remembered
def default_compute(part: bytes, _: str) -> object:
    """The compute of a pipeline's `settings`."""
    said = _MARKS(part)
    if not said:
        return None
    return first(said, "default_compute", "defaultCompute", "default_compute_target")


def _inputs(named: Iterable[tuple[str, InputWire | None]], others: Iterable[InputWire]) -> Inputs:
    given = [(name, item) for name, item in named if item is not None]
    parsed = (data_input(name, item.job_input_type, item.uri) for name, item in given)
    found = tuple(one for one in parsed if one is not None)
    references = [item.uri for _, item in given] + [item.uri for item in others]
    return Inputs(found, registries_of(references), marks.stores_of(found))


def _names_instances(resources: Resources | None) -> bool:
    if resources is None:
        return False
    named = text(resources.instance_type) or resources.instance_types
    return bool(named or resources.instance_count)
