"""Is there a registered model?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from mapping.build import UNREAD, cut, deployment, endpoint, snapshot, verdict
from mapping.lineage import key, model, version

ID = "models-are-versioned"
SHARED = "azureml://registries/acme/models/churn/versions/3"


def test_a_model_of_the_workspace() -> None:
    assert verdict(snapshot(models=[model()]), ID).verdict == MET


@pytest.mark.parametrize("other", [model(archived=True), model("azureml_anonymous")])
def test_archived_and_anonymous_models_are_none(other) -> None:
    assert verdict(snapshot(models=[other]), ID).verdict == NOT_MET


def serving(reference: str, *known):
    return snapshot(
        online_endpoints=[endpoint()],
        online_deployments=[deployment(model=reference)],
        model_versions=known,
    )


def from_registry(**more):
    told = {"reference": key(SHARED, "models"), "registry": "acme", "workspace_id": None, **more}
    return version("churn", "3", latest=False, **told)


def test_a_model_of_the_organisations_registry_in_production() -> None:
    assert verdict(serving(SHARED, from_registry()), ID).verdict == MET
    assert verdict(serving(SHARED, from_registry(state="missing")), ID).verdict == NOT_MET
    assert verdict(serving(SHARED, from_registry(state="denied")), ID).verdict == UNKNOWN
    assert verdict(serving(SHARED), ID).verdict == UNKNOWN


def test_a_model_of_a_catalogue_is_nobodys() -> None:
    catalogue = "azureml://registries/azureml-meta/models/llama/versions/1"
    known = version("llama", "1", reference=key(catalogue, "models"), registry="azureml-meta")
    assert verdict(serving(catalogue, known), ID).verdict == NOT_MET


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
def test_unread_models(reading) -> None:
    assert verdict(snapshot(models=reading), ID).verdict == UNKNOWN


def test_a_cut_list_still_shows_one() -> None:
    assert verdict(snapshot(models=cut(model())), ID).verdict == MET
