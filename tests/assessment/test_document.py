"""The document: what is written is what is read, whole, ordered and inert."""

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files

import jsonschema
import pytest
from msgspec.structs import replace

from aml_maturity_audit.assessment.document import dump, load
from aml_maturity_audit.assessment.order import in_order
from aml_maturity_audit.assessment.persons import person
from aml_maturity_audit.errors import UsageError
from assessments import assessment, criterion, run, unscored, workspace
from company import COMPANY


def schema() -> dict:
    folder = files("aml_maturity_audit.assessment") / "schema"
    return json.loads((folder / "assessment-v1.schema.json").read_text("utf-8"))


def closed(node: object) -> object:
    """The schema with no room for fields that it does not name."""
    if isinstance(node, dict):
        node = {key: closed(value) for key, value in node.items()}
        if "properties" in node:
            node["additionalProperties"] = False
    elif isinstance(node, list):
        node = [closed(value) for value in node]
    return node


@pytest.mark.parametrize("document", [COMPANY, assessment()], ids=["company", "empty"])
def test_output_matches_the_published_schema_field_by_field(document):
    validator = jsonschema.Draft202012Validator(
        closed(schema()), format_checker=jsonschema.FormatChecker()
    )
    assert [e.message for e in validator.iter_errors(json.loads(dump(document)))] == []


def test_schema_refuses_what_is_no_assessment():
    written = json.loads(dump(COMPANY))
    written["workspaces"][0]["criteria"][0]["verdict"] = "fine"
    with pytest.raises(jsonschema.ValidationError, match="fine"):
        jsonschema.validate(written, schema())


def test_what_is_dumped_is_loaded_and_dumped_the_same():
    once = dump(COMPANY)
    assert dump(load(once)) == once
    assert dump(in_order(COMPANY)) == once


def test_lists_are_sorted_and_times_are_utc():
    east = timezone(timedelta(hours=2))
    document = assessment(
        workspace("b"),
        workspace("a"),
        workspace("c"),
        run=run(collected_at=datetime(2026, 3, 2, 10, 15, tzinfo=east)),
    )
    written = json.loads(dump(document))
    keys = [w["key"] for w in written["workspaces"]]
    assert keys == sorted(keys)
    ids = [c["id"] for c in written["workspaces"][0]["criteria"]]
    assert ids == sorted(ids)
    assert written["run"]["collectedAt"] == "2026-03-02T08:15:00Z"
    assert load(dump(document)).run.collected_at == datetime(2026, 3, 2, 8, 15, tzinfo=UTC)


def test_unscored_workspace_has_no_level_and_no_criteria():
    written = json.loads(dump(assessment(unscored("hub", "Hub"))))["workspaces"][0]
    assert (written["level"], written["criteria"], written["scored"]) == (None, [], False)


def test_people_are_plain_in_the_file_listed_beside_and_marked_again_when_loaded():
    because = f"{person('Ada Lovelace')} released by hand; Adaptive batching is off."
    document = assessment(
        workspace("ada", criteria=(criterion("release-is-automatic", "not_met", because=because),))
    )
    written = json.loads(dump(document))
    assert written["persons"] == ["Ada Lovelace"]
    assert "⟦" not in json.dumps(written, ensure_ascii=False)
    result = load(dump(document)).workspaces[0].criteria[0]
    assert result.because == because


def test_unknown_fields_are_ignored():
    written = json.loads(dump(COMPANY))
    written["novelty"] = {"a": 1}
    written["workspaces"][0]["novelty"] = True
    assert load(json.dumps(written).encode()) == load(dump(COMPANY))


def edited(**changes: object) -> bytes:
    return json.dumps({**json.loads(dump(assessment(workspace("a")))), **changes}).encode()


def with_level(confirmed: int, possible: int) -> bytes:
    written = json.loads(dump(assessment(workspace("a"))))
    written["workspaces"][0]["dimensions"][0].update(confirmed=confirmed, possible=possible)
    return json.dumps(written).encode()


def with_verdict(verdict: str) -> bytes:
    written = json.loads(dump(assessment(workspace("a"))))
    written["workspaces"][0]["criteria"][0]["verdict"] = verdict
    return json.dumps(written).encode()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "no JSON document"),
        (dump(COMPANY)[:-200], "no JSON document, or was cut off"),
        (b"\xff\xfe\x00", "no JSON document"),
        (b"[" * 100_000, "no JSON document"),
        (b"[1, 2]", "no JSON document"),
        (b"{}", "its schema is 'nothing'"),
        (b'{"schema": "sarif"}', "its schema is 'sarif'"),
        (b'{"schema": "aml-maturity-audit/snapshot/v1"}', "is no assessment"),
        (edited(schema="aml-maturity-audit/assessment/v2"), "Update aml-maturity-audit"),
        (edited(workspaces=7), r"cannot be read as one.*\$\.workspaces"),
        (edited(run=None), r"\$\.run"),
        (gzip.compress(b"{}", mtime=0), "compressed, as snapshots are"),
        (with_level(3, 1), "a level that does not exist"),
        (with_level(0, 9), "a level that does not exist"),
        (with_verdict("fine"), "a verdict that does not exist: 'fine'"),
    ],
)
def test_a_file_that_is_no_whole_assessment_is_refused_in_one_sentence(raw, sentence):
    with pytest.raises(UsageError, match=sentence) as refused:
        load(raw, name="x.json")
    assert str(refused.value).startswith("x.json ")


def test_nothing_printed_as_json_acts_on_a_terminal_or_an_agent():
    name = "a\x1b[2J\x9b\u202e##vso[task.complete]##[error]\u2028\ud800"
    document = assessment(replace(workspace("a"), name=name))
    text = dump(document).decode()
    assert not set(text) & set("\x1b\x9b\u202e\u2028")
    assert "##vso" not in text
    assert "##[" not in text
    assert load(dump(document)).workspaces[0].name == name.replace("\ud800", "�")
