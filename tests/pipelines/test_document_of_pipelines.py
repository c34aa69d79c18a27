"""The published document fits its schema."""

import json

import jsonschema
import pytest

from aml_maturity_audit.pipelines import SCHEMA_FILE, read_classic_build, to_document
from aml_maturity_audit.signals.practices import PRACTICES
from pipelines.reading import GITHUB, azure_script, github_script, read

SCHEMA = json.loads(SCHEMA_FILE.read_text())


@pytest.fixture(scope="module")
def document() -> dict[str, object]:
    return to_document(
        {
            "b.yml": read(azure_script("pytest")),
            "a.yml": read(github_script("flake8"), GITHUB),
            "c.yml": read("a: [", "c.yml"),
            "classic": read_classic_build({"name": "x"}),
        }
    )


def test_it_fits_the_schema(document: dict[str, object]) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(json.dumps(document)), SCHEMA)


def test_every_practice_stands_there(document: dict[str, object]) -> None:
    pipelines = document["pipelines"]
    assert isinstance(pipelines, list)
    assert [item["path"] for item in pipelines] == ["a.yml", "b.yml", "c.yml", "classic"]
    assert [item["kind"] for item in pipelines] == [
        "github-actions", "azure-pipelines", "unknown", "unknown",
    ]  # fmt: skip
    assert all(list(item["practices"]) == list(PRACTICES) for item in pipelines)
    assert pipelines[1]["practices"]["runs_tests"] == {
        "value": True,
        "evidence": [{"file": "azure-pipelines.yml", "line": 4, "text": "pytest"}],
    }
    assert pipelines[1]["practices"]["lints"] == {"value": False, "evidence": []}
    assert [item["parsed"] for item in pipelines] == [True, True, False, True]


@pytest.mark.parametrize(
    "change",
    [{"schema": "other"}, {"pipelines": [{}]}, {"pipelines": None}],
)
def test_the_schema_refuses_what_it_should(
    document: dict[str, object], change: dict[str, object]
) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, **change}, SCHEMA)


def test_the_schema_names_the_practices_there_are() -> None:
    assert SCHEMA["$defs"]["pipeline"]["properties"]["practices"]["required"] == list(PRACTICES)
