"""Entra: metadata, sign-in through azure-identity, and refusals in Entra's words."""

import pytest
import requests
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientSecretCredential, DefaultAzureCredential
from azure.identity.aio import ClientSecretCredential as AsyncCredential

from aml_maturity_audit.sandbox import Sandbox, embedded_estate
from sandbox.arm import Arm, credential
from sandbox.conftest import Start

DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798/.default"
EXPIRED = """
identities: {old: {clientId: 5a4db0c5-0000-4000-8000-00000000a0d1, secretExpired: true}}
subscriptions: {}
"""


@pytest.fixture
def minimal(start: Start) -> Sandbox:
    return start(embedded_estate("minimal"))


def refused(sandbox: Sandbox, **changed: str) -> str:
    """What the client says when Entra refuses."""
    known = sandbox.environment
    with pytest.raises(ClientAuthenticationError) as failure:
        ClientSecretCredential(
            changed.get("tenant", known["AZURE_TENANT_ID"]),
            changed.get("client", known["AZURE_CLIENT_ID"]),
            changed.get("secret", known["AZURE_CLIENT_SECRET"]),
            authority=sandbox.url,
            disable_instance_discovery=True,
        ).get_token(changed.get("scope", f"{sandbox.url}/.default"))
    return str(failure.value)


def test_the_environment_signs_the_default_credential_in(minimal: Sandbox) -> None:
    with DefaultAzureCredential(disable_instance_discovery=True) as default:
        token = default.get_token(f"{minimal.url}/.default")
    assert token.token.count(".") == 2
    granted = minimal.cloud.tokens.grant(token.token)
    assert granted is not None
    assert granted.audience == minimal.url


def asynchronous(sandbox: Sandbox, tenant: str | None = None) -> AsyncCredential:
    """aiohttp reads SSL_CERT_FILE when it is imported, so the CA is named here."""
    known = sandbox.environment
    return AsyncCredential(
        tenant or known["AZURE_TENANT_ID"],
        known["AZURE_CLIENT_ID"],
        known["AZURE_CLIENT_SECRET"],
        authority=sandbox.url,
        disable_instance_discovery=True,
        connection_verify=str(sandbox.ca_file),
    )


async def test_the_async_credential_signs_in(minimal: Sandbox) -> None:
    async with asynchronous(minimal) as credential:
        token = await credential.get_token("https://management.azure.com/.default")
    assert minimal.cloud.tokens.grant(token.token) is not None


async def test_an_unknown_tenant(minimal: Sandbox) -> None:
    async with asynchronous(minimal, "9be3e0f0-0000-4000-8000-000000000000") as credential:
        with pytest.raises(ClientAuthenticationError, match="AADSTS90002: Tenant '9be3e0f0"):
            await credential.get_token("https://management.azure.com/.default")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"secret": "wrong"}, "AADSTS7000215: Invalid client secret provided."),
        ({"client": "9be3e0f0-0000-4000-8000-000000000001"}, "AADSTS700016: Application"),
        ({"scope": "https://nobody.invalid/.default"}, "AADSTS500011: The resource principal"),
    ],
    ids=["secret", "client", "resource"],
)
def test_refusals(minimal: Sandbox, changed: dict[str, str], said: str) -> None:
    assert said in refused(minimal, **changed)


def test_an_expired_secret(start: Start) -> None:
    assert "AADSTS7000222: The provided client secret keys" in refused(start(EXPIRED))


def test_the_shape_of_a_refusal(minimal: Sandbox) -> None:
    answer = requests.post(
        f"{minimal.url}/{minimal.environment['AZURE_TENANT_ID']}/oauth2/v2.0/token",
        data={
            "grant_type": "client_credentials",
            "client_id": minimal.environment["AZURE_CLIENT_ID"],
            "client_secret": "wrong",
            "scope": "https://management.azure.com/.default",
        },
        timeout=10,
    )
    body = answer.json()
    assert (answer.status_code, body["error"]) == (401, "invalid_client")
    assert body["error_codes"] == [7000215]
    assert {"timestamp", "trace_id", "correlation_id", "error_uri"} <= body.keys()
    assert "Trace ID" in body["error_description"]


def test_a_client_assertion_signs_in(minimal: Sandbox) -> None:
    from azure.identity import ClientAssertionCredential

    known = minimal.environment
    token = ClientAssertionCredential(
        known["AZURE_TENANT_ID"],
        known["AZURE_CLIENT_ID"],
        lambda: "an.assertion.of-ours",
        authority=minimal.url,
        disable_instance_discovery=True,
    ).get_token(DEVOPS)
    granted = minimal.cloud.tokens.grant(token.token)
    assert granted is not None
    assert granted.audience == DEVOPS.removesuffix("/.default")


def test_metadata_is_a_list_first_and_an_object_later(minimal: Sandbox) -> None:
    base = f"{minimal.url}/metadata/endpoints?api-version="
    early = requests.get(base + "2019-05-01", timeout=10).json()
    late = requests.get(base + "2022-09-01", timeout=10).json()
    assert early == [late]
    assert late["authentication"]["audiences"][0] == f"{minimal.url}/"


def test_openid_configuration_of_an_unknown_tenant(minimal: Sandbox) -> None:
    base = f"{minimal.url}/nobody/v2.0/.well-known/openid-configuration"
    answer = requests.get(base, timeout=10)
    assert (answer.status_code, answer.json()["error_codes"]) == (400, [90002])


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        (None, "AuthenticationFailed"),
        ("Bearer made.up.token", "InvalidAuthenticationToken"),
        ("Basic eA==", "AuthenticationFailed"),
    ],
)
def test_arm_wants_a_token_of_ours(minimal: Sandbox, authorization: str | None, code: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    path = f"{minimal.url}/subscriptions?api-version=2022-12-01"
    answer = requests.get(path, headers=headers, timeout=10)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, code)
    assert answer.headers["WWW-Authenticate"].startswith('Bearer authorization_uri="https://127')


def test_arm_wants_a_token_for_arm(minimal: Sandbox) -> None:
    token = credential(minimal).get_token(DEVOPS).token
    answer = requests.get(
        f"{minimal.url}/subscriptions?api-version=2022-12-01",
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "InvalidAuthenticationTokenAudience"


def test_tokens_expire(minimal: Sandbox) -> None:
    arm = Arm(minimal)
    assert arm.value("/subscriptions") != []
    minimal.cloud.tokens.expire_all()
    status, code, _ = arm.error("/subscriptions")
    assert (status, code) == (401, "ExpiredAuthenticationToken")
