"""Credentials by --auth, from azure-identity's own variables."""

import pytest
from azure.core.exceptions import ServiceRequestError
from azure.identity.aio import (
    AzureCliCredential,
    AzurePipelinesCredential,
    CertificateCredential,
    ClientSecretCredential,
    DefaultAzureCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)

from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.clouds import US_GOVERNMENT
from aml_maturity_audit.azure.credentials import new_credential
from aml_maturity_audit.errors import UsageError
from fakes.door import HURRY
from fakes.transport import StubTransport

TENANT, CLIENT = "contoso.example", "00000000-0000-0000-0000-00000000000c"
PRINCIPAL = {"AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": CLIENT}
SECRET = PRINCIPAL | {"AZURE_CLIENT_SECRET": "shh"}
PIPELINE = {
    "SYSTEM_OIDCREQUESTURI": "https://dev.azure.com/oidc",
    "SYSTEM_ACCESSTOKEN": "t",
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "c",
    "AZURESUBSCRIPTION_TENANT_ID": TENANT,
    "AZURESUBSCRIPTION_CLIENT_ID": CLIENT,
}


@pytest.fixture
def certificate(tmp_path):
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "audit")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=3650))
    signed = builder.sign(key, hashes.SHA256())
    path = tmp_path / "audit.pem"
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(private + signed.public_bytes(pem))
    return str(path)


def credential(auth, environ, transport=None):
    return new_credential(auth, US_GOVERNMENT, transport or StubTransport(), environ, HURRY)


@pytest.mark.parametrize(
    ("auth", "environ", "kind"),
    [
        (Auth.CLIENT_SECRET, SECRET, ClientSecretCredential),
        (
            Auth.WORKLOAD,
            PRINCIPAL | {"AZURE_FEDERATED_TOKEN_FILE": "/t"},
            WorkloadIdentityCredential,
        ),
        (Auth.PIPELINES, PIPELINE, AzurePipelinesCredential),
        (Auth.MANAGED_IDENTITY, {}, ManagedIdentityCredential),
        (Auth.CLI, {}, AzureCliCredential),
        (Auth.DEFAULT, SECRET, ClientSecretCredential),
        (
            Auth.DEFAULT,
            PRINCIPAL | {"AZURE_FEDERATED_TOKEN_FILE": "/t"},
            WorkloadIdentityCredential,
        ),
        (Auth.DEFAULT, {}, DefaultAzureCredential),
        (Auth.DEFAULT, SECRET | {"AZURE_TOKEN_CREDENTIALS": "dev"}, DefaultAzureCredential),
    ],
)
async def test_each_choice_makes_its_credential(auth, environ, kind):
    made = credential(auth, environ)
    assert type(made) is kind
    await made.close()


async def test_a_certificate_is_read_from_its_path(certificate):
    environ = PRINCIPAL | {"AZURE_CLIENT_CERTIFICATE_PATH": certificate}
    for auth in (Auth.CLIENT_CERTIFICATE, Auth.DEFAULT):
        made = credential(auth, environ)
        assert type(made) is CertificateCredential
        await made.close()


@pytest.mark.parametrize(
    ("auth", "environ", "missing"),
    [
        (Auth.CLIENT_SECRET, PRINCIPAL, "AZURE_CLIENT_SECRET, which is"),
        (
            Auth.CLIENT_SECRET,
            {},
            "AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, which are",
        ),
        (Auth.CLIENT_CERTIFICATE, PRINCIPAL, "AZURE_CLIENT_CERTIFICATE_PATH"),
        (Auth.WORKLOAD, PRINCIPAL, "AZURE_FEDERATED_TOKEN_FILE"),
        (Auth.PIPELINES, {}, "SYSTEM_OIDCREQUESTURI"),
        (Auth.PIPELINES, {**PIPELINE, "SYSTEM_ACCESSTOKEN": ""}, "SYSTEM_ACCESSTOKEN"),
        (Auth.PIPELINES, {**PIPELINE, "AZURESUBSCRIPTION_CLIENT_ID": ""}, "CLIENT_ID"),
    ],
)
def test_variables_that_are_not_set_are_named(auth, environ, missing):
    with pytest.raises(UsageError, match=missing):
        credential(auth, environ)


@pytest.mark.parametrize(
    ("auth", "environ"),
    [
        (Auth.CLIENT_SECRET, SECRET | {"AZURE_TENANT_ID": "no tenant!"}),
        (Auth.CLIENT_CERTIFICATE, PRINCIPAL | {"AZURE_CLIENT_CERTIFICATE_PATH": "/nowhere.pem"}),
        (Auth.CLIENT_CERTIFICATE, PRINCIPAL | {"AZURE_CLIENT_CERTIFICATE_PATH": __file__}),
        (Auth.DEFAULT, {"AZURE_TOKEN_CREDENTIALS": "nonsense"}),
    ],
)
def test_variables_that_cannot_be_used_are_one_clear_error(auth, environ, monkeypatch):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=f"--auth {auth} cannot be used"):
        credential(auth, environ)


async def test_tokens_are_asked_for_at_the_clouds_authority_over_the_given_transport():
    transport = StubTransport(handler=lambda _: ServiceRequestError("no route"))
    made = credential(Auth.CLIENT_SECRET, SECRET, transport)
    with pytest.raises(ServiceRequestError):
        await made.get_token_info("scope/.default")
    assert transport.sent[0].url.startswith("https://login.microsoftonline.us/contoso.example/")
    await made.close()
