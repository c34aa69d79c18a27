"""Posting the message: https only, signed, no redirect followed, a few attempts, never an error.

The signature is HMAC-SHA256 over `TIMESTAMP.BODY`; the receiver computes it again and refuses old
timestamps. No token of the audit ever goes there.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import aiohttp
import msgspec
from yarl import URL

from aml_maturity_audit import __version__
from aml_maturity_audit.azure.clock import now
from aml_maturity_audit.azure.hosts import is_loopback
from aml_maturity_audit.azure.reachability import unreachable
from aml_maturity_audit.azure.transport import new_session, proxy_for
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.notify.model import Notification

SECRET = "AML_MATURITY_AUDIT_NOTIFICATION_SECRET"  # noqa: S105  the variable's name
ATTEMPTS = 4
_SECONDS = 15
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Webhook:
    """Where to tell, and the key to sign with; no key: unsigned."""

    url: URL
    secret: bytes | None = None

    @property
    def shown(self) -> str:
        """Its address without path and query, which may be a secret."""
        return str(self.url.origin())


def webhook_of(url: str, environ: Mapping[str, str]) -> Webhook:
    """The webhook at `url`; its key comes from the environment alone.

    Raises UsageError unless it is https, or http on this machine, without a login in it.
    """
    try:
        address = URL(url)
        host = address.host or ""
    except ValueError:
        address, host = URL(), ""
    local = address.scheme == "http" and is_loopback(host)
    if not host or address.user is not None or not (address.scheme == "https" or local):
        raise UsageError(
            "The notification's url is no https address without a login.",
            remedy=f"Give https://HOST/PATH; the key to sign with stands in {SECRET}.",
        )
    secret = environ.get(SECRET, "")
    return Webhook(address, secret.encode() or None)


def headers_of(webhook: Webhook, body: bytes, timestamp: int) -> dict[str, str]:
    """What goes with the body."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"aml-maturity-audit/{__version__}",
        "X-Maturity-Timestamp": str(timestamp),
    }
    if webhook.secret is not None:
        signed = hmac.new(webhook.secret, f"{timestamp}.".encode() + body, hashlib.sha256)
        headers["X-Maturity-Signature"] = f"sha256={signed.hexdigest()}"
    return headers


async def send(
    webhook: Webhook,
    message: Notification,
    environ: Mapping[str, str],
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> str:
    """Post it; empty where it was taken, else one sentence why not. Raises nothing of its own."""
    body = msgspec.json.encode(message)
    said = ""
    async with new_session(environ) as session:
        for attempt in range(ATTEMPTS):
            if attempt:
                await sleep(2.0**attempt)
            said, again = await _attempt(session, webhook, body)
            if not again:
                break
    return said


async def _attempt(
    session: aiohttp.ClientSession, webhook: Webhook, body: bytes
) -> tuple[str, bool]:
    """What went wrong, and whether to try again."""
    try:
        async with session.post(
            webhook.url,
            data=body,
            headers=headers_of(webhook, body, int(now().timestamp())),
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=_SECONDS),
            **proxy_for(webhook.url),
        ) as answer:
            if 200 <= answer.status < 300:
                return "", False
            return f"{webhook.shown} answered with {answer.status}", answer.status in _AGAIN
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return unreachable(error).rstrip("."), True
