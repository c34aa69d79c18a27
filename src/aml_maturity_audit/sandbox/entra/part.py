"""OpenID configuration, instance discovery and the token endpoint."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from aml_maturity_audit.sandbox.entra import refusals
from aml_maturity_audit.sandbox.estate.settings import Identity
from aml_maturity_audit.sandbox.estate.world import World
from aml_maturity_audit.sandbox.tokens import Tokens
from aml_maturity_audit.sandbox.web import Answer, Call

_TOKEN = re.compile(r"/([^/]+)/oauth2/v2\.0/token", re.IGNORECASE)
_OPENID = re.compile(r"/([^/]+)/v2\.0/\.well-known/openid-configuration", re.IGNORECASE)
_INSTANCES = "/common/discovery/instance"


class Entra:
    """Signs service principals in with a secret or a client assertion."""

    def __init__(self, world: World, tokens: Tokens) -> None:
        self._world = world
        self._tokens = tokens

    def claims(self, call: Call) -> bool:
        """The OAuth 2 paths of any tenant."""
        path = call.path
        return bool(_TOKEN.fullmatch(path) or _OPENID.fullmatch(path)) or path == _INSTANCES

    def answer(self, call: Call) -> Answer:
        """The document or the token asked for, or Entra's refusal."""
        if call.path == _INSTANCES:
            return self._instances()
        openid = _OPENID.fullmatch(call.path)
        if openid is not None:
            return self._openid(openid[1])
        token = _TOKEN.fullmatch(call.path)
        assert token is not None
        if call.method != "POST":
            return refusals.refusal("AADSTS900561", "invalid_request", "Only POST is accepted.")
        form = dict(parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True))
        return self._token(token[1], form)

    def _knows(self, tenant: str) -> bool:
        known = self._world.settings.tenant
        return tenant.lower() in (known.id.lower(), known.domain.lower())

    def _instances(self) -> Answer:
        endpoint = f"{self._world.url}/{{tenant}}/v2.0/.well-known/openid-configuration"
        host = self._world.url.removeprefix("https://")
        names = {"preferred_network": host, "preferred_cache": host, "aliases": [host]}
        return Answer.json(
            {
                "tenant_discovery_endpoint": endpoint.replace("{tenant}", "common"),
                "api-version": "1.1",
                "metadata": [names],
            }
        )

    def _openid(self, tenant: str) -> Answer:
        if not self._knows(tenant) and tenant not in ("common", "organizations"):
            return refusals.tenant_not_found(tenant)
        base = f"{self._world.url}/{tenant}"
        return Answer.json(
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
                "response_types_supported": ["code", "id_token"],
                "subject_types_supported": ["pairwise"],
                "tenant_region_scope": "EU",
            }
        )

    def _token(self, tenant: str, form: Mapping[str, str]) -> Answer:
        if not self._knows(tenant):
            return refusals.tenant_not_found(tenant)
        if form.get("grant_type") != "client_credentials":
            return refusals.grant_unsupported(form.get("grant_type", ""))
        client = form.get("client_id", "")
        identity = self._identity(client)
        if identity is None:
            return refusals.client_not_found(client, self._world.settings.tenant.display_name)
        refused = self._refused_proof(identity, form)
        if refused is not None:
            return refused
        scope = form.get("scope", "")
        audience = self._tokens.audience_of(scope)
        if audience is None:
            return refusals.resource_not_found(scope, self._world.settings.tenant.display_name)
        seconds = int(self._tokens.lifetime.total_seconds())
        return Answer.json(
            {
                "token_type": "Bearer",
                "expires_in": seconds,
                "ext_expires_in": seconds,
                "access_token": self._tokens.issue(identity, audience),
            }
        )

    def _identity(self, client: str) -> Identity | None:
        known = self._world.identities.values()
        return next((one for one in known if one.client_id.lower() == client.lower()), None)

    def _refused_proof(self, identity: Identity, form: Mapping[str, str]) -> Answer | None:
        if form.get("client_assertion"):
            return None
        if form.get("client_secret") != identity.secret:
            return refusals.secret_wrong(identity.client_id)
        return refusals.secret_expired(identity.client_id) if identity.secret_expired else None
