"""Classic definitions name tasks by id; these are the ones the reader knows.

Source: the `task.json` files of the built-in tasks of Azure Pipelines.
"""

from collections.abc import Mapping

_NAMES = {
    "46e4be58-730b-4389-8a2f-ea10b3e5e815": "AzureCLI",
    "6c731c3c-3c68-459a-a5c9-bde6e6595b5b": "Bash",
    "e213ff0f-5d5c-4791-802d-52ea3e7be1f1": "PowerShell",
    "d9bafed4-0b18-4f58-968d-86655b4d2ce9": "CmdLine",
    "bfc8bf76-e7ac-4a8c-9a55-a944a9f632fd": "BatchScript",
    "6392f95f-7e76-4a18-b3c7-7f078d2f7700": "PythonScript",
    "72a1931b-effb-4d2e-8fd8-f8472a07cb62": "AzurePowerShell",
    "ef087383-ee5e-42c7-9a53-ab56c98420f9": "VSTest",
    "5541a522-603c-47ad-91fc-a4b1d163081b": "DotNetCoreCLI",
    "fe47e961-9fa8-4106-8639-368c024d43ad": "Npm",
    "ac4ee482-65da-4485-a532-7b085873e532": "Maven",
    "8d8eebd8-2b94-4c97-85af-839254cc6da4": "Gradle",
    "34b37fdd-bbf7-4ef1-b37c-9652ca7bb355": "Go",
    "b82cfbe4-34f9-40f5-889e-c8842ca9dd9d": "gulp",
    "521d1e15-f5fb-4b73-a93b-b2fe88a9a286": "Grunt",
    "e28912f1-0114-4464-802a-a3a35437fd16": "Docker",
    "6975e2d1-96d3-4afc-8a41-498b5d34ea19": "DockerCompose",
    "94a74903-f93f-4075-884f-dc11f34058b4": "AzureResourceManagerTemplateDeployment",
    "7c8f9a3b-2d4e-4f1a-9b6c-8e5d3a1f7c2b": "BicepDeploy",
    "afa7d54d-537b-4dc8-b60a-e0eeea2c9a87": "HelmDeploy",
    "cbc316a2-586f-4def-be79-488a1f503564": "Kubernetes",
    "dee316a2-586f-4def-be79-488a1f503dfe": "KubernetesManifest",
    "15858991-8bac-4542-99e7-577fef9b5be6": "AzureWebAppContainer",
    "18bde28a-8172-45cb-b204-5cef1393dbb1": "AzureWebApp",
    "497d490f-eea7-4f2b-ab94-48d9c1acdcb1": "AzureRmWebAppDeployment",
    "bcb64569-d51a-4af0-9c01-ea5d05b3b622": "ManualIntervention",
    "2003ad3a-104a-451a-9238-60474ab294e6": "ManualValidation",
}


def task_name(identifier: str, inputs: Mapping[str, str]) -> str:
    """The name of a task by its id, else by inputs only that task has; empty where unknown.

    Tasks of extensions have ids of their own making, but their inputs tell them apart.
    """
    known = _NAMES.get(identifier.lower())
    if known:
        return known
    keys = {key.lower() for key in inputs}
    if {"pipelineid", "experimentname"} <= keys:
        return "MLPublishedPipelineRestAPITask"
    if "command" in keys and keys & {"backendservicearm", "environmentservicenameazurerm"}:
        return "TerraformTask"
    if "inlinescript" in keys and "scriptlocation" in keys:
        return "AzureCLI"
    return ""
