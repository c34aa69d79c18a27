import pytest

from mapping.build import (
    UNREAD,
    batch_deployment,
    batch_endpoint,
    deployment,
    endpoint,
    job,
    pipeline,
    project,
    repository,
    snapshot,
    undecoded,
    verdict,
    write,
)

CRITERION = "scoring-script-is-versioned"
CI = pipeline("ci")


def of(script: str | None = "score.py", files: tuple[str, ...] = ("src/score.py",), **signals):
    told = {
        "jobs": [job()],
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment(scoring_script=script)],
        "repositories": [repository(files=files)],
        "pipelines": [CI],
        **signals,
    }
    return snapshot(**told)


def judge(script: str | None = "score.py", *files: str, **signals: object) -> str:
    return verdict(of(script, files, **signals), CRITERION).verdict


def test_a_script_in_a_linked_repository_is_met_and_said_to_be_inferred() -> None:
    judged = verdict(of(), CRITERION)
    assert judged.verdict == "met"
    assert "inferred" in judged.because
    assert judged.fact.evidence[0].text == "score.py is src/score.py in shop"


@pytest.mark.parametrize(
    ("script", "file"),
    [
        ("score.py", "score.py"),
        ("score.py", "a/b/score.py"),
        ("serving/score.py", "src/serving/score.py"),
        ("./serving/score.py", "serving/score.py"),
        ("serving\\score.py", "serving/score.py"),
        (".serving/score.py", "x/.serving/score.py"),
    ],
)
def test_the_path_ends_with_the_whole_script(script: str, file: str) -> None:
    assert judge(script, file) == "met"


@pytest.mark.parametrize(
    ("script", "file"),
    [
        ("score.py", "my_score.py"),
        ("serving/score.py", "score.py"),
        ("serving/score.py", "preserving/score.py"),
        (".serving/score.py", "serving/score.py"),
        ("score.py", "score.py.bak"),
    ],
)
def test_a_part_of_the_path_is_not_enough(script: str, file: str) -> None:
    assert judge(script, file) == "not_met"


def test_one_of_two_scripts_that_is_nowhere_is_not_met() -> None:
    two = [
        deployment(scoring_script="score.py"),
        deployment("green", scoring_script="other.py"),
    ]
    live = endpoint(traffic={"blue": 50, "green": 50})
    told = {"online_endpoints": [live], "online_deployments": two}
    assert judge("", "score.py", **told) == "not_met"
    assert judge("", "score.py", "x/other.py", **told) == "met"


def test_a_deployment_without_traffic_does_not_count() -> None:
    two = [deployment(scoring_script="score.py"), deployment("old", scoring_script="gone.py")]
    assert judge("", "score.py", online_deployments=two) == "met"


def test_a_batch_script_counts() -> None:
    told = {
        "online_endpoints": [],
        "online_deployments": [],
        "batch_endpoints": [batch_endpoint()],
        "batch_deployments": [batch_deployment(scoring_script="batch.py")],
    }
    assert judge("", "batch.py", **told) == "met"
    assert judge("", "score.py", **told) == "not_met"


@pytest.mark.parametrize("script", [None, "", " "])
def test_without_any_script_it_does_not_apply(script: str | None) -> None:
    assert judge(script) == "not_applicable"
    assert verdict(of(script, projects=()), CRITERION).verdict == "not_applicable"


def test_a_deployment_that_was_not_read_may_have_a_script() -> None:
    here = undecoded(deployment(), resource="scoring")
    assert judge("", online_deployments=here) == "unknown"


def test_nothing_deployed_is_not_met() -> None:
    assert judge(online_endpoints=[], online_deployments=[]) == "not_met"


def test_files_that_were_not_all_listed_are_unknown() -> None:
    assert judge(repositories=[repository(files_complete=False)]) == "unknown"
    part = repository(files=("score.py",), files_complete=False)
    assert judge(repositories=[part]) == "met"


def test_a_repository_that_is_not_linked_does_not_count() -> None:
    other = repository("web", "dev.azure.com/acme/web/_git/web", files=("score.py",))
    assert judge(repositories=[repository(), other]) == "not_met"


def test_the_repository_of_the_jobs_counts_without_a_pipeline() -> None:
    assert judge("score.py", "score.py", pipelines=[]) == "met"
    assert judge("score.py", "train.py", pipelines=[]) == "not_met"


def test_a_linked_repository_that_no_source_shows_is_unknown() -> None:
    on_github = pipeline("cd", names=["shop"], origin="github.com/acme/shop")
    assert judge("score.py", "train.py", pipelines=[on_github]) == "unknown"
    assert judge("score.py", "score.py", pipelines=[on_github]) == "met"


def test_an_application_that_nobody_explains_may_have_it() -> None:
    stranger = [write(app_id="1234")]
    assert judge("score.py", "train.py", pipelines=[], activity_log=stranger) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize(
    "signal", ["online_endpoints", "online_deployments", "repositories", "pipelines", "jobs"]
)
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge("score.py", **{signal: unread}) == "unknown"


def test_without_a_source_it_is_unknown() -> None:
    told = {"online_endpoints": [endpoint()]}
    script = [deployment(scoring_script="score.py")]
    nowhere = snapshot(projects=(), online_deployments=script, **told)
    assert verdict(nowhere, CRITERION).verdict == "unknown"


def test_a_project_that_nobody_named_proves_presence_only() -> None:
    told = {"jobs": [job()], "online_endpoints": [endpoint()]}
    script = [deployment(scoring_script="score.py")]
    for files, expected in ((("score.py",), "met"), ((), "unknown")):
        where = project(named=False, repositories=[repository(files=files)])
        of_it = snapshot(projects=[where], online_deployments=script, **told)
        assert verdict(of_it, CRITERION).verdict == expected
