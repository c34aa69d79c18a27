"""An estate is held packed, and what was decoded to be judged is let go of."""

from aml_maturity_audit.signals.jobs import JOBS, Job
from aml_maturity_audit.signals.models import MODELS
from aml_maturity_audit.signals.reading import Observed
from aml_maturity_audit.signals.snapshot import Readings

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
