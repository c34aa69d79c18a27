"""Are artifacts promoted through registries?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.promotion import uses_a_registry
from aml_maturity_audit.mapping.reads import SERVING, TRAINING, together
from aml_maturity_audit.mapping.steps import model, model_version, registry, where
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    return uses_a_registry(view)


def _remedy(view: View) -> str:
    name, version, shared = model(view), model_version(view), registry(view)
    return (
        "Create a registry of your own and share what is good from there: az ml model share --name"
        f" {name} --version {version} --registry-name {shared} --share-with-name {name}"
        f" --share-with-version {version} {where(view)}; deploy"
        f" azureml://registries/{shared}/models/{name}/versions/{version} in production."
    )


CRITERION = Criterion(
    id="artifacts-are-promoted-through-registry",
    title="Artifacts are promoted through a registry",
    question="Does production, or training, use an asset of the organisation's registry?",
    rule="Met: a production deployment or a training job uses an asset of one of the organisation's"
    " registries (not a system registry as azureml or HuggingFace). Not met: none does.",
    reads=together(SERVING, TRAINING),
    blind_spots="Which registries are the organisation's is told by their names: those that"
    " Microsoft and its partners publish are left out.",
    remedy=_remedy,
    docs="machine-learning/how-to-share-models-pipelines-across-workspaces-with-registries",
    effort=4,
    judge=_judge,
)
