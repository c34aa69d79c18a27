"""The walk of a fleet as one would write it with azure-ai-ml: MLClient, workspace by workspace.

usage: walk_mlclient.py THREADS

Reads of each workspace what an audit of it needs and MLClient lists: jobs, models with their newest
version, data, environments, components, computes, schedules, online and batch endpoints with their
deployments. One credential for all; telemetry off; the cloud that ARM_CLOUD_METADATA_URL describes
is registered once (left alone, azure-ai-ml asks for it again with every client and operation).
Says on stderr how much was read. With THREADS 0 it imports what it needs and ends: its start-up.
"""

import logging
import os
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
from azure.ai.ml import MLClient
from azure.ai.ml.constants import ListViewType
from azure.identity import DefaultAzureCredential

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)

QUIET = {"enable_telemetry": False, "show_progress": False}
Cloud = dict[str, Any]
"""Keyword arguments of MLClient that say which cloud it talks to."""
EVERYTHING = ListViewType.ALL


def read_workspace(client: MLClient) -> int:
    """How many things were read of the client's workspace."""
    read = sum(1 for _ in client.jobs.list(list_view_type=EVERYTHING))
    for model in list(client.models.list(list_view_type=EVERYTHING)):
        client.models.get(model.name, version=model.latest_version)
        read += 2
    for assets in (client.data, client.environments, client.components):
        read += sum(1 for _ in assets.list(list_view_type=EVERYTHING))
    read += sum(1 for _ in client.compute.list())
    read += sum(1 for _ in client.schedules.list())
    for endpoint in list(client.online_endpoints.list()):
        read += 1 + sum(1 for _ in client.online_deployments.list(endpoint.name))
    for endpoint in list(client.batch_endpoints.list()):
        read += 1 + sum(1 for _ in client.batch_deployments.list(endpoint.name))
    return read


def main(threads: int) -> None:
    base, cloud = registered_cloud()
    with DefaultAzureCredential(disable_instance_discovery=True) as credential:
        places = [
            (subscription, workspace.resource_group, workspace.name)
            for subscription in subscriptions(credential, base)
            for workspace in MLClient(credential, subscription, **QUIET, **cloud).workspaces.list(
                scope="subscription"
            )
        ]

        def read(place: tuple[str, str, str]) -> int:
            return read_workspace(MLClient(credential, *place, **QUIET, **cloud))

        if threads == 1:
            read_things = sum(read(place) for place in places)
        else:
            with ThreadPoolExecutor(threads) as pool:
                read_things = sum(pool.map(read, places))
    print(f"{len(places)} workspaces, {read_things} things", file=sys.stderr)


def registered_cloud() -> tuple[str, Cloud]:
    """Where Resource Manager is, and the cloud as MLClient takes it."""
    said = requests.get(os.environ["ARM_CLOUD_METADATA_URL"], timeout=30).json()[0]
    base = said["resourceManager"].rstrip("/")
    metadata = {
        "azure_portal": said["portal"],
        "resource_manager": said["resourceManager"],
        "active_directory": said["authentication"]["loginEndpoint"],
        "aml_resource_id": "https://ml.azure.com",
        "storage_endpoint": said["suffixes"]["storage"],
        "registry_discovery_endpoint": f"{base}/",
    }
    return base, {"cloud": "Fleet", "cloud_metadata": metadata}


def subscriptions(credential: DefaultAzureCredential, base: str) -> list[str]:
    """The subscriptions that the credential sees."""
    listed = requests.get(
        f"{base}/subscriptions?api-version=2022-12-01",
        headers={"Authorization": f"Bearer {credential.get_token(f'{base}/.default').token}"},
        timeout=30,
    )
    return [one["subscriptionId"] for one in listed.json()["value"]]


if __name__ == "__main__" and sys.argv[1] != "0":
    main(int(sys.argv[1]))
