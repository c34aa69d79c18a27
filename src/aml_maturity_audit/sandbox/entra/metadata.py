"""`/metadata/endpoints`: where this cloud's ARM and Entra are."""

from aml_maturity_audit.sandbox.estate.world import World
from aml_maturity_audit.sandbox.web import Answer, Call


class Metadata:
    """The list form of api-version 2019-05-01 and the object form of later ones."""

    def __init__(self, world: World) -> None:
        self._world = world

    def claims(self, call: Call) -> bool:
        """One path only."""
        return call.path.rstrip("/").lower() == "/metadata/endpoints"

    def answer(self, call: Call) -> Answer:
        """The endpoints; no token is asked for."""
        version = call.asked("api-version")
        if not version:
            return Answer.json({"error": {"code": "MissingApiVersionParameter"}}, 400)
        cloud = self._cloud()
        return Answer.json([cloud] if version <= "2019-05-01" else cloud)

    def _cloud(self) -> dict[str, object]:
        url, name = self._world.url, self._world.settings.cloud
        return {
            "portal": "https://portal.azure.com",
            "authentication": {
                "loginEndpoint": f"{url}/",
                "audiences": [f"{url}/", url],
                "tenant": "common",
                "identityProvider": "AAD",
            },
            "media": url,
            "graphAudience": f"{url}/graph",
            "graph": f"{url}/graph",
            "name": name,
            "suffixes": {
                "azureDataLakeStoreFileSystem": "dfs.sandbox.invalid",
                "acrLoginServer": "azurecr.sandbox.invalid",
                "sqlServerHostname": "database.sandbox.invalid",
                "azureDataLakeAnalyticsCatalogAndJob": "adla.sandbox.invalid",
                "keyVaultDns": "vault.sandbox.invalid",
                "storage": "core.sandbox.invalid",
                "azureFrontDoorEndpointSuffix": "azurefd.sandbox.invalid",
            },
            "batch": f"{url}/batch",
            "resourceManager": f"{url}/",
            "vmImageAliasDoc": f"{url}/aliases.json",
            "activeDirectoryDataLake": f"{url}/",
            "sqlManagement": f"{url}/sql",
            "gallery": f"{url}/gallery",
        }
