"""Who calls GitHub: a token, or an App at the owner that installed it."""

import base64
import binascii
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from aml_maturity_audit.sandbox.estate.settings import GitHubAccess
from aml_maturity_audit.sandbox.estate.times import plain_time
from aml_maturity_audit.sandbox.estate.world import World
from aml_maturity_audit.sandbox.github import refusals
from aml_maturity_audit.sandbox.github.model import Repository
from aml_maturity_audit.sandbox.web import Answer, Call

_INSTALLED = "ghs_sandbox"


@dataclass(frozen=True)
class Caller:
    """An identity that got in, and how."""

    access: GitHubAccess | None
    """None for somebody who showed nothing."""
    is_app: bool = False
    """By an App's own proof, before it has a token."""
    is_installed: bool = False

    def may(self, permission: str) -> bool:
        """Whether the token has a permission, as `actions: read`."""
        if self.access is None:
            return True
        name = permission.partition(":")[0]
        return self.access.permissions is None or name in self.access.permissions

    def sees(self, repository: Repository) -> bool:
        """Whether the repository is in sight."""
        if not repository.is_private:
            return True
        if self.access is None:
            return False
        seen = self.access.repositories
        return seen is None or repository.name.lower() in (one.lower() for one in seen)

    @property
    def lacking_status(self) -> int:
        """How a missing permission is answered."""
        return self.access.missing_permission_status if self.access else 404


class Gate:
    """Lets callers in, or answers as GitHub does to those it does not know."""

    def __init__(self, world: World) -> None:
        self._world = world

    def caller(self, call: Call) -> Caller | Answer:
        """The caller, or the refusal."""
        kind, _, token = call.header("Authorization").partition(" ")
        if not kind:
            return Caller(None)
        if kind.lower() not in {"token", "bearer"}:
            return refusals.bad_credentials()
        for identity in self._world.identities.values():
            access = identity.github
            if access.token and token == access.token:
                return refusals.bad_credentials() if access.expired else Caller(access)
            if access.app and token == f"{_INSTALLED}_{access.app}":
                return Caller(access, is_installed=True)
            if access.app and _issuer(token) == access.app:
                return Caller(access, is_app=True)
        return refusals.bad_credentials()

    def installation(self, caller: Caller) -> Answer:
        """How an App is installed."""
        if not caller.is_app or caller.access is None:
            return refusals.refusal(401, "A JSON web token could not be decoded")
        number = int(caller.access.app or 0)
        selected = caller.access.repositories is not None
        return Answer.json(
            {
                "id": number,
                "app_id": number,
                "repository_selection": "selected" if selected else "all",
                "permissions": self._permissions(caller.access),
            }
        )

    def token(self, caller: Caller) -> Answer:
        """A token for an installation, for an hour."""
        if not caller.is_app or caller.access is None:
            return refusals.refusal(401, "A JSON web token could not be decoded")
        selected = caller.access.repositories is not None
        body = {
            "token": f"{_INSTALLED}_{caller.access.app}",
            "expires_at": plain_time(self._world.now + timedelta(hours=1)),
            "permissions": self._permissions(caller.access),
            "repository_selection": "selected" if selected else "all",
        }
        return Answer.json(body, 201)

    def _permissions(self, access: GitHubAccess) -> dict[str, str]:
        names = access.permissions or ("actions", "contents", "metadata")
        return {name: "read" for name in names if name != "deployments"} | {"metadata": "read"}


def _issuer(token: str) -> str:
    """Who an App says that it is. The proof itself is not looked at: nobody can forge it here."""
    parts = token.split(".")
    if len(parts) != 3:
        return ""
    try:
        claims: Any = msgspec.json.decode(base64.urlsafe_b64decode(parts[1] + "=="))
    except (msgspec.MsgspecError, binascii.Error, ValueError):
        return ""
    return str(claims.get("iss", "")) if isinstance(claims, dict) else ""
