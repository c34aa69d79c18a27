"""An estate to look things up in: this workspace, another one and a registry."""

from typing import Any

from aml_maturity_audit.collectors.estate import Estate
from aml_maturity_audit.signals.jobs import Job, JobInput
from aml_maturity_audit.signals.models import ModelVersion
from aml_maturity_audit.signals.registries import Registry
from collectors.fake_azure import GROUP, HOME, ML, workspace

FAR = f"{GROUP}/{ML}/workspaces/dev"
FAR_GUID = "bbbbbbbb-0000-4000-8000-000000000002"
REGISTRY = f"{GROUP}/{ML}/registries/contoso"
DISCOVERY = "/registrymanagement/v1.0/registries/contoso/discovery"
FRONTEND = f"/mferp/managementfrontend{REGISTRY}"
EASTUS = {
    "registryName": "contoso",
    "subscriptionId": REGISTRY.split("/")[2],
    "resourceGroup": "rg",
    "primaryRegionResourceProviderUri": "https://eastus.api.azureml.ms/",
}


def estate(*, registry: bool = True) -> Estate:
    known = Estate()
    known.add_workspaces([workspace("dev", guid=FAR_GUID)])
    if registry:
        known.add_registries([Registry(id=REGISTRY, name="contoso")])
    return known


def version(**properties: Any) -> dict[str, Any]:
    return {"name": "3", "properties": properties}


def made(job: str | None, workspace_id: str | None = HOME, name: str = "m") -> ModelVersion:
    return ModelVersion(reference=name, name=name, job_name=job, workspace_id=workspace_id)


def job(name: str = "train", **known: Any) -> Job:
    return Job(**{"name": name, "type": "Command", **known})


def inputs(*uris: str) -> tuple[JobInput, ...]:
    return tuple(JobInput(name=f"i{n}", uri=uri) for n, uri in enumerate(uris))
