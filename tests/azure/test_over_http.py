"""The door over TLS against the sandbox: sign-in, pages, faults, and what it says about them."""

from contextlib import asynccontextmanager
from dataclasses import replace

import msgspec
import pytest

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.door import Settings, open_door
from aml_maturity_audit.azure.problems import AccessDenied, Missing, Problem, Unanswered
from aml_maturity_audit.errors import SignInRefused, ToolFailure, UsageError
from aml_maturity_audit.sandbox import Sandbox, embedded_estate
from aml_maturity_audit.signals.reading import FAILED
from fakes.door import HURRY

SUBSCRIPTION = "11111111-0000-4000-8000-000000000001"
WORKSPACE = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-churn/providers/"
    "Microsoft.MachineLearningServices/workspaces/churn"
)
JOBS = f"{WORKSPACE}/jobs"


class Named(msgspec.Struct):
    id: str | None = None
    name: str | None = None


@pytest.fixture(scope="module")
def running():
    with Sandbox(embedded_estate("minimal")) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running):
    running.faults.clear()
    running.requests.clear()
    return running


@asynccontextmanager
async def door_to(sandbox, *, patience=HURRY, **changes):
    environ = {**sandbox.environment, **changes}
    async with open_door(Settings(auth=Auth.DEFAULT, environ=environ, patience=patience)) as door:
        yield door


async def jobs(door):
    return await door.arm.listing(
        JOBS,
        Named,
        lambda job: job.name,
        api=ML,
        action="Microsoft.MachineLearningServices/workspaces/jobs/read",
        source="jobs",
    )


async def test_it_signs_in_and_reads_a_list(sandbox):
    async with door_to(sandbox) as door:
        listing = await jobs(door)
    assert len(listing.items) == 12
    assert listing.gaps == ()
    assert [one.status for one in sandbox.requests.to("/jobs")] == [200]
    assert sandbox.requests.writes() == []
    assert len(sandbox.requests.to("/oauth2/v2.0/token")) == 1
    assert door.cloud.loopback


async def test_pages_without_end_are_a_gap(sandbox):
    sandbox.faults.add("/jobs", kind="endless")
    async with door_to(sandbox) as door:
        listing = await jobs(door)
    assert len(listing.items) == 12
    assert [gap.kind for gap in listing.gaps] == [FAILED]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"AZURE_CLIENT_SECRET": "wrong"}, "AADSTS7000215"),
        ({"AZURE_TENANT_ID": "nowhere.example"}, "AADSTS90002"),
        ({"AZURE_CLIENT_ID": "00000000-0000-0000-0000-000000000001"}, "AADSTS700016"),
    ],
)
async def test_a_refused_sign_in(sandbox, changes, said):
    with pytest.raises(SignInRefused, match=said) as caught:
        async with door_to(sandbox, **changes):
            pass
    assert "wrong" not in str(caught.value)
    assert caught.value.remedy
    assert sandbox.requests.to("/subscriptions") == []


async def test_an_untrusted_certificate_names_host_and_option(sandbox):
    with pytest.raises(ToolFailure, match=r"127\.0\.0\.1 is not trusted.*REQUESTS_CA_BUNDLE"):
        async with door_to(sandbox, REQUESTS_CA_BUNDLE="", SSL_CERT_FILE=""):
            pass


async def test_an_unreachable_cloud_is_named(sandbox):
    with pytest.raises(ToolFailure, match=r"127\.0\.0\.1 cannot be reached"):
        async with door_to(sandbox, ARM_CLOUD_METADATA_URL="https://127.0.0.1:1/metadata"):
            pass
    with pytest.raises(ToolFailure, match=r"got no answer.*127\.0\.0\.1 cannot be reached"):
        async with door_to(sandbox, AZURE_AUTHORITY_HOST="https://127.0.0.1:1"):
            pass


@pytest.mark.parametrize("url", ["http://127.0.0.1/metadata", "nonsense", "https://u:p@127.0.0.1/"])
async def test_a_metadata_address_must_be_https(sandbox, url):
    with pytest.raises(UsageError, match="ARM_CLOUD_METADATA_URL"):
        async with door_to(sandbox, ARM_CLOUD_METADATA_URL=url):
            pass


async def test_both_forms_of_metadata_are_understood(sandbox):
    for version in ("2019-05-01", "2022-09-01"):
        url = f"{sandbox.url}/metadata/endpoints?api-version={version}"
        async with door_to(sandbox, ARM_CLOUD_METADATA_URL=url) as door:
            assert door.cloud.arm == sandbox.url


PASSING = [
    {"status": 429, "headers": {"Retry-After": "0"}},
    {"status": 429},
    {"status": 500},
    {"status": 503, "headers": {"Retry-After": "0"}},
    {"kind": "reset"},
    {"kind": "close"},
    {"kind": "truncate"},
    {"kind": "drip", "seconds": 0.0},
    {"body": "<html>sign in</html>", "content_type": "text/html"},
    {"body_bytes": b"\x00\xff\xfe random"},
    {"body": ""},
    {"status": 401, "headers": {"WWW-Authenticate": 'Bearer error="invalid_token"'}},
    {
        "status": 401,
        "headers": {
            "WWW-Authenticate": 'Bearer error="insufficient_claims", claims="eyJhIjoxfQ=="'
        },
    },
]


@pytest.mark.parametrize("fault", PASSING, ids=repr)
async def test_trouble_once_changes_nothing(sandbox, fault):
    fault = sandbox.faults.add("/jobs", nth=1, **fault)
    async with door_to(sandbox) as door:
        listing = await jobs(door)
    assert fault.struck == 1
    assert len(listing.items) == 12
    assert listing.gaps == ()


STAYING = [
    ({"status": 429}, Unanswered),
    ({"status": 429, "headers": {"Retry-After": "900"}}, Unanswered),
    ({"status": 500}, Unanswered),
    ({"status": 401}, AccessDenied),
    ({"status": 403}, AccessDenied),
    ({"status": 404}, Missing),
    ({"kind": "reset"}, Unanswered),
    ({"kind": "close"}, Unanswered),
    ({"kind": "truncate"}, Unanswered),
    ({"kind": "redirect"}, Unanswered),
    ({"body": "<html>", "content_type": "text/html"}, Unanswered),
    ({"json": {"value": None}}, Unanswered),
    ({"json": {"value": {}}}, Unanswered),
    ({"json": {}}, Unanswered),
    ({"status": 200, "body": "", "headers": {"Content-Encoding": "gzip"}}, Unanswered),
    (
        {"status": 200, "body": "not gzip at all", "headers": {"Content-Encoding": "gzip"}},
        Unanswered,
    ),
    (
        {
            "status": 401,
            "headers": {"WWW-Authenticate": 'Bearer error="insufficient_claims", claims="/w=="'},
        },
        Problem,
    ),
]


@pytest.mark.parametrize(("fault", "kind"), STAYING, ids=repr)
async def test_trouble_for_good_is_a_problem_never_an_empty_list(sandbox, fault, kind):
    sandbox.faults.add("/jobs", **fault)
    async with door_to(sandbox) as door:
        with pytest.raises(kind) as caught:
            await jobs(door)
    assert caught.value.reason.endswith(".")
    assert "eyJ" not in caught.value.reason


@pytest.mark.parametrize("kind", ["loop", "stranger"])
async def test_links_that_lead_astray_are_gaps(sandbox, kind):
    sandbox.faults.add("/jobs", kind=kind)
    async with door_to(sandbox) as door:
        listing = await jobs(door)
    assert len(listing.items) == 12
    assert [gap.kind for gap in listing.gaps] == [FAILED]


async def test_never_answering_and_dripping_end_in_time(sandbox):
    short = replace(HURRY, read=0.05, attempt=0.1)
    for fault in ({"kind": "hang"}, {"kind": "drip", "seconds": 0.04}):
        sandbox.faults.clear()
        sandbox.faults.add("/jobs", **fault)
        async with door_to(sandbox, patience=short) as door:
            with pytest.raises(Unanswered, match="too long"):
                await jobs(door)


async def test_tokens_that_expire_during_a_run_are_renewed(sandbox):
    async with door_to(sandbox) as door:
        await jobs(door)
        sandbox.cloud.tokens.expire_all()
        assert len((await jobs(door)).items) == 12
    assert len(sandbox.requests.to("/oauth2/v2.0/token")) == 2


async def test_a_sign_in_refused_during_a_run_is_a_denial(sandbox):
    async with door_to(sandbox) as door:
        sandbox.cloud.tokens.expire_all()
        sandbox.faults.add(
            "/oauth2/v2.0/token",
            status=400,
            json={
                "error": "invalid_client",
                "error_description": "AADSTS7000222: The provided client secret keys are expired.",
            },
        )
        for _ in range(3):
            with pytest.raises(AccessDenied):
                await jobs(door)
    assert len(sandbox.requests.to("/oauth2/v2.0/token")) == 2


async def test_throttling_is_paced_not_run_into(sandbox):
    """The bucket's header is followed: a burst beyond it is spread out instead of refused."""
    async with door_to(sandbox) as door:
        for _ in range(30):
            await jobs(door)
    assert door.account.record().throttled == 0


async def test_no_token_goes_anywhere_but_to_arm_and_entra_gets_none(sandbox):
    async with door_to(sandbox) as door:
        await jobs(door)
    for request in sandbox.requests:
        assert (request.authorization == "Bearer") == request.path.startswith("/subscriptions")
