"""Who calls ARM: a bearer token issued here, for ARM, and not expired."""

from aml_maturity_audit.sandbox.arm.refusals import authentication_missing, token_invalid
from aml_maturity_audit.sandbox.arm.rights import Rights
from aml_maturity_audit.sandbox.estate.settings import Identity
from aml_maturity_audit.sandbox.estate.world import World
from aml_maturity_audit.sandbox.tokens import Tokens, bearer
from aml_maturity_audit.sandbox.web import Answer, Call


class Door:
    """Checks tokens and remembers each identity's rights."""

    def __init__(self, world: World, tokens: Tokens) -> None:
        self._world = world
        self._tokens = tokens
        self._rights: dict[str, Rights] = {}

    def caller(self, call: Call, audiences: tuple[str, ...] | None = None) -> Rights | Answer:
        """The caller's rights, or the 401 that says what is wrong with the token."""
        authority = f"{self._world.url}/{self._world.settings.tenant.id}"
        token = bearer(call.header("Authorization"))
        if not token:
            return authentication_missing(authority)
        grant = self._tokens.grant(token)
        if grant is None:
            return token_invalid(
                authority, "InvalidAuthenticationToken", "The access token is invalid."
            )
        wanted = audiences or self._tokens.arm_audiences
        if grant.audience not in wanted:
            why = (
                "The access token has been obtained for wrong audience or resource "
                f"'{grant.audience}'. It should exactly match with one of the allowed audiences "
                f"'{wanted[0]}'."
            )
            return token_invalid(authority, "InvalidAuthenticationTokenAudience", why)
        if not self._tokens.is_live(grant, wanted):
            return token_invalid(
                authority, "ExpiredAuthenticationToken", "The access token expired."
            )
        return self._rights_of(grant.identity)

    def _rights_of(self, identity: Identity) -> Rights:
        known = self._rights.get(identity.client_id)
        if known is None:
            groups = self._world.settings.management_groups
            known = self._rights[identity.client_id] = Rights(identity, groups)
        return known
