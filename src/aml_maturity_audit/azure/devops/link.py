"""One exchange with Azure DevOps through the SDK's client, in a thread, read within bounds."""

import json
import time
from typing import Any

import requests
from msrest.exceptions import ClientException
from msrest.universal_http import ClientRequest

from aml_maturity_audit.azure.answers import Answer
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.azure.problems import Unanswered
from aml_maturity_audit.azure.question import Question
from aml_maturity_audit.azure.tls import BUNDLE_VARIABLES

LARGEST_BODY = 64 * 1024 * 1024
LARGEST_ERROR = 256 * 1024
_CHUNK = 64 * 1024


class Broken(Exception):
    """The exchange failed; `lasting` where asking again would not help."""

    def __init__(self, reason: str, *, lasting: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.lasting = lasting


def exchange(connection: Any, question: Question, accept: str, patience: Patience) -> Answer:  # noqa: ANN401  untyped SDK
    """The answer to `question`, read to its end.

    Raises Broken where none came, and Unanswered where it is too big or was not asked for.
    """
    request = ClientRequest(question.method, question.url, headers={"Accept": accept})
    content = None
    if question.body is not None:
        request.headers["Content-Type"] = "application/json"
        request.data = json.dumps(question.body)
    ends = time.monotonic() + patience.attempt
    try:
        response = connection._client.send(request, content=content)
        try:
            body = _read(response, question, ends)
        finally:
            response.close()
    except (ClientException, requests.RequestException, OSError) as error:
        raise broken(error) from error
    return Answer(response.status_code, response.headers, body)


def _read(response: requests.Response, question: Question, ends: float) -> bytes:
    most = LARGEST_BODY if response.status_code == 200 else LARGEST_ERROR
    parts: list[bytes] = []
    size = 0
    for part in response.iter_content(_CHUNK):
        size += len(part)
        if size > most:
            if response.status_code != 200:
                break
            raise Unanswered(
                f"{question.what} was answered with more than {most // 2**20} MB; not read further."
            )
        if time.monotonic() > ends:
            raise Broken("it took too long.")
        parts.append(part)
    return b"".join(parts)


def broken(error: Exception) -> Broken:
    """Why there was no answer, in a sentence that quotes nothing."""
    cause = _cause(error)
    if isinstance(cause, requests.exceptions.SSLError):
        names = " or ".join(BUNDLE_VARIABLES)
        return Broken(
            "the host's certificate is not trusted. If your network inspects TLS, name its"
            f" certificate authority in {names}.",
            lasting=True,
        )
    if isinstance(cause, requests.exceptions.ProxyError):
        return Broken("the proxy cannot be reached. Check HTTPS_PROXY and NO_PROXY.")
    if isinstance(cause, requests.exceptions.Timeout):
        return Broken("it took too long.")
    if isinstance(cause, requests.exceptions.InvalidSchema | requests.exceptions.InvalidURL):
        return Broken("its address cannot be used.", lasting=True)
    if isinstance(cause, requests.exceptions.ChunkedEncodingError):
        return Broken("the connection was closed in the middle of the answer.")
    if isinstance(cause, requests.exceptions.ConnectionError | ConnectionError):
        return Broken("the host cannot be reached, or closed the connection.")
    return Broken(f"the transport failed ({type(cause).__name__}).")


def _cause(error: BaseException) -> BaseException:
    inner = getattr(error, "inner_exception", None)
    if isinstance(error, ClientException) and isinstance(inner, BaseException):
        return _cause(inner)
    return error
