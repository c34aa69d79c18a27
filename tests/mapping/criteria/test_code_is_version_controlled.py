import pytest

from mapping.build import (
    NOW,
    UNREAD,
    WINDOW_START,
    days_ago,
    deployment,
    endpoint,
    git,
    job,
    pipeline,
    project,
    repository,
    snapshot,
    verdict,
)
from mapping.stories import NEVER_TRAINED

CRITERION = "code-is-version-controlled"
DIRTY = job(git=git(dirty=True))


def judge(at: object = None, **signals: object) -> str:
    told = {"jobs": [DIRTY], "repositories": [repository(last_commit_at=at)], **signals}
    return verdict(snapshot(**told), CRITERION).verdict


def test_versioned_training_code_is_met_without_any_source() -> None:
    assert verdict(snapshot(jobs=[job()], projects=()), CRITERION).verdict == "met"


@pytest.mark.parametrize(
    ("at", "expected"),
    [(NOW, "met"), (WINDOW_START, "met"), (days_ago(90.01), "not_met"), (None, "not_met")],
)
def test_a_linked_repository_with_commits_in_the_window_is_met(at: object, expected: str) -> None:
    assert judge(at) == expected


def test_commits_that_were_not_read_are_unknown() -> None:
    assert judge(repositories=[repository(commits_read=False)]) == "unknown"
    old = repository(last_commit_at=days_ago(100), commits_read=False)
    assert judge(repositories=[old]) == "unknown"


def test_a_repository_that_is_not_linked_does_not_count() -> None:
    other = repository("web", "dev.azure.com/acme/web/_git/web", last_commit_at=NOW)
    assert judge(repositories=[repository(), other]) == "not_met"
    linking = pipeline("cd", names=["shop"], origin="dev.azure.com/acme/web/_git/web")
    assert judge(repositories=[repository(), other], pipelines=[linking]) == "met"


def test_presence_counts_in_a_project_that_nobody_named_and_absence_does_not() -> None:
    for at, expected in ((NOW, "met"), (None, "unknown")):
        where = project(named=False, repositories=[repository(last_commit_at=at)])
        of = snapshot(jobs=[DIRTY], projects=[where])
        assert verdict(of, CRITERION).verdict == expected


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["jobs", "pipelines", "repositories"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge(**{signal: unread}) == "unknown"


def test_without_a_source_dirty_code_is_unknown() -> None:
    assert verdict(snapshot(jobs=[DIRTY], projects=()), CRITERION).verdict == "unknown"


def test_training_code_that_does_not_apply_counts_as_met() -> None:
    promoted = deployment(model="azureml://registries/acme/models/m/versions/1")
    told = {"job_history": NEVER_TRAINED, "online_endpoints": [endpoint()]}
    assert judge(jobs=[], online_deployments=[promoted], **told) == "met"
