"""A reading's digest tells whether the estate changed, not which request was refused."""

from aml_maturity_audit.signals.computes import COMPUTES, Compute
from aml_maturity_audit.signals.reading import Denied, Observed
from aml_maturity_audit.signals.snapshot import Readings


def digest(reading: object) -> str:
    return Readings.of({COMPUTES: reading}).digest("computes")


def refused(correlation: str, action: str = "computes/read") -> Denied:
    return Denied(action=action, detail=f"/x was answered with 403 (correlation id {correlation}).")


def test_the_correlation_id_of_a_refusal_changes_nothing() -> None:
    assert digest(refused("0a1b-2c")) == digest(refused("9F-8e7d"))


def test_another_refusal_and_another_estate_do() -> None:
    one = Compute(id="/c", name="c", type="AmlCompute")
    digests = {
        digest(refused("0a1b")),
        digest(refused("0a1b", "jobs/read")),
        digest(Observed(value=())),
        digest(Observed(value=(one,))),
    }
    assert len(digests) == 4
