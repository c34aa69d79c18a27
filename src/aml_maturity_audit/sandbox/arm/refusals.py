"""ARM's errors in ARM's words (recorded answers and azure_facts A.24)."""

from aml_maturity_audit.sandbox.web import Answer


def refusal(status: int, code: str, message: str, **headers: str) -> Answer:
    """An error in ARM's envelope."""
    body = {"error": {"code": code, "message": message}}
    return Answer.json(body, status, x_ms_failure_cause="gateway", **headers)


def authentication_missing(authority: str) -> Answer:
    """401: no bearer token."""
    challenge = f'Bearer authorization_uri="{authority}", error="invalid_token", '
    challenge += 'error_description="The authentication failed because of missing '
    challenge += "'Authorization' header.\""
    message = "Authentication failed. The 'Authorization' header is missing."
    return refusal(401, "AuthenticationFailed", message, WWW_Authenticate=challenge)


def token_invalid(authority: str, code: str, why: str) -> Answer:
    """401: a token that is expired, unknown or meant for somebody else."""
    challenge = f'Bearer authorization_uri="{authority}", error="invalid_token", '
    challenge += f'error_description="{why}"'
    return refusal(401, code, why, WWW_Authenticate=challenge)


def forbidden(client: str, object_id: str, action: str, scope: str) -> Answer:
    """403: the right is missing; names the action, as ARM does."""
    message = (
        f"The client '{client}' with object id '{object_id}' does not have authorization to "
        f"perform action '{action}' over scope '{scope}' or the scope is invalid. If access was "
        "recently granted, please refresh your credentials."
    )
    return refusal(403, "AuthorizationFailed", message)


def subscription_not_found(subscription: str) -> Answer:
    """404 for a subscription that is not there."""
    message = f"The subscription '{subscription}' could not be found."
    return refusal(404, "SubscriptionNotFound", message)


def subscription_malformed(subscription: str) -> Answer:
    """400 for a subscription id that is no GUID."""
    message = f"The provided subscription identifier '{subscription}' is malformed or invalid."
    return refusal(400, "InvalidSubscriptionId", message)


def group_not_found(group: str) -> Answer:
    """404 for a resource group."""
    message = f"Resource group '{group}' could not be found."
    return refusal(404, "ResourceGroupNotFound", message)


def resource_not_found(type_: str, name: str, group: str) -> Answer:
    """404 for a resource of any provider."""
    message = (
        f"The Resource '{type_}/{name}' under resource group '{group}' was not found. "
        "For more details please go to https://aka.ms/ARMResourceNotFoundFix"
    )
    return refusal(404, "ResourceNotFound", message)


def asset_not_found(kind: str, name: str) -> Answer:
    """404 for what lives inside a workspace: Azure ML's own error, under ARM's envelope."""
    body = {
        "error": {
            "code": "UserError",
            "message": f"Requested {kind} {name} was not found.",
            "details": [{"code": "NotFound", "message": f"{kind} {name} not found."}],
            "additionalInfo": [
                {"type": "ComponentName", "info": {"value": "managementfrontend"}},
                {"type": "InnerError", "info": {"value": {"code": "NotFound", "innerError": None}}},
            ],
        }
    }
    return Answer.json(body, 404)


def invalid_path(path: str) -> Answer:
    """404 for what ARM knows no route for."""
    return refusal(404, "InvalidResourcePath", f"The request path '{path}' is invalid.")


def api_version_missing() -> Answer:
    """400: every call to ARM names its api-version."""
    message = "The api-version query parameter (?api-version=) is required for all requests."
    return refusal(400, "MissingApiVersionParameter", message)


def api_version_unknown(type_: str, version: str, supported: tuple[str, ...]) -> Answer:
    """400: the resource provider does not serve this version."""
    offered = ", ".join(supported) or "2024-10-01, 2024-04-01"
    message = (
        f"No registered resource provider found for location '' and API version '{version}' for "
        f"type '{type_}'. The supported api-versions are '{offered}'."
    )
    return refusal(400, "NoRegisteredProviderFound", message)


def api_version_invalid(version: str, supported: tuple[str, ...]) -> Answer:
    """400: ARM itself does not know this version."""
    offered = ", ".join(supported) or "2022-12-01, 2021-04-01"
    message = f"The api-version '{version}' is invalid. The supported versions are '{offered}'."
    return refusal(400, "InvalidApiVersionParameter", message)


def method_not_allowed(method: str) -> Answer:
    """405: the sandbox is read only."""
    message = f"The request method '{method}' is not supported: the sandbox is read only."
    return refusal(405, "MethodNotAllowed", message)


def throttled(subscription: str, retry_after: int) -> Answer:
    """429 with Retry-After, as ARM's token bucket answers."""
    message = (
        f"Number of requests for subscription '{subscription}' exceeded the limit. "
        f"Please try again after '{retry_after}' seconds after additional tokens are available."
    )
    return refusal(429, "SubscriptionRequestsThrottled", message, Retry_After=str(retry_after))
