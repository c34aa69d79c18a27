"""Every job counts where its code comes from, however jobs are written down."""

from datetime import UTC, datetime

import msgspec
import pytest

from aml_maturity_audit.cli.cicd import origins_in
from aml_maturity_audit.signals.jobs import JOBS, GitOrigin, Job
from aml_maturity_audit.signals.reading import Denied, Observed, Reading
from aml_maturity_audit.signals.snapshot import Readings, WorkspaceReadings
from aml_maturity_audit.signals.workspaces import Workspace

CHURN, OTHER = "https://dev.azure.com/contoso/ml/_git/churn", 'https://git.example/a"b'
HOME = Workspace(id="/w", name="w", subscription_id="s", resource_group="g")


def of(readings: Readings) -> list[str]:
    return origins_in(WorkspaceReadings(HOME, readings))


def reading(*origins: GitOrigin) -> Observed[tuple[Job, ...]]:
    times = [datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in range(len(origins))]
    jobs = zip(times, origins, strict=True)
    return Observed(
        value=tuple(
            Job(name=f"train-{at.hour}", type="Command", created_at=at, git=git) for at, git in jobs
        )
    )


@pytest.mark.parametrize(
    ("origins", "told"),
    [
        ([GitOrigin(repository=CHURN, commit="a")] * 3, [CHURN] * 3),
        ([GitOrigin(repository=CHURN, commit=one) for one in "abc"], [CHURN] * 3),
        ([GitOrigin(repository=CHURN), GitOrigin(), GitOrigin(repository=CHURN)], [CHURN] * 2),
        ([GitOrigin(repository=CHURN), GitOrigin(commit="a")], [CHURN]),
        ([GitOrigin(repository=one) for one in (CHURN, OTHER, OTHER)], [CHURN, OTHER, OTHER]),
        ([], []),
    ],
)
def test_once_for_each_job_that_tells(origins: list[GitOrigin], told: list[str]) -> None:
    assert of(Readings.of({JOBS: reading(*origins)})) == told


@pytest.mark.parametrize("unread", [{}, {JOBS: Denied(action="jobs/read")}])
def test_none_where_jobs_were_not_read(unread: dict[object, Reading[object]]) -> None:
    assert of(Readings.of(unread)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("raw", [b"[]", b'{"value":[{"like":3}]}', b'{"value":[{"git":7}]}'])
def test_none_of_a_damaged_reading(raw: bytes) -> None:
    assert of(Readings({JOBS.name: msgspec.Raw(raw)})) == []
