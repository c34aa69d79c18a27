"""An answer whose body is still to come, read as aiohttp brings it.

azure-core's own copies every header, keeps a generator beside the answer and lets the loop turn
once more for each that ends: as much work as sending the request.
"""

from collections.abc import AsyncIterator, Mapping

import aiohttp
from azure.core.exceptions import (
    AzureError,
    IncompleteReadError,
    ServiceRequestError,
    ServiceRequestTimeoutError,
    ServiceResponseError,
    ServiceResponseTimeoutError,
)
from azure.core.rest import HttpRequest
from multidict import CIMultiDict

from aml_maturity_audit.azure.sending import Sending


class Arriving:
    """What policies and `wire.py` ask of an `AsyncHttpResponse` that is streamed."""

    def __init__(self, request: HttpRequest | Sending, answer: aiohttp.ClientResponse) -> None:
        self.request = request
        self.internal_response = answer
        self.status_code = answer.status
        self.headers = answer.headers if answer.status == 200 else _joined(answer)

    async def iter_raw(self) -> AsyncIterator[bytes]:
        """The body in the pieces that come. Raises AzureError where it breaks off."""
        content = self.internal_response.content
        try:
            while part := await content.readany():
                yield part
        except (aiohttp.ClientError, TimeoutError) as error:
            self.internal_response.close()
            raise as_azure_error(error) from error

    async def close(self) -> None:
        """Let go of the connection, unless the body's end already has."""
        self.internal_response.close()


def as_azure_error(error: aiohttp.ClientError | TimeoutError) -> AzureError:
    """What azure-core's transport raises in the place of aiohttp's `error`."""
    if isinstance(error, aiohttp.ClientPayloadError):
        return IncompleteReadError(error, error=error)
    if isinstance(error, aiohttp.ClientResponseError):
        return ServiceResponseError(error, error=error)
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return ServiceRequestTimeoutError(error, error=error)
    if isinstance(error, TimeoutError):
        return ServiceResponseTimeoutError(error, error=error)
    return ServiceRequestError(error, error=error)


def _joined(answer: aiohttp.ClientResponse) -> Mapping[str, str]:
    """Headers; those that come more than once (challenges) are one, as azure-core has it."""
    names = dict.fromkeys(map(str.lower, answer.headers))
    return CIMultiDict((name, ", ".join(answer.headers.getall(name))) for name in names)
