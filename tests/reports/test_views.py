"""What reports show, whatever they look like."""

from aml_maturity_audit.assessment.model import Missing
from aml_maturity_audit.reports.blockers import fleet_blockers
from aml_maturity_audit.reports.formats.html.numbers import numbers, wanted
from aml_maturity_audit.reports.views import grants, ladder_order, next_steps, together
from assessments import ACTION, assessment, criterion, unscored, workspace

FLEET = assessment(
    workspace("a", "+++++-++++"),
    workspace("b", "+++++-++++"),
    workspace("c", "+++++?++++"),
    workspace("d", "-+++++++++"),
    workspace("e"),
    unscored("hub", "Hub"),
)


def test_blockers_of_the_fleet_come_by_the_workspaces_that_they_keep_back():
    first, second = fleet_blockers(FLEET)
    assert (first.id, first.not_met, first.unknown) == (
        "models-are-managed",
        ("a", "b"),
        ("c",),
    )
    assert (second.id, second.where) == ("builds-are-automated", "d")


def test_a_remedy_that_names_what_is_one_workspace_s_is_not_the_fleet_s():
    own = criterion("models-are-managed", "not_met", remedy="Register in a.")
    other = criterion("models-are-managed", "not_met", remedy="Register in b.")
    document = assessment(workspace("a", criteria=(own,)), workspace("b", criteria=(other,)))
    assert fleet_blockers(document)[0].remedy == ""
    assert fleet_blockers(FLEET)[0].remedy


def test_many_workspaces_are_counted():
    many = assessment(*(workspace(f"w{n}", "-+++++++++") for n in range(9)))
    assert fleet_blockers(many)[0].where == "w0, w1, w2 and 6 more"


def test_numbers():
    told = numbers(FLEET)
    assert [bar.workspaces for bar in told.bars] == [1, 3, 0, 0, 1]
    assert [bar.start for bar in told.bars] == [0, 20, 80, 80, 80]
    assert (told.scored, told.listed, told.higher, told.close) == (5, 1, 1, 4)
    assert numbers(assessment()).bars[0].length == 0


def test_what_settles_most_comes_first():
    hint = Missing(signal="pipelines", hint="Name a project.")
    seen = (
        criterion("builds-are-automated", "unknown", missing=(hint,)),
        criterion("app-has-unit-tests", "unknown", missing=(hint,)),
        criterion("models-are-managed", "unknown"),
        criterion("compute-is-managed", "not_met", missing=(hint,)),
    )
    first, second = grants(seen)
    assert (first.hint, first.criteria) == (
        "Name a project.",
        ("app-has-unit-tests", "builds-are-automated"),
    )
    assert (second.action, second.signals) == (ACTION, ("online-deployments",))
    told = wanted(assessment(workspace("a", criteria=seen), workspace("b", criteria=seen)))
    assert [(w.verdicts, w.workspaces) for w in told] == [(4, 2), (2, 2)]


def test_only_unknowns_with_one_reason_are_told_together():
    same = [
        criterion(id, verdict, because="0 sources were read.")
        for id, verdict in (
            ("builds-are-automated", "unknown"),
            ("compute-is-managed", "not_met"),
            ("app-has-unit-tests", "unknown"),
        )
    ]
    other = criterion("models-are-managed", "unknown", because="0 sources were read.", missing=())
    assert [[c.id for c in group] for group in together([*same, other])] == [
        ["builds-are-automated", "app-has-unit-tests"],
        ["compute-is-managed"],
        ["models-are-managed"],
    ]


def test_the_ladder_goes_up_and_signals_come_last():
    results = (
        criterion("production-informs-improvement"),
        criterion("builds-are-automated", counts=False),
        criterion("compute-is-managed"),
        criterion("app-has-unit-tests"),
    )
    assert [c.id for c in ladder_order(results)] == [
        "app-has-unit-tests",
        "compute-is-managed",
        "production-informs-improvement",
        "builds-are-automated",
    ]


def test_the_top_has_no_next_step():
    assert next_steps(workspace("a")) == (4, [])
