"""Whose a published test run is."""

from aml_maturity_audit.signals.cicd import TEST_RUNS
from fakes.devops import page
from fakes.mlops import mlops, reading


async def kept(monkeypatch, *runs: dict):
    found = await reading(monkeypatch, mlops(**{r"test/runs$": [page(*runs), page()]}), TEST_RUNS)
    return [(one.pipeline_id, one.run_id) for one in found.value], found.gaps


def published(**more) -> dict:
    return {"id": 1, "name": "unit", "totalTests": 4, "isAutomated": True, **more}


async def test_of_a_build_a_release_or_a_pipelines_run(monkeypatch):
    found, gaps = await kept(
        monkeypatch,
        published(build={"id": "18"}),
        published(name="b", release={"id": 55, "definitionId": 4}, build={"id": ""}),
        published(name="c", pipelineReference={"pipelineId": 17}),
    )
    assert set(found) == {("yaml:12", "18"), ("release:4", "release:55"), ("yaml:12", "17")}
    assert gaps == ()


async def test_of_a_build_before_the_window_it_proves_nothing(monkeypatch):
    assert await kept(monkeypatch, published(build={"id": "3"})) == ([], ())


async def test_the_newest_of_a_name_is_kept_as_it_holds_for_shorter_windows_too(monkeypatch):
    runs = [published(build={"id": str(number)}) for number in (16, 18, 17)]
    assert await kept(monkeypatch, *runs) == ([("yaml:12", "18")], ())


async def test_by_hand_it_is_of_no_pipeline(monkeypatch):
    assert await kept(monkeypatch, published(isAutomated=False)) == ([], ())


async def test_automated_tests_of_nobody_told_may_be_anybodys(monkeypatch):
    found, gaps = await kept(monkeypatch, published(), published(release={"id": 0}))
    assert found == []
    assert [(gap.kind, gap.resource) for gap in gaps] == [("undecoded", ""), ("undecoded", "")]
