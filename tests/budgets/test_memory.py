"""An estate is held packed, and what was decoded to be judged is let go of."""

import gc

from aml_maturity_audit.mapping.assess import Assessing
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.jobs import JOBS, Job
from aml_maturity_audit.signals.models import MODELS
from aml_maturity_audit.signals.reading import Observed
from aml_maturity_audit.signals.snapshot import Readings
from mapping.build import place, snapshot
from mapping.records import job, workspace

MANY = Observed(
    value=tuple(Job(name=f"train-{n}", type="Command", experiment="churn") for n in range(500))
)


def readings() -> Readings:
    return Readings.of({JOBS: MANY, MODELS: Observed(value=())})


def test_packed_readings_say_what_they_said() -> None:
    plain, packed = readings(), readings()
    packed.pack()
    assert packed.get(JOBS) == plain.get(JOBS)
    assert packed.get(MODELS) == plain.get(MODELS)
    assert packed.digest(JOBS.name) == plain.digest(JOBS.name)
    assert list(packed.names()) == list(plain.names())
    assert {name: bytes(raw) for name, raw in packed.raw().items()} == {
        name: bytes(raw) for name, raw in plain.raw().items()
    }


def test_packing_twice_changes_nothing() -> None:
    packed = readings()
    packed.pack()
    packed.pack()
    assert packed.get(JOBS) == MANY


def test_what_was_decoded_is_let_go_of() -> None:
    packed = readings()
    first = packed.get(JOBS)
    assert packed.get(JOBS) is first
    packed.forget()
    again = packed.get(JOBS)
    assert again is not first
    assert again == first


def test_a_judged_workspace_does_not_wait_to_be_found_unused() -> None:
    others = [place(workspace(name), jobs=[job()]) for name in ("shop-test", "shop-prod")]
    found = snapshot(workspace("shop"), others=others)
    assessing = Assessing(found, assessed_at=found.header.collected_at)
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        for at in range(len(assessing)):
            assessing.workspace(at)
        gc.collect()
        rings = [each for each in gc.garbage if isinstance(each, View)]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert rings == []
