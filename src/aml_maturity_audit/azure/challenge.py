"""Tokens with claims challenges, for answers that are read as streams.

azure-core's policy keeps a token of its own, which goes on being shown after another request has
had it renewed; it forgets the answer that carried a challenge, which for a stream leaves its
connection open; and it lets a malformed challenge end the request. This one asks for the present
token each time, closes, and carries on.
"""

from typing import Any, cast

from azure.core.pipeline import PipelineRequest, PipelineResponse
from azure.mgmt.core.policies import AsyncARMChallengeAuthenticationPolicy

from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.azure.tokens import Tokens

_HEADER = "Authorization"
_KIND = "Bearer "
_CHALLENGE = "WWW-Authenticate"


def token_in(header: object) -> str:
    """The token that an Authorization header shows, or nothing."""
    return str(header or "").removeprefix(_KIND)


class ChallengePolicy(AsyncARMChallengeAuthenticationPolicy):
    """Attaches the token, and answers a challenge with one that meets its claims."""

    def __init__(self, tokens: Tokens, scope: str) -> None:
        super().__init__(cast("Any", tokens), scope)
        self._tokens = tokens
        self._scope = scope

    async def send(self, request: PipelineRequest[Any]) -> PipelineResponse[Any, Any]:
        """The answer; to the request sent again, where that answers a challenge.

        As azure-core's, without its hooks: there is nothing to hook in.
        """
        await self.on_request(request)
        response = await self.next.send(request)
        refusal = response.http_response
        if refusal.status_code != 401 or _CHALLENGE not in refusal.headers:
            return response
        again = await self.on_challenge(request, response)
        return await self.next.send(request) if again else response

    async def on_request(self, request: PipelineRequest[Any]) -> None:
        """With the present token. Raises Problem where there is none to be had."""
        token = await self._tokens.get_token_info(self._scope)
        request.http_request.headers[_HEADER] = _KIND + token.token

    async def on_challenge(
        self, request: PipelineRequest[Any], response: PipelineResponse[Any, Any]
    ) -> bool:
        """Whether the request is to be sent again; a challenge that cannot be read is none."""
        try:
            answered = await self._answered(request, response)
        except ValueError:  # no base64, or no text
            return False
        except Problem:
            await response.http_response.close()
            raise
        if answered:
            await response.http_response.close()
        return answered

    async def _answered(
        self, request: PipelineRequest[Any], response: PipelineResponse[Any, Any]
    ) -> bool:
        """Many requests are challenged at once: those after the first show its new token."""
        if self._tokens.is_replaced(token_in(request.http_request.headers.get(_HEADER))):
            await self.on_request(request)
            return True
        return bool(await super().on_challenge(request, response))
