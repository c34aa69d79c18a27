"""Does training code come from a clean git commit?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from mapping.build import UNREAD, git, job, snapshot, verdict

ID = "training-code-is-versioned"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (git(dirty=False), MET),
        (git(dirty=True), NOT_MET),
        (git(dirty=None), UNKNOWN),
        (git(commit=None), NOT_MET),
        (git(None, dirty=False), MET),
    ],
)
def test_a_clean_commit(origin, expected: str) -> None:
    assert verdict(snapshot(jobs=[job(git=origin)]), ID).verdict == expected


def test_one_that_does_not_say_cannot_turn_a_large_share() -> None:
    jobs = [job(f"j{n}") for n in range(9)] + [job("x", git=git(dirty=None))]
    judged = verdict(snapshot(jobs=jobs), ID)
    assert judged.verdict == MET
    assert "1 could not be classified" in judged.because


@pytest.mark.parametrize(("clean", "expected"), [(8, MET), (7, NOT_MET)])
def test_the_threshold(clean: int, expected: str) -> None:
    jobs = [job(f"j{n}", git=git(dirty=n >= clean)) for n in range(10)]
    assert verdict(snapshot(jobs=jobs), ID).verdict == expected


def test_no_training_job() -> None:
    assert verdict(snapshot(), ID).verdict == NOT_MET


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
def test_unread_jobs(reading) -> None:
    assert verdict(snapshot(jobs=reading), ID).verdict == UNKNOWN
