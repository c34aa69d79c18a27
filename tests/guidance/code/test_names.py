"""Names come from strangers: they end up in file names, YAML, Bicep and commands, or nowhere."""

import re
import shlex

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.guidance.code import names
from aml_maturity_audit.guidance.code.artefact import NameMissing
from aml_maturity_audit.guidance.code.quoting import as_yaml, command

HOSTILE = [
    "../../etc",
    "a b",
    "$(x)",
    "${{ x }}",
    "a'b",
    "a\nb",
    "-rf",
    "",
    "é",
    "a/b",
    "#x",
    "a;b",
]


@given(st.text(max_size=300))
def test_file_names_are_safe_whatever_the_name(text):
    name = names.file_name(text, ".yml")
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,80}\.yml", name)
    assert ".." not in name
    assert name == names.file_name(text, ".yml")


@given(st.text(max_size=60), st.text(max_size=60))
def test_different_names_have_different_files(left, right):
    same = names.file_name(left, ".yml") == names.file_name(right, ".yml")
    assert same == (left == right)


@given(st.text(max_size=300), st.sampled_from([32, 60, 80]))
def test_derived_names_fit(text, most):
    name = names.derived(text, "autoscale", most)
    assert len(name) <= most
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", name)


@pytest.mark.parametrize("name", ["v2", "b", "blue", "Blue-2", "a" * 32])
def test_deployments_are_called_what_they_are(name):
    assert names.proper_deployment(name, "x") == name


def test_a_plain_name_is_kept():
    assert names.derived("mlw-churn-prod", "retrain") == "mlw-churn-prod-retrain"
    assert names.file_name("deployment-churn-green", ".yml") == "deployment-churn-green.yml"


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "check",
    [
        lambda name: names.proper(name, "x"),
        lambda name: names.proper_deployment(name, "x"),
        lambda name: names.proper_id(f"/subscriptions/{name}//x", "x"),
        names.proper_subscription,
        lambda name: names.asset_reference(name, "x"),
    ],
)
def test_a_name_that_azure_does_not_give_is_refused(name, check):
    with pytest.raises(NameMissing):
        check(name)


@pytest.mark.parametrize(
    ("reference", "written"),
    [
        ("azureml:churn:4", "azureml:churn:4"),
        (
            "/subscriptions/s/resourceGroups/r/providers/Microsoft.MachineLearningServices"
            "/workspaces/w/models/churn/versions/4",
            "azureml:/subscriptions/s/resourceGroups/r/providers/Microsoft.MachineLearningServices"
            "/workspaces/w/models/churn/versions/4",
        ),
        (
            "azureml://registries/contoso/models/churn/versions/4",
            "azureml://registries/contoso/models/churn/versions/4",
        ),
    ],
)
def test_references_as_yaml_takes_them(reference, written):
    assert names.asset_reference(reference, "model") == written


@pytest.mark.parametrize(
    "reference",
    [
        None,
        "",
        "churn",
        "azureml:churn@latest",
        "azureml://locations/x/workspaces/g/models/c/versions/1",
    ],
)
def test_a_reference_without_version_or_home(reference):
    with pytest.raises(NameMissing):
        names.asset_reference(reference, "model")


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=60), max_size=4))
def test_any_text_comes_back_from_yaml(content):
    assert yaml.safe_load(as_yaml({"x": content})) == {"x": content}


@given(st.lists(st.text(max_size=30), min_size=1))
def test_any_words_come_back_from_a_command(words):
    assert shlex.split(command(*words)) == words
