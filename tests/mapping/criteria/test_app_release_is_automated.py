import pytest

from aml_maturity_audit.mapping.estate import Mappings
from mapping.build import UNREAD, job, pipeline, run, snapshot, step, verdict

CRITERION = "app-release-is-automated"
WEB = "dev.azure.com/acme/web/_git/web"
MAPPED = Mappings(application=(("shop", "shop/web"),))
GATE = "approval_or_environment_gate"


def of(*pipelines: object, runs: object = (), **more: object):
    told = {"jobs": [job()], "pipelines": pipelines, "pipeline_runs": runs, **more}
    return snapshot(**told)


def judge(*pipelines: object, mappings: Mappings | None = None, **more: object) -> str:
    return verdict(of(*pipelines, **more), CRITERION, mappings=mappings).verdict


def test_a_linked_pipeline_that_deploys_by_itself_is_met() -> None:
    cd = pipeline("cd", "deploys_model")
    assert judge(cd, runs=[run(cd, "buildCompletion")]) == "met"


def test_a_linked_pipeline_that_targets_an_environment_by_itself_is_met() -> None:
    cd = pipeline("cd", GATE, environments=["prod"])
    assert judge(cd, runs=[run(cd)]) == "met"


def test_an_approval_without_an_environment_is_no_target() -> None:
    cd = pipeline("cd", GATE)
    assert judge(cd, runs=[run(cd)]) == "unknown"
    assert judge(pipeline("web", GATE), runs=[run(cd)], mappings=MAPPED) == "not_met"


def test_a_stage_that_was_skipped_released_nothing() -> None:
    web = pipeline("web", step(GATE, stage="prod"), environments=["prod"], origin=WEB)
    skipped = [run(web, skipped=("prod",))]
    assert judge(web, runs=skipped, mappings=MAPPED) == "not_met"
    assert judge(web, runs=[run(web)], mappings=MAPPED) == "met"


def test_a_classic_release_is_met_by_itself_only() -> None:
    release = pipeline("web", id="release:4", content=None, origin="")
    assert judge(release, runs=[run(release, "individualCI")], mappings=MAPPED) == "met"
    assert judge(release, runs=[run(release, "manual")], mappings=MAPPED) == "not_met"


def test_nothing_mapped_is_unknown_and_says_what_to_map() -> None:
    cd = pipeline("cd", "deploys_model")
    judged = verdict(of(cd, runs=[run(cd, "manual")]), CRITERION)
    assert judged.verdict == "unknown"
    assert "Map the application" in judged.fact.missing[-1].hint


def test_a_mapped_pipeline_that_only_people_start_is_not_met() -> None:
    web = pipeline("web", "deploys_model", origin=WEB)
    assert judge(web, runs=[run(web, "manual")], mappings=MAPPED) == "not_met"
    assert judge(web, runs=[run(web, "schedule")], mappings=MAPPED) == "met"


def test_a_mapped_pipeline_that_no_source_shows_is_unknown() -> None:
    nowhere = Mappings(application=(("shop", "shop/typo"),))
    assert judge(pipeline("web", origin=WEB), mappings=nowhere) == "unknown"


def test_a_mapping_of_another_workspace_is_none_of_this_one() -> None:
    web = pipeline("web", "deploys_model", origin=WEB)
    other = Mappings(application=(("other", "shop/web"),))
    assert judge(web, runs=[run(web)], mappings=other) == "unknown"


def test_a_reason_that_is_not_told_is_unknown() -> None:
    web = pipeline("web", "deploys_model", origin=WEB)
    assert judge(web, runs=[run(web, "")], mappings=MAPPED) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["pipelines", "pipeline_runs"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    web = pipeline("web", "deploys_model", origin=WEB)
    told = {"pipelines": [web], "pipeline_runs": [run(web)], signal: unread}
    judged = verdict(snapshot(jobs=[job()], **told), CRITERION, mappings=MAPPED)
    assert judged.verdict == "unknown"
