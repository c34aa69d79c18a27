"""Who asks, as the logs of the other side show it."""

from typing import Any

from azure.core.pipeline import PipelineRequest, PipelineResponse
from azure.core.pipeline.policies import AsyncHTTPPolicy, UserAgentPolicy

from aml_maturity_audit import __version__


class AgentPolicy(AsyncHTTPPolicy[Any, Any]):
    """Names this tool, and what AZURE_HTTP_USER_AGENT adds.

    azure-core's own policy looks that up for each request, through hooks that take as long again.
    """

    def __init__(self) -> None:
        super().__init__()
        own = UserAgentPolicy(base_user_agent=f"aml-maturity-audit/{__version__}")
        self._agent = own.user_agent

    async def send(self, request: PipelineRequest[Any]) -> PipelineResponse[Any, Any]:
        """The answer."""
        request.http_request.headers["User-Agent"] = self._agent
        return await self.next.send(request)
