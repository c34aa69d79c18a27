"""The cloud of a run: by name, or from ARM_CLOUD_METADATA_URL. Source: design.md, section 3."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

import aiohttp
from azure.core.exceptions import AzureError
from azure.core.rest import HttpRequest

from aml_maturity_audit.azure.clouds import (
    KNOWN,
    METADATA_VARIABLE,
    Cloud,
    cloud_from_metadata,
    known_cloud,
    with_authority,
)
from aml_maturity_audit.azure.guard import parsed
from aml_maturity_audit.azure.problems import GuardRefused
from aml_maturity_audit.azure.reachability import unreachable
from aml_maturity_audit.azure.transport import SharedTransport, hang_up
from aml_maturity_audit.errors import ToolFailure, UsageError

_LONGEST = 10.0
_LARGEST = 4 * 1024 * 1024


async def cloud_of(
    name: str | None, environ: Mapping[str, str], transport: SharedTransport
) -> Cloud:
    """The cloud called `name`, else the one that the environment's metadata address describes.

    Without either, the public one. Raises UsageError where there is no such cloud, ToolFailure
    where the metadata address does not answer.
    """
    url = environ.get(METADATA_VARIABLE, "").strip()
    if not url or (name or "").lower() in KNOWN:
        return with_authority(known_cloud(name), environ)
    body = await _fetch(url, transport)
    return with_authority(cloud_from_metadata(body, url, name), environ)


async def ask_the_time(transport: SharedTransport, cloud: Cloud) -> None:
    """Let Azure Resource Manager answer once, without any token; where it does not, that is all."""
    request = HttpRequest("GET", f"{cloud.arm}/metadata/endpoints?api-version=2019-05-01")
    with suppress(AzureError, aiohttp.ClientError, OSError, ValueError):
        async with asyncio.timeout(_LONGEST):
            response = await transport.send(request, stream=True)
            hang_up(response)
            await response.close()


async def _fetch(url: str, transport: SharedTransport) -> bytes:
    """The metadata; asked without any token, and over https only."""
    try:
        parsed(url)
    except GuardRefused as refused:
        raise UsageError(f"{METADATA_VARIABLE} is {url!r}, which is no https address.") from refused
    try:
        response = await transport.send(HttpRequest("GET", url), stream=True)
        body = b""
        async for part in response.iter_raw():
            body += part
            if len(body) > _LARGEST:
                break
        await response.close()
    except (AzureError, aiohttp.ClientError, OSError, ValueError) as error:
        raise ToolFailure(
            f"{METADATA_VARIABLE} ({url}) got no answer: {unreachable(error)}"
        ) from error
    if response.status_code != 200:
        raise ToolFailure(f"{METADATA_VARIABLE} ({url}) answered with {response.status_code}.")
    return body
