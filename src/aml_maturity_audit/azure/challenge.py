"""Tokens with claims challenges, for answers that are read as streams.

azure-core's policy forgets the answer that carried the challenge, which for a stream leaves its
connection open, and lets a malformed challenge end the request. This one closes and carries on.
"""

from typing import Any

from azure.core.pipeline import PipelineRequest, PipelineResponse
from azure.mgmt.core.policies import AsyncARMChallengeAuthenticationPolicy

from aml_maturity_audit.azure.problems import Problem


class ChallengePolicy(AsyncARMChallengeAuthenticationPolicy):
    """Attaches the token, and answers a challenge with one that meets its claims."""

    async def on_challenge(
        self, request: PipelineRequest[Any], response: PipelineResponse[Any, Any]
    ) -> bool:
        """Whether the request is to be sent again; a challenge that cannot be read is none."""
        try:
            answered = await super().on_challenge(request, response)
        except ValueError:  # no base64, or no text
            return False
        except Problem:
            await response.http_response.close()
            raise
        if answered:
            await response.http_response.close()
        return answered
