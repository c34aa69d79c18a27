"""Are training jobs tracked in named experiments?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from mapping.build import UNREAD, job, snapshot, verdict

ID = "experiments-are-tracked"


@pytest.mark.parametrize(
    ("experiment", "expected"),
    [("churn", MET), ("", NOT_MET), ("Default", NOT_MET), ("DEFAULT", NOT_MET), ("  ", NOT_MET)],
)
def test_a_named_experiment(experiment: str, expected: str) -> None:
    assert verdict(snapshot(jobs=[job(experiment=experiment)]), ID).verdict == expected


@pytest.mark.parametrize(("named", "expected"), [(4, MET), (3, NOT_MET)])
def test_the_threshold(named: int, expected: str) -> None:
    jobs = [job(f"j{n}", experiment="churn" if n < named else "Default") for n in range(5)]
    judged = verdict(snapshot(jobs=jobs), ID)
    assert judged.verdict == expected
    assert judged.fact.subjects if expected == NOT_MET else not judged.fact.subjects


def test_no_training_job() -> None:
    assert verdict(snapshot(), ID).verdict == NOT_MET


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
def test_unread_jobs(reading) -> None:
    assert verdict(snapshot(jobs=reading), ID).verdict == UNKNOWN
