"""How many requests a typical workspace takes (design.md, section 6)."""

from typing import Any

from collectors.http.conftest import Collect, Start

TYPICAL = """
now: 2026-11-20T09:00:00Z
principals: {ci: {name: ci, type: Application, clientId: c1c1c1c1-0000-4000-8000-000000000001}}
subscriptions:
  11111111-0000-4000-8000-000000000001:
    displayName: prod
    resourceGroups:
      rg:
        location: westeurope
        workspaces:
          churn:
            computes: {cpu: {properties: {computeType: AmlCompute}}}
            jobs:
              train:
                repeat: 200
                every: 10h
                created: -1h
                by: ci
                properties:
                  jobType: Command
                  status: Completed
                  experimentName: churn
                  command: python train.py
                  environmentId: "azureml:train:${n}"
                  computeId: ${workspace}/computes/cpu
                  inputs: {data: {jobInputType: uri_folder, uri: "azureml:customers:1"}}
            environments: {train: {versions: {"1": {properties: {image: x}}}}}
            data: {customers: {versions: {"1": {properties: {dataType: uri_folder, dataUri: x}}}}}
            schedules: {}
            models: {MODELS}
            onlineEndpoints: {ENDPOINTS}
"""
MODEL = '{versions: {"3": {properties: {modelType: mlflow_model, jobName: train-3}}}}'
DEPLOYMENT = (
    "{sku: {name: Default, capacity: 2}, properties: {endpointComputeType: Managed,"
    ' provisioningState: Succeeded, instanceType: x, model: "azureml:m1:3"}}'
)
ENDPOINT = (
    "{properties: {authMode: Key, provisioningState: Succeeded, traffic: {blue: 100}},"
    f" deployments: {{blue: {DEPLOYMENT}, green: {DEPLOYMENT}}}}}"
)


def typical(environment: str = '"azureml:train:1"') -> str:
    models = ", ".join(f"m{n}: {MODEL}" for n in range(1, 11))
    endpoints = ", ".join(f"e{n}: {ENDPOINT}" for n in range(1, 4))
    text = TYPICAL.replace('"azureml:train:${n}"', environment)
    return text.replace("{MODELS}", f"{{{models}}}").replace("{ENDPOINTS}", f"{{{endpoints}}}")


def of_workspace(sandbox: Any) -> list[str]:
    return [one.path for one in sandbox.requests if "/workspaces/churn/" in one.path.lower()]


async def test_a_typical_workspace(start: Start, gather: Collect) -> None:
    sandbox = start(text=typical())
    snapshot = await gather(sandbox, data_plane=False)
    asked = of_workspace(sandbox)
    assert len(asked) <= 34
    assert len(asked) == len(set(asked)) + 1  # the second page of jobs
    assert snapshot.footer.requests.arm < 34 + 12  # with discovery and the subscription's lists


async def test_a_further_endpoint_takes_two_requests(start: Start, gather: Collect) -> None:
    few, more = start(text=typical()), start(text=typical().replace("e1:", f"e0: {ENDPOINT}, e1:"))
    await gather(few, data_plane=False)
    await gather(more, data_plane=False)
    assert len(of_workspace(more)) == len(of_workspace(few)) + 2
