"""Registries and what is in them. Source: azure_facts A.12."""

from datetime import datetime

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Record


class Registry(Record, frozen=True, kw_only=True):
    """A registry of the organisation that ARM lists."""

    id: str
    name: str
    location: str = ""
    discovery_url: str | None = None


REGISTRIES = SignalKey(
    "registries",
    tuple[Registry, ...],
    scope="subscription",
    title="Azure ML registries",
    actions=("Microsoft.MachineLearningServices/registries/read",),
)


class RegistryModel(Record, frozen=True, kw_only=True):
    """A model version in a registry, with where it came from."""

    registry: str
    name: str
    version: str
    origin: str | None = None
    """`originAssetId`: the workspace asset it was promoted from."""
    origin_known: bool = True
    """False where no answer told whether there is an origin."""
    created_at: datetime | None = None


REGISTRY_MODELS = SignalKey(
    "registry-models",
    tuple[RegistryModel, ...],
    scope="subscription",
    title="Models in the registries",
    actions=("Microsoft.MachineLearningServices/registries/assets/read",),
)


SYSTEM_REGISTRIES = frozenset(
    {"azureml", "azureml-meta", "azureml-msr", "azureml-cogsvc", "azureml-staging", "azure-openai",
     "azure-openai-v2", "azureml-restricted", "azureml-preview", "azureml-dev", "azureml-mistral",
     "azureml-cohere", "azureml-ai21", "azureml-nixtla", "azureml-jais", "azureml-xai",
     "azureml-deepseek", "azureml-blackforestlabs", "azureml-gretel", "azureml-bria",
     "azureml-paige", "azureml-core42", "azureml-stabilityai", "huggingface", "nvidia-ai",
     "azureml-meta-preview", "azureml-openai-oss"}
)  # fmt: skip
"""Registries of Microsoft and its partners, in lower case: using them is no promotion of one's
own (criteria.md, section 3)."""


def is_system_registry(name: str) -> bool:
    """Whether a registry is a catalogue everybody sees rather than one of the organisation's.

    The whole `azureml-` prefix is reserved for the service.
    """
    lowered = name.lower()
    return lowered in SYSTEM_REGISTRIES or lowered.startswith("azureml-")
