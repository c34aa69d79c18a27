"""The data plane's errors in its own words."""

from aml_maturity_audit.sandbox.web import Answer


def network_forbidden(workspace: str) -> Answer:
    """403: the workspace takes calls through its private endpoint only."""
    message = (
        f"Public network access is disabled for workspace '{workspace}'. To access it, connect "
        "from within its virtual network, through the private endpoint."
    )
    return _user_error(403, "Forbidden", message)


def action_forbidden(client: str, object_id: str, action: str, scope: str) -> Answer:
    """403: the right is missing."""
    message = (
        f"The client '{client}' with object id '{object_id}' does not have authorization to "
        f"perform action '{action}' over scope '{scope}' or the scope is invalid."
    )
    return _user_error(403, "AuthorizationFailed", message)


def not_found(what: str) -> Answer:
    """404."""
    return _user_error(404, "UserError", f"{what} was not found.")


def parameter_invalid(message: str) -> Answer:
    """400 in MLflow's own envelope."""
    return Answer.json({"error_code": "INVALID_PARAMETER_VALUE", "message": message}, 400)


def _user_error(status: int, code: str, message: str) -> Answer:
    return Answer.json({"error": {"code": code, "message": message, "innerError": None}}, status)
