"""The way to a level: the smallest set, in order, by what it takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from aml_maturity_audit.assessment.kept import Kept
from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.assessment.order import in_order
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.guidance.plan import ATTEST, DO, GRANT, plans
from aml_maturity_audit.guidance.questions import as_yaml
from aml_maturity_audit.mapping import assess, read_attestations
from aml_maturity_audit.mapping.catalogue import catalogue
from aml_maturity_audit.mapping.editions import load_edition
from aml_maturity_audit.mapping.levels import dimension_levels, overall
from mapping.build import NOW, denied, job, snapshot

NAMES = sorted(catalogue())


def assessed(**told):
    return assess(snapshot(jobs=[job()], **told), assessed_at=NOW)


def with_verdicts(verdicts: dict[str, str]):
    """An assessment with these verdicts in place of its own."""
    import msgspec

    found = assessed()
    workspace = found.workspaces[0]
    criteria = tuple(
        msgspec.structs.replace(c, verdict=verdicts[c.id], missing=()) for c in workspace.criteria
    )
    levels = dimension_levels(load_edition("2024"), verdicts, people_attested=False)
    changed = msgspec.structs.replace(
        workspace, criteria=criteria, dimensions=levels, level=overall(levels)
    )
    return msgspec.structs.replace(found, workspaces=(changed,))


@settings(max_examples=60)
@given(
    st.fixed_dictionaries({n: st.sampled_from([MET, NOT_MET, UNKNOWN]) for n in NAMES}),
    st.sampled_from([None, 1, 2, 3, 4]),
)
def test_a_plan_reaches_its_level_and_nothing_in_it_is_idle(verdicts, to) -> None:
    plan = plans(with_verdicts(verdicts), to=to)[0]
    steps = [step.criterion for step in plan.steps]
    done = {**verdicts, **dict.fromkeys(steps, MET)}
    edition = load_edition("2024")
    assert overall(dimension_levels(edition, done, people_attested=False)).confirmed >= plan.target
    for left_out in steps:
        short = {**done, left_out: verdicts[left_out]}
        reached = overall(dimension_levels(edition, short, people_attested=False)).confirmed
        assert reached < plan.target
    for step in plan.steps:
        assert all(steps.index(first) < steps.index(step.criterion) for first in step.after)


def kinds(found) -> dict[str, str]:
    return {step.criterion: step.kind for step in plans(found, to=4)[0].steps}


def test_what_to_do_what_to_grant_and_what_to_attest() -> None:
    found = assessed(models=denied("Microsoft.MachineLearningServices/workspaces/models/read"))
    by_criterion = kinds(found)
    assert by_criterion["models-are-versioned"] == GRANT
    assert by_criterion["training-is-automated"] == DO
    step = next(s for s in plans(found, to=4)[0].steps if s.criterion == "models-are-versioned")
    assert step.actions == ("Microsoft.MachineLearningServices/workspaces/models/read",)
    assert "Grant Microsoft" in step.text


def test_people_are_attested_where_they_take_part() -> None:
    text = (
        "schema: aml-maturity-audit/attestations/v1\nattestations:\n"
        "  - {criterion: data-engineers-work-with-data-scientists, workspaces: '*', verdict: met,"
        " by: x, date: 2026-03-01, expires: 2026-12-31}\n"
    )
    found = assess(
        snapshot(jobs=[job()]),
        assessed_at=NOW,
        attestations=read_attestations(text, now=NOW),
    )
    by_criterion = kinds(found)
    assert by_criterion["data-scientists-build-jobs-with-data-engineers"] == ATTEST
    assert "data-engineers-work-with-data-scientists" not in by_criterion


def test_the_next_level_is_the_default() -> None:
    plan = plans(assessed())[0]
    assert plan.target == plan.confirmed + 1
    assert all(min(step.dimensions.values()) <= plan.target for step in plan.steps)


@pytest.mark.parametrize(("to", "names"), [(0, ()), (5, ()), (None, ("nowhere",))])
def test_bad_input(to, names) -> None:
    with pytest.raises(UsageError):
        plans(assessed(), to=to, workspaces=names)


def test_an_assessment_of_another_catalogue_is_refused() -> None:
    found = assessed()
    workspace = replace(found.workspaces[0], criteria=found.workspaces[0].criteria[:3])
    with pytest.raises(UsageError, match="another version of this tool wrote it"):
        plans(replace(found, workspaces=(workspace,)), to=4)


def test_of_workspaces_that_are_kept_it_is_the_same() -> None:
    found = in_order(assessed())
    kept = replace(found, workspaces=Kept.of(found.workspaces))
    name = found.workspaces[0].name
    for asked in ({}, {"to": 4}, {"to": 2, "workspaces": (name,)}):
        assert plans(kept, **asked) == plans(found, **asked)


def test_by_name_id_or_key() -> None:
    found = assessed()
    workspace = found.workspaces[0]
    for name in (workspace.name.upper(), workspace.id, workspace.key):
        assert len(plans(found, workspaces=[name])) == 1


def test_the_questions_are_a_valid_file_that_vouches_for_nothing() -> None:
    text = as_yaml(assessed(models=denied()))
    assert read_attestations(text, now=NOW).valid == ()
    assert "# Is there at least one registered model?" in text


def test_an_answered_question_settles_it() -> None:
    text = as_yaml(assessed(models=denied()))
    start = text.index("# - criterion: models-are-versioned")
    entry = text[start : text.index("expires", start) + 40].split("\n#\n")[0]
    answered = "\n".join(line.removeprefix("# ") for line in entry.splitlines())
    body = answered.replace("by: ", "by: Ines Sample").replace("#   ", "  ")
    file = f"schema: aml-maturity-audit/attestations/v1\nattestations:\n{body}\n"
    known = read_attestations(file.replace("\n#", "\n"), now=NOW)
    assert [one.criterion for one in known.valid] == ["models-are-versioned"]
