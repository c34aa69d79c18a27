"""Whatever a stranger sends to the GitHub part, it answers."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from aml_maturity_audit.sandbox import load_estate
from aml_maturity_audit.sandbox.clock import now
from aml_maturity_audit.sandbox.cloud import Cloud
from aml_maturity_audit.sandbox.web import Call
from sandbox.test_github_client import ESTATE

URL = "https://127.0.0.1:1"
ODD = st.text(max_size=8)
PARTS = st.sampled_from(
    [
        "actions/runs", "actions/runs/1/jobs", "actions/runs/1/attempts/1",
        "actions/runs/1/attempts/1/jobs", "actions/workflows", "actions/workflows/1/runs",
        "actions/variables", "branches/main", "branches/main/protection", "commits",
        "commits/ab/check-runs", "contents/README.md", "deployments", "deployments/1/statuses",
        "environments", "environments/production/variables", "git/trees/main", "pulls",
        "pulls/1/reviews", "rules/branches/main",
    ]
)  # fmt: skip
KEYS = st.sampled_from(
    ["per_page", "page", "created", "since", "status", "event", "branch", "ref", "state"]
)
TOKENS = st.sampled_from(["token ghp_sandbox", "Bearer a.b.c", "Bearer e30.W10.x", "", "Basic x"])
OWNERS = st.sampled_from(["repos/contoso/shop", "repos/contoso/open", "orgs/contoso", "app"])


@cache
def cloud() -> Cloud:
    return Cloud(load_estate(ESTATE), URL, now())


@settings(deadline=None)
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "DELETE"]),
    owner=OWNERS | ODD,
    rest=PARTS | ODD,
    query=st.lists(st.tuples(KEYS, ODD | st.just("..")), max_size=4).map(tuple),
    token=TOKENS | ODD,
)
def test_any_request_is_answered(
    method: str, owner: str, rest: str, query: tuple[tuple[str, str], ...], token: str
) -> None:
    path = f"/api/v3/{owner}/{rest}"
    answer = cloud().answer(Call(method, path, query, {"Authorization": token}))
    assert 200 <= answer.status < 500
