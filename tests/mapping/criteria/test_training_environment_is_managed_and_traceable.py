"""Do training jobs run on managed compute and in versioned environments?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from mapping.build import UNREAD, job, snapshot, verdict
from mapping.lineage import ENVIRONMENT, environment

ID = "training-environment-is-managed-and-traceable"
ELSEWHERE = {"serverless": False, "compute_target_type": "local"}


def trained(**told):
    return snapshot(
        jobs=[job(**{"environment_id": ENVIRONMENT, **told})], environments=[environment()]
    )


def test_both() -> None:
    judged = verdict(trained(), ID)
    assert judged.verdict == MET
    assert "1 of 1 training jobs ran on managed compute" in judged.because
    assert "named, versioned environment" in judged.because


@pytest.mark.parametrize("told", [ELSEWHERE, {"environment_id": None}])
def test_one_is_missing(told: dict) -> None:
    assert verdict(trained(**told), ID).verdict == NOT_MET


def test_each_has_its_own_share() -> None:
    jobs = [job(f"j{n}", environment_id=ENVIRONMENT) for n in range(8)]
    jobs += [job("a", environment_id=ENVIRONMENT, **ELSEWHERE), job("b")]
    found = snapshot(jobs=jobs, environments=[environment()])
    assert verdict(found, ID).verdict == MET


def test_no_training_job() -> None:
    assert verdict(snapshot(), ID).verdict == NOT_MET


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("signal", ["jobs", "environments"])
def test_unread_signals(signal: str, reading) -> None:
    told = {
        "jobs": [job(environment_id=ENVIRONMENT)],
        "environments": [environment()],
        signal: reading,
    }
    assert verdict(snapshot(**told), ID).verdict == UNKNOWN


def test_what_is_known_to_fail_needs_no_more_reading() -> None:
    found = snapshot(
        jobs=[job(**ELSEWHERE, environment_id=ENVIRONMENT)], environments=UNREAD["cut"]
    )
    assert verdict(found, ID).verdict == NOT_MET
