"""Who calls Azure DevOps: a personal access token, or an Entra token for its audience."""

import base64
from dataclasses import dataclass

from aml_maturity_audit.sandbox.devops import refusals
from aml_maturity_audit.sandbox.estate.settings import Identity
from aml_maturity_audit.sandbox.estate.world import World
from aml_maturity_audit.sandbox.tokens import DEVOPS, Tokens, bearer
from aml_maturity_audit.sandbox.web import Answer, Call


@dataclass(frozen=True)
class Caller:
    """An identity that got in; `scopes` is None where the token is not limited."""

    identity: Identity
    scopes: frozenset[str] | None

    def may(self, scope: str | None) -> bool:
        """Whether the token has the scope; a manage scope holds the read scope."""
        if scope is None or self.scopes is None:
            return True
        return any(one == scope or one.startswith(scope + "_") for one in self.scopes)

    def sees(self, project: str) -> bool:
        """Whether the identity may see a project."""
        seen = self.identity.devops.projects
        return seen is None or project.lower() in (one.lower() for one in seen)


class Gate:
    """Lets callers in, or answers as Azure DevOps does to those it does not know."""

    def __init__(self, world: World, tokens: Tokens) -> None:
        self._world = world
        self._tokens = tokens

    def caller(self, call: Call, organization: str) -> Caller | Answer:
        """The caller, or the sign-in page, redirect or refusal."""
        header = call.header("Authorization")
        kind = header.partition(" ")[0].lower()
        if kind == "basic":
            return self._by_pat(_password(header))
        if kind == "bearer":
            return self._by_token(bearer(header))
        if call.header("X-TFS-FedAuthRedirect").lower() == "suppress":
            return refusals.sign_in_needed(self._world.url, self._world.settings.tenant.id)
        return refusals.sign_in_redirect(self._world.url, organization)

    def _by_pat(self, pat: str) -> Caller | Answer:
        for identity in self._world.identities.values():
            if identity.devops.pat and identity.devops.pat == pat:
                if identity.devops.expired:
                    return refusals.pat_expired()
                return Caller(identity, frozenset(identity.devops.scopes))
        return refusals.sign_in_page()

    def _by_token(self, token: str) -> Caller | Answer:
        grant = self._tokens.grant(token)
        if grant is None or not self._tokens.is_live(grant, [DEVOPS]):
            return refusals.sign_in_needed(self._world.url, self._world.settings.tenant.id)
        if not grant.identity.devops.member:
            return refusals.unauthorized(grant.identity.object_id)
        return Caller(grant.identity, None)


def _password(header: str) -> str:
    try:
        decoded = base64.b64decode(header.partition(" ")[2]).decode()
    except ValueError:
        return ""
    return decoded.partition(":")[2]
