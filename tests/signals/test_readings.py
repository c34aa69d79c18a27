"""Readings of one workspace: packed, unpacked and forgotten without a difference."""

import msgspec

from aml_maturity_audit.signals.computes import COMPUTES, Compute
from aml_maturity_audit.signals.jobs import JOBS, Job
from aml_maturity_audit.signals.reading import Observed
from aml_maturity_audit.signals.snapshot import Readings

MANY = Observed(
    value=tuple(Job(name=f"j{n}", type="Command", experiment=f"e{n}") for n in range(300))
)
FEW = Observed(value=(Compute(id="/c", name="c", type="AmlCompute"),))


def test_what_is_packed_is_found_again() -> None:
    readings = Readings.of({JOBS: MANY, COMPUTES: FEW})
    digests = [readings.digest(key.name) for key in (JOBS, COMPUTES)]
    for _ in range(2):
        assert list(readings.names()) == ["computes", "jobs"]
        readings.pack()
        readings.forget()
        assert readings.get(JOBS) == MANY
        assert readings.glance(COMPUTES) == FEW
        assert [readings.digest(key.name) for key in (JOBS, COMPUTES)] == digests


def test_what_is_long_is_unpacked_anew_once_it_was_forgotten() -> None:
    long = {"jobs": msgspec.Raw(msgspec.json.encode(MANY))}
    asked: list[str] = []

    def rest() -> dict[str, msgspec.Raw]:
        asked.append("jobs")
        return long

    readings = Readings.of({COMPUTES: FEW})
    readings = Readings(readings.raw(), rest=rest)
    assert readings.get(COMPUTES) == FEW
    assert asked == []
    assert readings.get(JOBS) == readings.get(JOBS) == MANY
    assert asked == ["jobs"]
    readings.forget()
    assert readings.get(JOBS) == MANY
    assert asked == ["jobs", "jobs"]
