"""ARM as the tests call it: through the official client."""

from typing import Any

from azure.core.rest import HttpRequest, HttpResponse
from azure.identity import ClientSecretCredential
from azure.mgmt.resource.resources import ResourceManagementClient

from aml_maturity_audit.sandbox import Sandbox

SUBSCRIPTION = "11111111-0000-4000-8000-000000000001"
ML = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.MachineLearningServices"
CHURN = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-churn/providers"
    "/Microsoft.MachineLearningServices/workspaces/churn"
)


def credential(sandbox: Sandbox, secret: str | None = None) -> ClientSecretCredential:
    """The estate's first identity, by its secret."""
    environment = sandbox.environment
    return ClientSecretCredential(
        environment["AZURE_TENANT_ID"],
        environment["AZURE_CLIENT_ID"],
        secret or environment["AZURE_CLIENT_SECRET"],
        authority=environment["AZURE_AUTHORITY_HOST"],
        disable_instance_discovery=True,
    )


class Arm:
    """GETs with a token, as `ResourceManagementClient.send_request` makes them."""

    def __init__(self, sandbox: Sandbox, **options: Any) -> None:
        self.client = ResourceManagementClient(
            credential(sandbox),
            SUBSCRIPTION,
            base_url=sandbox.url,
            credential_scopes=[f"{sandbox.url}/.default"],
            **options,
        )

    def get(self, path: str, version: str = "2025-12-01", **query: str) -> HttpResponse:
        named = {key.replace("__", "$"): value for key, value in query.items()}
        request = HttpRequest("GET", path, params={"api-version": version, **named})
        return self.client.send_request(request)

    def value(self, path: str, **query: str) -> list[Any]:
        """The first page's items."""
        response = self.get(path, **query)
        assert response.status_code == 200, response.text()
        return list(response.json()["value"])

    def names(self, path: str, **query: str) -> list[str]:
        return [item["name"] for item in self.value(path, **query)]

    def error(self, path: str, **query: str) -> tuple[int, str, str]:
        """Status, code and message of a refusal."""
        response = self.get(path, **query)
        error = response.json()["error"]
        return response.status_code, error["code"], error["message"]
