"""Entra's errors in Entra's words."""

import uuid

from aml_maturity_audit.sandbox.clock import now
from aml_maturity_audit.sandbox.web import Answer

_URI = "https://login.microsoftonline.com/error?code="


def refusal(code: str, error: str, message: str, status: int = 400) -> Answer:
    """An error of the token endpoint, with trace and correlation ids."""
    stamp = now().strftime("%Y-%m-%d %H:%M:%SZ")
    trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
    text = f"{code}: {message} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {stamp}"
    body = {
        "error": error,
        "error_description": text,
        "error_codes": [int(code.removeprefix("AADSTS"))],
        "timestamp": stamp,
        "trace_id": trace,
        "correlation_id": correlation,
        "error_uri": _URI + code.removeprefix("AADSTS"),
    }
    return Answer.json(body, status)


def tenant_not_found(tenant: str) -> Answer:
    """AADSTS90002."""
    message = (
        f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are "
        "signing into the correct cloud. Check with your subscription administrator, this may "
        "happen if there are no active subscriptions for the tenant."
    )
    return refusal("AADSTS90002", "invalid_request", message)


def client_not_found(client: str, tenant: str) -> Answer:
    """AADSTS700016."""
    message = (
        f"Application with identifier '{client}' was not found in the directory '{tenant}'. This "
        "can happen if the application has not been installed by the administrator of the tenant "
        "or consented to by any user in the tenant. You may have sent your authentication request "
        "to the wrong tenant."
    )
    return refusal("AADSTS700016", "unauthorized_client", message)


def secret_wrong(client: str) -> Answer:
    """AADSTS7000215."""
    message = (
        "Invalid client secret provided. Ensure the secret being sent in the request is the client "
        f"secret value, not the client secret ID, for a secret added to app '{client}'."
    )
    return refusal("AADSTS7000215", "invalid_client", message, 401)


def secret_expired(client: str) -> Answer:
    """AADSTS7000222."""
    message = (
        f"The provided client secret keys for app '{client}' are expired. Visit the Azure portal "
        "to create new keys for your app: https://aka.ms/NewClientSecret, or consider using "
        "certificate credentials for added security: https://aka.ms/certCreds."
    )
    return refusal("AADSTS7000222", "invalid_client", message, 401)


def resource_not_found(scope: str, tenant: str) -> Answer:
    """AADSTS500011."""
    message = (
        f"The resource principal named {scope} was not found in the tenant named {tenant}. This "
        "can happen if the application has not been installed by the administrator of the tenant "
        "or consented to by any user in the tenant."
    )
    return refusal("AADSTS500011", "invalid_resource", message)


def grant_unsupported(grant: str) -> Answer:
    """AADSTS70003."""
    message = f"The app requested an unsupported grant type '{grant}'."
    return refusal("AADSTS70003", "unsupported_grant_type", message)
