"""Files put into a container of Azure Storage: beside a history, all that is ever written to Azure.

A file is one Put Blob, so that it is there whole or not at all, and a repeat takes its place.
Source: learn.microsoft.com, "Put Blob", "Authorize with Microsoft Entra ID" (x-ms-version from
2017-11-09 on).
"""

import asyncio
import logging
import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import format_datetime
from typing import Any, cast
from urllib.parse import quote

import aiohttp
from azure.core import AsyncPipelineClient
from azure.core.exceptions import AzureError
from azure.core.pipeline.policies import RequestIdPolicy
from azure.core.rest import AsyncHttpResponse, HttpRequest

from aml_maturity_audit.azure import clock
from aml_maturity_audit.azure.agent import AgentPolicy
from aml_maturity_audit.azure.answers import RETRIED, correlation
from aml_maturity_audit.azure.challenge import ChallengePolicy, token_in
from aml_maturity_audit.azure.credentials import new_credential
from aml_maturity_audit.azure.door import Settings
from aml_maturity_audit.azure.guard import FolderGuard, GuardPolicy
from aml_maturity_audit.azure.metadata import cloud_of
from aml_maturity_audit.azure.patience import Patience, retry_after
from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.azure.reachability import is_untrusted, unreachable
from aml_maturity_audit.azure.storage import SCOPE, Address
from aml_maturity_audit.azure.tokens import Tokens
from aml_maturity_audit.azure.transport import SharedTransport, new_session
from aml_maturity_audit.errors import AccessError, AuditError, NotFoundError, ToolFailure

VERSION = "2021-12-02"
_SLOWEST = 500_000
"""Bytes a second that a file may take beside the time of a small one."""
_CREATED = 201
_log = logging.getLogger("aml_maturity_audit.requests")


@asynccontextmanager
async def open_folder(uri: str, settings: Settings) -> AsyncIterator["BlobFolder"]:
    """Sign in to `abfss://CONTAINER@ACCOUNT.dfs.SUFFIX/PATH` for a block.

    Raises UsageError for what is no such address in this cloud, and what signing in raises.
    """
    address = Address.parse(uri)
    async with new_session(settings.environ) as session:
        transport = SharedTransport(session, settings.patience)
        cloud = await cloud_of(settings.cloud, settings.environ, transport)
        below = f"{address.endpoint(cloud)}/{address.container}{address.path}"

        def sign_in_afresh() -> Any:  # noqa: ANN401  azure-core's protocol is invariant
            return new_credential(
                settings.auth, cloud, transport, settings.environ, settings.patience
            )

        async with Tokens(sign_in_afresh, settings.auth, settings.environ) as tokens:
            await tokens.sign_in(SCOPE)
            client: AsyncPipelineClient[Any, Any] = AsyncPipelineClient(
                below,
                policies=[
                    GuardPolicy(FolderGuard(below)),
                    RequestIdPolicy(),
                    AgentPolicy(),
                    ChallengePolicy(cast("Any", tokens), SCOPE),
                ],
                transport=transport,
            )
            yield BlobFolder(uri, below, client, tokens, settings.patience)


class BlobFolder:
    """A folder in a container that is signed in to."""

    def __init__(
        self,
        uri: str,
        below: str,
        client: "AsyncPipelineClient[Any, Any]",
        tokens: Tokens,
        patience: Patience,
    ) -> None:
        self._uri = uri.rstrip("/")
        self._below = below
        self._client = client
        self._tokens = tokens
        self._patience = patience

    async def put(self, name: str, content: bytes) -> None:
        """Put a file below the folder, in the place of one of the same name.

        Raises AccessError, NotFoundError or ToolFailure where it could not be put.
        """
        try:
            await self._put(name, content)
        except AuditError as error:
            _log.info(error.what)
            raise

    async def _put(self, name: str, content: bytes) -> None:
        renewed = False
        for attempt in range(1, self._patience.attempts + 1):
            again = attempt < self._patience.attempts
            wait = self._patience.backoff_before(attempt + 1)
            try:
                answer = await self._attempt(name, content)
            except Problem as problem:
                raise AccessError(self._could_not(name, problem.reason)) from problem
            except (AzureError, aiohttp.ClientError, OSError, ValueError) as error:
                if not again or is_untrusted(error) or isinstance(error, ValueError):
                    raise ToolFailure(self._could_not(name, unreachable(error))) from error
            else:
                if answer.status_code == _CREATED:
                    return
                if answer.status_code == 401 and not renewed:
                    renewed = await self._tokens.renew(
                        token_in(answer.request.headers.get("Authorization"))
                    )
                elif answer.status_code not in RETRIED or not again:
                    raise self._refused(name, answer)
                wait = min(retry_after(answer.headers) or wait, self._patience.longest)
            await asyncio.sleep(wait)
        raise ToolFailure(self._could_not(name, "its token was refused."))

    async def _attempt(self, name: str, content: bytes) -> AsyncHttpResponse:
        """The answer, whose body is not needed: the error's code is a header."""
        headers = {
            "x-ms-version": VERSION,
            "x-ms-date": format_datetime(clock.now(), usegmt=True),
            "x-ms-blob-type": "BlockBlob",
            "x-ms-blob-content-type": _type_of(name),
            "Content-Type": "application/octet-stream",
        }
        url = f"{self._below}/{quote(name)}"
        request = HttpRequest("PUT", url, headers=headers, content=content)
        async with asyncio.timeout(self._patience.attempt + len(content) / _SLOWEST):
            return cast("AsyncHttpResponse", await self._client.send_request(request))

    def _refused(self, name: str, answer: AsyncHttpResponse) -> AuditError:
        code = answer.headers.get("x-ms-error-code", "")
        code = f" {code}" if code.isalnum() else ""
        said = f"it was answered with {answer.status_code}{code}{correlation(answer.headers)}."
        what = self._could_not(name, said)
        if answer.status_code in {401, 403}:
            return AccessError(
                what,
                remedy="Grant the identity Storage Blob Data Contributor on the container, and let"
                " this machine through the account's network rules.",
            )
        if answer.status_code == 404:
            return NotFoundError(what, remedy="Create the container, or correct the address.")
        return ToolFailure(what)

    def _could_not(self, name: str, why: str) -> str:
        return f"{self._uri}/{name} could not be written: {why}"


def _type_of(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
