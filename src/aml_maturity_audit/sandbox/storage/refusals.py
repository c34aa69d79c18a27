"""Azure Storage's errors in its own words.

Source: learn.microsoft.com, "Blob service error codes" and "Common REST API error codes".
"""

from xml.sax.saxutils import escape

from aml_maturity_audit.sandbox.web import Answer

XML = "application/xml"


def refusal(status: int, code: str, message: str, **headers: str) -> Answer:
    """An error as XML, its code in a header too; header names take `_` for `-`."""
    body = (
        '<?xml version="1.0" encoding="utf-8"?>'
        f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    )
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status, body.encode(), {"x-ms-error-code": code, **named}, XML)


def no_token(authority: str) -> Answer:
    """401 with the challenge that names Entra."""
    challenge = f"Bearer authorization_uri={authority} resource_id=https://storage.azure.com"
    message = "Server failed to authenticate the request. Please refer to the information in the "
    return refusal(
        401,
        "NoAuthenticationInformation",
        f"{message}www-authenticate header.",
        WWW_Authenticate=challenge,
    )


def token_refused(authority: str) -> Answer:
    """401 for a token that expired, or that is another service's."""
    challenge = f"Bearer authorization_uri={authority} resource_id=https://storage.azure.com"
    message = "Server failed to authenticate the request. Please refer to the information in the "
    return refusal(
        401,
        "InvalidAuthenticationInfo",
        f"{message}www-authenticate header.",
        WWW_Authenticate=challenge,
    )


def not_permitted() -> Answer:
    """403 for an identity without a role for data."""
    message = "This request is not authorized to perform this operation using this permission."
    return refusal(403, "AuthorizationPermissionMismatch", message)


def no_container() -> Answer:
    """404."""
    return refusal(404, "ContainerNotFound", "The specified container does not exist.")


def no_blob() -> Answer:
    """404."""
    return refusal(404, "BlobNotFound", "The specified blob does not exist.")


def exists() -> Answer:
    """409 for a blob that was to be new."""
    return refusal(409, "BlobAlreadyExists", "The specified blob already exists.")


def not_empty() -> Answer:
    """409 for a directory that has something in it."""
    message = "This operation is not permitted on a non-empty directory."
    return refusal(409, "DirectoryIsNotEmpty", message)


def condition_not_met() -> Answer:
    """412."""
    message = "The condition specified using HTTP conditional header(s) is not met."
    return refusal(412, "ConditionNotMet", message)


def no_such_range(size: int) -> Answer:
    """416."""
    message = "The range specified is invalid for the current size of the resource."
    return refusal(416, "InvalidRange", message, Content_Range=f"bytes */{size}")


def bad_blocks() -> Answer:
    """400 for a list of blocks of which one is not there."""
    return refusal(400, "InvalidBlockList", "The specified block list is invalid.")


def unsupported(method: str, what: str) -> Answer:
    """400 for what this sandbox does not do."""
    return refusal(400, "InvalidInput", f"The sandbox does not do {method} {what}.")
