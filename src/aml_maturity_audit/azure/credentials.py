"""Credentials by `--auth`, configured by azure-identity's own environment variables.

Source: azure_facts D.1; design.md, section 3.
"""

from collections.abc import Mapping
from typing import Any

from azure.core.credentials_async import AsyncSupportsTokenInfo
from azure.core.pipeline.transport import AsyncHttpTransport
from azure.identity.aio import (
    AzureCliCredential,
    AzurePipelinesCredential,
    CertificateCredential,
    ClientSecretCredential,
    DefaultAzureCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)

from aml_maturity_audit.azure.auth import (
    CERTIFICATE,
    CERTIFICATE_PASSWORD,
    CHAIN,
    CLIENT,
    CONNECTION,
    PIPELINE_CLIENT,
    PIPELINE_TENANT,
    PIPELINE_TOKEN,
    PIPELINE_URI,
    SECRET,
    TENANT,
    TOKEN_FILE,
    Auth,
)
from aml_maturity_audit.azure.clouds import Cloud
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.errors import UsageError


def new_credential(
    auth: Auth,
    cloud: Cloud,
    transport: AsyncHttpTransport[Any, Any],
    environ: Mapping[str, str],
    patience: Patience,
) -> AsyncSupportsTokenInfo:
    """The credential for `auth`, over the shared transport.

    Raises UsageError where a variable that it needs is not set, or cannot be used.
    """
    common = {
        "authority": cloud.authority,
        "disable_instance_discovery": not cloud.instance_discovery,
        "transport": transport,
        "retry_total": patience.attempts - 1,
        "retry_backoff_factor": patience.backoff,
        "retry_backoff_max": patience.longest,
    }
    try:
        return _MAKERS[auth](environ, common)
    except (ValueError, OSError) as error:
        raise UsageError(f"--auth {auth} cannot be used: {_first_sentence(error)}.") from error


def _needed(environ: Mapping[str, str], auth: Auth, *names: str) -> list[str]:
    missing = [name for name in names if not environ.get(name)]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise UsageError(
            f"--auth {auth} needs {', '.join(missing)}, which {verb} not set.",
            remedy="Set it in the environment, or choose another --auth.",
        )
    return [environ[name] for name in names]


def _client_secret(environ: Mapping[str, str], common: dict[str, Any]) -> AsyncSupportsTokenInfo:
    tenant, client, secret = _needed(environ, Auth.CLIENT_SECRET, TENANT, CLIENT, SECRET)
    return ClientSecretCredential(tenant, client, secret, **common)


def _client_certificate(
    environ: Mapping[str, str], common: dict[str, Any]
) -> AsyncSupportsTokenInfo:
    tenant, client, path = _needed(environ, Auth.CLIENT_CERTIFICATE, TENANT, CLIENT, CERTIFICATE)
    return CertificateCredential(
        tenant, client, path, password=environ.get(CERTIFICATE_PASSWORD), **common
    )


def _workload(environ: Mapping[str, str], common: dict[str, Any]) -> AsyncSupportsTokenInfo:
    tenant, client, path = _needed(environ, Auth.WORKLOAD, TENANT, CLIENT, TOKEN_FILE)
    return WorkloadIdentityCredential(
        tenant_id=tenant, client_id=client, token_file_path=path, **common
    )


def _managed_identity(environ: Mapping[str, str], common: dict[str, Any]) -> AsyncSupportsTokenInfo:
    return ManagedIdentityCredential(
        client_id=environ.get(CLIENT) or None, transport=common["transport"]
    )


def _cli(environ: Mapping[str, str], common: dict[str, Any]) -> AsyncSupportsTokenInfo:  # noqa: ARG001  one shape for all makers
    return AzureCliCredential(tenant_id=environ.get(TENANT, ""), process_timeout=30)


def _pipelines(environ: Mapping[str, str], common: dict[str, Any]) -> AsyncSupportsTokenInfo:
    """Its own transports: one of the two that it needs is synchronous."""
    _needed(environ, Auth.PIPELINES, PIPELINE_URI)
    (token,) = _needed(environ, Auth.PIPELINES, PIPELINE_TOKEN)
    tenant = environ.get(PIPELINE_TENANT) or environ.get(TENANT, "")
    client = environ.get(PIPELINE_CLIENT) or environ.get(CLIENT, "")
    if not (tenant and client):
        _needed(environ, Auth.PIPELINES, PIPELINE_TENANT, PIPELINE_CLIENT)
    (connection,) = _needed(environ, Auth.PIPELINES, CONNECTION)
    own = {key: value for key, value in common.items() if key != "transport"}
    if bundle := environ.get("REQUESTS_CA_BUNDLE"):
        own["connection_verify"] = bundle
    return AzurePipelinesCredential(
        tenant_id=tenant,
        client_id=client,
        service_connection_id=connection,
        system_access_token=token,
        **own,
    )


def _default(environ: Mapping[str, str], common: dict[str, Any]) -> AsyncSupportsTokenInfo:
    """What the environment names outright, else azure-identity's chain in its own order.

    A service principal or a federated token in the environment is used alone: nothing is probed,
    and its refusal is not buried under those of ten other credentials.
    """
    if not environ.get(CHAIN):
        if all(environ.get(name) for name in (TENANT, CLIENT, SECRET)):
            return _client_secret(environ, common)
        if all(environ.get(name) for name in (TENANT, CLIENT, CERTIFICATE)):
            return _client_certificate(environ, common)
        if all(environ.get(name) for name in (TENANT, CLIENT, TOKEN_FILE)):
            return _workload(environ, common)
    return DefaultAzureCredential(**common)


def _first_sentence(error: Exception) -> str:
    return (
        str(error).split(". ")[0].splitlines()[0].rstrip(".") if str(error) else "no reason given"
    )


_MAKERS = {
    Auth.DEFAULT: _default,
    Auth.CLI: _cli,
    Auth.MANAGED_IDENTITY: _managed_identity,
    Auth.WORKLOAD: _workload,
    Auth.PIPELINES: _pipelines,
    Auth.CLIENT_SECRET: _client_secret,
    Auth.CLIENT_CERTIFICATE: _client_certificate,
}
