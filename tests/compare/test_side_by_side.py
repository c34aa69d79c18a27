"""Workspaces of one run side by side."""

import json
from importlib.resources import files

import jsonschema
import pytest

from aml_maturity_audit.compare import render
from aml_maturity_audit.compare.side_by_side import compare_workspaces
from aml_maturity_audit.errors import NotFoundError, UsageError
from assessments import SUBSCRIPTION, assessment, unscored, workspace
from company import COMPANY

THREE = assessment(
    workspace("best"), workspace("good", "+++++-++++"), workspace("blind", "+++++?++++")
)


def test_levels_by_dimension():
    side = compare_workspaces(THREE)
    levels = {c.label: c.levels["technology"] for c in side.columns}
    assert (levels["best"].confirmed, levels["good"].confirmed) == (4, 1)
    assert (levels["blind"].confirmed, levels["blind"].possible) == (1, 4)
    assert all(c.levels["people"] is None for c in side.columns)


def test_only_what_differs_is_shown_and_the_rest_is_counted():
    side = compare_workspaces(THREE)
    assert [d.id for d in side.differences] == ["models-are-managed"]
    assert sorted(side.differences[0].verdicts.values()) == ["met", "not_met", "unknown"]
    assert side.alike == 9


def test_what_the_best_does_that_others_do_not():
    side = compare_workspaces(THREE)
    (lead,) = side.leads
    assert (side.best, lead.lacking, lead.unknown) == ("best", ("good",), ("blind",))
    assert "What best does that others do not" in render(side, "table", width=160).decode()


def test_equals_have_no_best():
    side = compare_workspaces(assessment(workspace("a"), workspace("b")))
    assert (side.best, side.leads, side.differences) == ("", (), ())


def test_named_by_name_key_or_id_in_the_order_given():
    best, good, _ = THREE.workspaces
    side = compare_workspaces(THREE, ["GOOD", best.key, good.id.upper()])
    assert [c.name for c in side.columns] == ["good", "best"]


@pytest.mark.parametrize(
    ("document", "names", "error", "sentence"),
    [
        (THREE, ["best", "goood"], NotFoundError, "no workspace 'goood'. Did you mean 'good'"),
        (THREE, ["best", "zzz"], NotFoundError, "no workspace 'zzz'. See the report"),
        (THREE, ["best"], UsageError, "takes two scored workspaces"),
        (THREE, ["best", "Best"], UsageError, "takes two scored workspaces"),
        (assessment(), [], UsageError, "takes two scored workspaces"),
        (
            assessment(workspace("a"), unscored("hub", "Hub")),
            ["a", "hub"],
            UsageError,
            "'hub' is a Hub workspace, which is not scored",
        ),
        (
            assessment(workspace("a"), workspace("a", subscription="s2"), workspace("b")),
            ["a", "b"],
            UsageError,
            "2 workspaces are called 'a'. Name one by its key",
        ),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(document, names, error, sentence):
    with pytest.raises(error, match=sentence):
        compare_workspaces(document, names)


def test_workspaces_of_one_name_are_told_apart():
    twins = assessment(workspace("a"), workspace("a", "-" * 10, subscription=SUBSCRIPTION[::-1]))
    labels = [c.label for c in compare_workspaces(twins).columns]
    assert len(set(labels)) == 2
    assert all(label.startswith("a (") for label in labels)


def test_many_workspaces_are_counted_rather_than_spread_out():
    many = assessment(*(workspace(f"w{n}", "+-?0"[n % 4] * 10) for n in range(12)))
    text = render(compare_workspaces(many), "table", width=100).decode()
    assert "Not applicable" in text
    assert max(map(len, text.splitlines())) <= 100


def test_the_json_matches_its_schema():
    folder = files("aml_maturity_audit.compare") / "schema"
    schema = json.loads((folder / "side-by-side-v1.schema.json").read_text("utf-8"))
    for definition in (schema, *schema["$defs"].values()):
        definition["additionalProperties"] = False
    for document in (THREE, COMPANY):
        jsonschema.validate(json.loads(render(compare_workspaces(document), "json")), schema)
