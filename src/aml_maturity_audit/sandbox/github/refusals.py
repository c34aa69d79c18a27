"""GitHub's errors in its own words."""

from aml_maturity_audit.sandbox.web import Answer

_DOCS = "https://docs.github.com/rest"


def refusal(status: int, message: str, **headers: str) -> Answer:
    """An error as JSON."""
    body = {"message": message, "documentation_url": _DOCS, "status": str(status)}
    return Answer.json(body, status, **headers)


def bad_credentials() -> Answer:
    """401: a token that nobody knows, or that has expired."""
    return refusal(401, "Bad credentials")


def missing() -> Answer:
    """404: not there, or not to be seen."""
    return refusal(404, "Not Found")


def moved(url: str) -> Answer:
    """301: a repository that has another name now."""
    body = {"message": "Moved Permanently", "url": url, "documentation_url": _DOCS}
    return Answer.json(body, 301, Location=url)


def lacking(permission: str, status: int, *, by_app: bool) -> Answer:
    """A permission that the token does not have: 403, or 404 as for what is out of sight."""
    if status == 404:
        return missing()
    who = "integration" if by_app else "personal access token"
    named = permission.replace(": ", "=")
    return refusal(403, f"Resource not accessible by {who}", X_Accepted_GitHub_Permissions=named)


def used_up(reset: int) -> Answer:
    """403: the limit is used up until then."""
    return refusal(
        403,
        "API rate limit exceeded for user ID 1.",
        X_RateLimit_Limit="5000",
        X_RateLimit_Remaining="0",
        X_RateLimit_Reset=str(reset),
    )


def wrong(message: str) -> Answer:
    """422: an argument that cannot be read."""
    return refusal(422, message)
