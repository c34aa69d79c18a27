"""Pages with absolute links, the token bucket, api-versions that are refused."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from azure.core.exceptions import HttpResponseError
from azure.core.rest import HttpRequest
from hypothesis import given, settings
from hypothesis import strategies as st

from aml_maturity_audit.sandbox.estate.settings import Throttling
from aml_maturity_audit.sandbox.throttling import Throttle
from sandbox.arm import Arm
from sandbox.conftest import Start

SUB = "/subscriptions/11111111-0000-4000-8000-000000000001"
JOBS = f"{SUB}/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/w/jobs"

Estate = Callable[..., str]


def estate(jobs: int = 250, more: str = "") -> str:
    return f"""
{more}
subscriptions:
  11111111-0000-4000-8000-000000000001:
    resourceGroups:
      rg:
        workspaces:
          w: {{jobs: {{job: {{repeat: {jobs}, every: 1h, created: -1h}}}}}}
"""


def pages(arm: Arm, path: str, **query: str) -> Iterator[list[str]]:
    response = arm.get(path, **query)
    while True:
        body = response.json()
        yield [item["name"] for item in body["value"]]
        if "nextLink" not in body:
            return
        response = arm.client.send_request(HttpRequest("GET", body["nextLink"]))
        assert response.status_code == 200


def test_pages_of_a_hundred_follow_absolute_links(start: Start) -> None:
    sandbox = start(estate())
    arm = Arm(sandbox)
    first = arm.get(JOBS, listViewType="All").json()["nextLink"]
    assert first.startswith(f"{sandbox.url}{JOBS}?")
    assert "listViewType=All" in first
    assert "%24skipToken=" in first
    found = list(pages(arm, JOBS, listViewType="All"))
    assert [len(page) for page in found] == [100, 100, 50]
    assert [name for page in found for name in page] == [f"job-{n}" for n in range(250, 0, -1)]


@pytest.mark.parametrize(("jobs", "lengths"), [(0, [0]), (1, [1]), (20, [20]), (21, [20, 1])])
def test_page_sizes_of_the_estate(start: Start, jobs: int, lengths: list[int]) -> None:
    arm = Arm(start(estate(jobs, "paging: {size: 3, sizes: {jobs: 20}}")))
    assert [len(page) for page in pages(arm, JOBS)] == lengths


def test_callers_may_ask_for_fewer(start: Start) -> None:
    arm = Arm(start(estate(5)))
    assert [len(page) for page in pages(arm, JOBS, count="2")] == [2, 2, 1]


def test_a_token_of_nobodys_is_the_first_page(start: Start) -> None:
    arm = Arm(start(estate(3)))
    assert len(arm.value(JOBS, __skipToken="nonsense")) == 3


def test_the_bucket_runs_dry_and_says_when_to_come_back(start: Start) -> None:
    rule = "throttling: {bucket: 3, refillPerSecond: 0.001, retryAfter: 7}"
    arm = Arm(start(estate(1, rule)), retry_total=0)
    left = [arm.get(JOBS).headers["x-ms-ratelimit-remaining-subscription-reads"] for _ in "123"]
    assert left == ["2", "1", "0"]
    with pytest.raises(HttpResponseError) as failure:
        arm.client.send_request(
            HttpRequest("GET", JOBS, params={"api-version": "1"})
        ).raise_for_status()
    response = failure.value.response
    assert response is not None
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")
    assert response.json()["error"]["code"] == "SubscriptionRequestsThrottled"
    assert arm.get("/tenants").status_code == 200


def test_the_official_client_waits_it_out(start: Start) -> None:
    sandbox = start(estate(1, "throttling: {bucket: 1, refillPerSecond: 1000, retryAfter: 0}"))
    arm = Arm(sandbox)
    assert {arm.get(JOBS).status_code for _ in range(20)} == {200}


def test_throttling_can_be_switched_off(start: Start) -> None:
    sandbox = start(estate(1, "throttling: {enabled: false, bucket: 1, refillPerSecond: 0.001}"))
    arm = Arm(sandbox, retry_total=0)
    assert {arm.get(JOBS).status_code for _ in range(5)} == {200}
    assert sandbox.cloud.throttle.refused == 0


@settings(deadline=None)
@given(
    gaps=st.lists(st.floats(0, 5), min_size=1, max_size=60),
    bucket=st.integers(1, 10),
    refill=st.floats(0.1, 20),
)
def test_no_more_is_let_through_than_bucket_and_refill(
    gaps: list[float], bucket: int, refill: float
) -> None:
    moments = iter(gaps)
    passed = 0.0

    def clock() -> float:
        nonlocal passed
        passed += next(moments)
        return passed

    throttle = Throttle(Throttling(bucket=bucket, refill_per_second=refill), clock)
    taken = sum(throttle.take("s", "p") is not None for _ in gaps)
    assert taken <= bucket + (passed - gaps[0]) * refill + 1e-6
    assert taken + throttle.refused == len(gaps)


def test_principals_and_subscriptions_have_buckets_of_their_own() -> None:
    ticks = count()
    throttle = Throttle(Throttling(bucket=1, refill_per_second=1e-9), lambda: float(next(ticks)))
    assert throttle.take("a", "p") == 0
    assert throttle.take("A", "p") is None
    assert throttle.take("b", "p") == 0
    assert throttle.take("a", "q") == 0


RULE = """
apiVersions:
  - {path: /jobs, refused: [2025-12-01], supported: [2024-10-01, 2024-04-01]}
  - {path: /models, refused: [2025-12-01], code: InvalidApiVersionParameter}
"""


def test_refused_api_versions_name_those_that_work(start: Start) -> None:
    arm = Arm(start(estate(1, RULE)))
    status, code, message = arm.error(JOBS)
    assert (status, code) == (400, "NoRegisteredProviderFound")
    assert "for type 'workspaces/jobs'" in message
    assert "'2024-10-01, 2024-04-01'" in message
    assert arm.get(JOBS, version="2024-10-01").status_code == 200
    assert arm.error(JOBS, version="2024-01-01")[0] == 400
    models = JOBS.replace("/jobs", "/models")
    assert arm.error(models)[:2] == (400, "InvalidApiVersionParameter")
    assert arm.value(models, version="2024-01-01") == []
