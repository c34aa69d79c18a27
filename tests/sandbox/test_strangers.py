"""Whatever a stranger sends or writes: an answer, or one clear error. No sockets here."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox import estate_from, parse_estate
from aml_maturity_audit.sandbox.clock import now
from aml_maturity_audit.sandbox.cloud import Cloud
from aml_maturity_audit.sandbox.estate.loading import Estate
from aml_maturity_audit.sandbox.estate.vocabulary import (
    BODY_KEYS,
    GROUP_COLLECTIONS,
    ROOT_KEYS,
    SHORTHAND_KEYS,
)
from aml_maturity_audit.sandbox.tokens import DEVOPS
from aml_maturity_audit.sandbox.web import Answer, Call
from sandbox.conftest import documented_estate, documented_yaml

URL = "https://127.0.0.1:1"
WORDS = st.sampled_from(
    [
        "subscriptions",
        "11111111-0000-4000-8000-000000000001",
        "resourceGroups",
        "rg-churn",
        "providers",
        "Microsoft.MachineLearningServices",
        "Microsoft.Insights",
        "Microsoft.Authorization",
        "Microsoft.Management",
        "managementGroups",
        "descendants",
        "workspaces",
        "churn",
        "jobs",
        "models",
        "versions",
        "permissions",
        "roleAssignments",
        "eventtypes",
        "management",
        "values",
        "resources",
        "registries",
        "mlflow",
        "v1.0",
        "registrymanagement",
        "discovery",
        "mferp",
        "managementfrontend",
        "history",
        "runs",
        "metadata",
        "endpoints",
        "..",
        "%2e",
        "",
    ]
)
ODD = st.text(max_size=8)
PATHS = st.lists(WORDS | ODD, max_size=14).map(lambda parts: "/" + "/".join(parts))
KEYS = st.sampled_from(
    ["api-version", "$skipToken", "$top", "$filter", "$orderBy", "listViewType", "properties"]
)
QUERIES = st.lists(st.tuples(KEYS | ODD, ODD | st.just("2025-12-01")), max_size=4).map(tuple)


@cache
def served(number: int) -> tuple[Cloud, str]:
    estate = documented_estate() if number == 0 else parse_estate(documented_yaml(number))
    cloud = Cloud(estate, URL, now())
    cloud.throttle.enabled = False
    audience = URL if number == 0 else DEVOPS
    return cloud, cloud.tokens.issue(next(iter(cloud.world.identities.values())), audience)


def ask(
    number: int, method: str, path: str, query: tuple[tuple[str, str], ...], body: bytes = b""
) -> Answer:
    cloud, token = served(number)
    return cloud.answer(Call(method, path, query, {"Authorization": f"Bearer {token}"}, body))


@settings(deadline=None)
@given(method=st.sampled_from(["GET", "HEAD", "POST"]), path=PATHS, query=QUERIES)
def test_any_request_to_azure_is_answered(
    method: str, path: str, query: tuple[tuple[str, str], ...]
) -> None:
    answer = ask(0, method, path, (("api-version", "1"), *query))
    assert 200 <= answer.status < 500


ROUTES = st.sampled_from(
    [
        "git/repositories",
        "git/repositories/churn",
        "git/repositories/churn/items",
        "git/repositories/churn/commits",
        "git/repositories/churn/refs",
        "git/repositories/churn/pullrequests",
        "git/pullrequests",
        "policy/configurations",
        "build/definitions",
        "build/builds",
        "build/builds/1/timeline",
        "test/runs",
        "testresults/resultsummarybybuild",
        "pipelines/environments",
        "pipelines/environments/1/environmentdeploymentrecords",
        "pipelines/checks/configurations",
        "pipelines/checks/queryconfigurations",
        "serviceendpoint/endpoints",
        "release/definitions",
        "release/deployments",
        "projects",
        "resourceareas",
    ]
)
FIELDS = st.sampled_from(
    [
        "$top",
        "$skip",
        "continuationToken",
        "minTime",
        "maxTime",
        "queryOrder",
        "definitions",
        "path",
        "scopePath",
        "recursionLevel",
        "versionDescriptor.version",
        "versionDescriptor.versionType",
        "minLastUpdatedDate",
        "maxLastUpdatedDate",
        "searchCriteria.minTime",
        "searchCriteria.fromDate",
        "minStartedTime",
        "buildUri",
    ]
)
VALUES = ODD | st.sampled_from(["1", "0", "Full", "/", "2026-01-01", "2026-01-01T00:00:00Z", "²"])


@settings(deadline=None)
@given(
    method=st.sampled_from(["GET", "POST"]),
    route=ROUTES | ODD,
    query=st.lists(st.tuples(FIELDS, VALUES), max_size=4).map(tuple),
    body=st.binary(max_size=20) | st.sampled_from([b"[]", b"[{}]", b'[{"type":null}]', b"{}"]),
)
def test_any_request_to_devops_is_answered(
    method: str, route: str, query: tuple[tuple[str, str], ...], body: bytes
) -> None:
    answer = ask(1, method, f"/contoso/ml/_apis/{route}", query, body)
    assert 200 <= answer.status < 500


SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | ODD | st.sampled_from(["-3d", "${self}"])
NAMES = st.sampled_from(
    sorted({*ROOT_KEYS, *GROUP_COLLECTIONS, *BODY_KEYS, *SHORTHAND_KEYS, "resourceGroups", "jobs"})
)
TREES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | ODD, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(tree=TREES)
def test_any_tree_is_an_estate_or_one_error(tree: Any) -> None:
    outcome: Estate | str
    try:
        outcome = estate_from({"subscriptions": {"s": {"resourceGroups": {"g": tree}}}})
    except UsageError as problem:
        outcome = str(problem)
    assert outcome


@settings(deadline=None)
@given(key=st.sampled_from(sorted(ROOT_KEYS)), tree=TREES)
def test_any_value_of_any_key_is_an_estate_or_one_error(key: str, tree: Any) -> None:
    try:
        assert estate_from({key: tree}).origin == "mapping"
    except UsageError as problem:
        assert str(problem)


@settings(deadline=None)
@given(text=st.text(max_size=60) | st.binary(max_size=60))
def test_any_text_is_an_estate_or_one_error(text: str | bytes) -> None:
    with pytest.raises(UsageError):
        parse_estate(text)
        raise UsageError("an estate without anything in it")
