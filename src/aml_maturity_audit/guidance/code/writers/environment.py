"""A named, versioned environment for training. Source: azure_facts A.10."""

from collections.abc import Iterator

from aml_maturity_audit.guidance.code import names
from aml_maturity_audit.guidance.code.artefact import ENVIRONMENT, Artefact
from aml_maturity_audit.guidance.code.quoting import as_yaml, command
from aml_maturity_audit.guidance.code.site import Site

WHAT = "a versioned environment for training"
FOR = frozenset({"environments-are-defined", "training-environment-is-managed-and-traceable"})
_SCHEMA = "https://azuremlschemas.azureedge.net/latest/environment.schema.json"


def write(site: Site) -> Iterator[Artefact]:
    """The environment. Raises NameMissing where the image is not given."""
    image = site.given.need("training-image", "What is in the training image, no snapshot holds")
    name = names.derived(site.view.workspace.name, "training")
    file = "environment-training.yml"
    content = {"$schema": _SCHEMA, "name": name, "version": "1", "image": image}
    yield Artefact(
        name=file,
        kind=ENVIRONMENT,
        text=as_yaml(content),
        does=f"Registers {image} as environment {name}, version 1.",
        apply=(command("az", "ml", "environment", "create", "-f", file, *site.where),),
        criteria=site.wants(FOR),
        mind=(
            f"Then name it in the training job: environment: azureml:{name}:1.",
            "A version never changes: raise it when the image does.",
        ),
    )
