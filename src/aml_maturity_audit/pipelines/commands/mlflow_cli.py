"""The `mlflow` command line, where it works on Azure ML or builds an image."""

from collections.abc import Sequence

from aml_maturity_audit.pipelines.commands.meaning import Meaning
from aml_maturity_audit.pipelines.commands.names import trains_by_purpose
from aml_maturity_audit.pipelines.commands.options import options_of
from aml_maturity_audit.pipelines.shell import Word


def read_mlflow(words: Sequence[Word], around: str) -> Meaning:
    """`mlflow run -b azureml`, `mlflow deployments create -t azureml://…`, `models build-docker`.

    Other targets and a run on the agent itself say nothing about Azure ML.
    """
    meaning = Meaning()
    plain = [word.value for word in words[1:3]]
    options = options_of(words[1:])
    target = options.text("-t", "--target").lower()
    if plain[:1] == ["run"] and options.text("-b", "--backend").lower() == "azureml":
        meaning.azure_ml = True
        if trains_by_purpose([options.text("--experiment-name")], around):
            meaning.show("trains_model")
    if plain == ["models", "build-docker"]:
        meaning.show("builds_image")
    if plain[:1] == ["deployments"] and "azureml" in target:
        meaning.azure_ml = True
        if plain[1:] in (["create"], ["update"], ["create-endpoint"], ["update-endpoint"]):
            meaning.show("deploys_model")
        if plain[1:] == ["predict"]:
            meaning.show("tests_deployment")
    return meaning
