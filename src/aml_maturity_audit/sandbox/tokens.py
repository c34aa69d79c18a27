"""The tokens this sandbox issued: opaque, bound to an audience, with a lifetime."""

import base64
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from aml_maturity_audit.sandbox.clock import now
from aml_maturity_audit.sandbox.estate.settings import Identity

DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798"
MACHINE_LEARNING = "https://ml.azure.com"
STORAGE = "https://storage.azure.com"
_ARM = ("https://management.azure.com", "https://management.core.windows.net")


@dataclass(frozen=True)
class Grant:
    """What a token stands for."""

    identity: Identity
    audience: str
    expires: datetime


class Tokens:
    """Issued tokens by their text."""

    def __init__(self, url: str, tenant: str, lifetime: int) -> None:
        self._tenant = tenant
        self._url = url
        self.lifetime = timedelta(seconds=lifetime)
        self._issued: dict[str, Grant] = {}
        self.arm_audiences = (url, *_ARM)
        self.audiences = (*self.arm_audiences, DEVOPS, MACHINE_LEARNING, STORAGE)

    def audience_of(self, scope: str) -> str | None:
        """The audience a scope asks for; None where nothing here has that name."""
        wanted = scope.removesuffix("/.default").rstrip("/")
        return next((known for known in self.audiences if known == wanted), None)

    def issue(self, identity: Identity, audience: str) -> str:
        """A new token; it looks like a JWT and holds nothing secret."""
        expires = now() + self.lifetime
        claims: Mapping[str, object] = {
            "aud": audience,
            "iss": f"{self._url}/{self._tenant}/v2.0",
            "appid": identity.client_id,
            "oid": identity.object_id,
            "tid": self._tenant,
            "idtyp": "app",
            "exp": int(expires.timestamp()),
        }
        token = ".".join(
            [
                _segment({"typ": "JWT", "alg": "RS256", "kid": "sandbox"}),
                _segment(claims),
                secrets.token_urlsafe(32),
            ]
        )
        self._issued[token] = Grant(identity, audience, expires)
        return token

    def grant(self, token: str) -> Grant | None:
        """What the token stands for, also after it expired; None for a token of nobody's."""
        return self._issued.get(token)

    def is_live(self, grant: Grant, audiences: Iterable[str]) -> bool:
        """Whether the grant has not expired and is meant for one of the audiences."""
        return grant.audience in audiences and grant.expires > now()

    def expire_all(self) -> None:
        """End every token now, as when a run outlives them."""
        ended = now() - timedelta(seconds=1)
        for token, grant in self._issued.items():
            self._issued[token] = Grant(grant.identity, grant.audience, ended)


def bearer(header: str) -> str:
    """The token in an Authorization header, or nothing."""
    kind, _, token = header.partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _segment(content: Mapping[str, object]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(content)).decode().rstrip("=")
