"""Azure DevOps' errors in its own words: JSON, or a web page where it wants a sign-in."""

from urllib.parse import quote

from aml_maturity_audit.sandbox.web import Answer

_PAGE = (
    "<!DOCTYPE html><html><head><title>{title}</title></head>"
    "<body><h1>{title}</h1><p>{text}</p></body></html>"
)
_HTML = "text/html; charset=utf-8"


def refusal(status: int, kind: str, message: str) -> Answer:
    """An exception of the server, as JSON."""
    body = {
        "$id": "1",
        "innerException": None,
        "message": message,
        "typeName": f"Microsoft.TeamFoundation.{kind}, Microsoft.TeamFoundation",
        "typeKey": kind,
        "errorCode": 0,
        "eventId": 3000,
    }
    return Answer.json(body, status)


def sign_in_page() -> Answer:
    """203: what a token that nobody knows gets."""
    body = _PAGE.format(title="Azure DevOps Services | Sign In", text="Sign in to continue.")
    return Answer(203, body.encode(), {}, _HTML)


def sign_in_redirect(url: str, organization: str) -> Answer:
    """302: what a browser without a token gets."""
    return Answer(302, b"", {"Location": f"{url}/_signin?realm={quote(organization)}"}, _HTML)


def sign_in_needed(url: str, tenant: str) -> Answer:
    """401: what a client without a token gets, where it asks not to be redirected."""
    challenge = f'Bearer authorization_uri={url}/{tenant}, Basic realm="{url}/", TFS-Federated'
    message = "TF400813: The user '' is not authorized to access this resource."
    return Answer(
        401,
        _PAGE.format(title="Access Denied", text=message).encode(),
        {"WWW-Authenticate": challenge, "X-TFS-ServiceError": quote(message)},
        _HTML,
    )


def pat_expired() -> Answer:
    """401: a personal access token past its time."""
    message = "Access Denied: The Personal Access Token used has expired."
    page = _PAGE.format(title="Access Denied", text=message)
    return Answer(401, page.encode(), {"X-TFS-ServiceError": quote(message)}, _HTML)


def unauthorized(who: str, status: int = 401) -> Answer:
    """A scope is missing, or the identity is no member."""
    message = f"TF400813: The user '{who}' is not authorized to access this resource."
    return refusal(status, "UnauthorizedRequestException", message)


def organization_missing(name: str) -> Answer:
    """404 for an organization: a web page."""
    text = f"The resource cannot be found: {name}"
    body = _PAGE.format(title="404 - Page not found", text=text.replace("<", "&lt;"))
    return Answer(404, body.encode(), {}, _HTML)


def project_missing(name: str) -> Answer:
    """404 for a project, which may also be one that the caller may not see."""
    message = (
        f"TF200016: The following project does not exist: {name}. Verify that the name of the "
        "project is correct and that the project exists on the specified Azure DevOps Server."
    )
    return refusal(404, "ProjectDoesNotExistWithNameException", message)


def repository_missing(name: str) -> Answer:
    """404 for a repository that is gone, disabled or not to be seen."""
    message = (
        f"TF401019: The Git repository with name or identifier {name} does not exist or you do "
        "not have permissions for the operation you are attempting."
    )
    return refusal(404, "GitRepositoryNotFoundException", message)


def item_missing(path: str, repository: str, branch: str) -> Answer:
    """404 for a file."""
    message = (
        f"TF401174: The item '{path}' could not be found in the repository '{repository}' at the "
        f"version specified by '<Branch: {branch}>'."
    )
    return refusal(404, "GitItemNotFoundException", message)


def version_missing(version: str, repository: str) -> Answer:
    """404 for a branch or commit."""
    message = (
        f"TF401175: The version descriptor <{version}> could not be resolved to a version in the "
        f"repository {repository}."
    )
    return refusal(404, "GitUnresolvableToCommitException", message)


def thing_missing(kind: str, number: str) -> Answer:
    """404 for anything that has a number."""
    return refusal(404, f"{kind}NotFoundException", f"{kind} {number} was not found.")


def argument_wrong(message: str) -> Answer:
    """400."""
    return refusal(400, "ArgumentException", message)


def route_missing(path: str) -> Answer:
    """404 for a controller that is not there."""
    message = f"The controller for path '{path}' was not found or does not implement IController."
    return refusal(404, "HttpException", message)


def method_wrong(method: str) -> Answer:
    """405."""
    message = f"The requested resource does not support http method '{method}'."
    return Answer.json({"count": 1, "value": {"Message": message}}, 405)
