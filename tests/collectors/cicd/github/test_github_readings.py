"""Repositories over the wire: what is read, and that what is not is unknown, never absent."""

import pytest

from aml_maturity_audit.signals.cicd import (
    BRANCH_POLICIES,
    DEPLOYMENT_ENVIRONMENTS,
    DEPLOYMENT_RECORDS,
    PIPELINE_RUNS,
    PIPELINES,
    PULL_REQUESTS,
    REPOSITORIES,
    SERVICE_CONNECTIONS,
    TEST_RUNS,
)
from aml_maturity_audit.signals.reading import Denied, Failed, Observed

ALL = (
    BRANCH_POLICIES, DEPLOYMENT_ENVIRONMENTS, DEPLOYMENT_RECORDS, PIPELINE_RUNS, PIPELINES,
    PULL_REQUESTS, REPOSITORIES, SERVICE_CONNECTIONS, TEST_RUNS,
)  # fmt: skip
CLIENT = "a1000000-5c01-4000-8000-000000000001"


def test_a_shop_is_read_whole_without_a_write(shop):
    (project,) = shop.read()
    readings = {key.name: project.readings.get(key) for key in ALL}
    assert all(isinstance(one, Observed) and not one.gaps for one in readings.values())
    assert (project.project.name, project.project.named) == ("contoso/shop", True)
    assert shop.sandbox.requests.methods() == {"GET"}
    assert shop.warnings == []


def test_runs_say_why_how_and_what_they_left_out(shop):
    runs = shop.reading(PIPELINE_RUNS).value
    assert [(run.reason, run.result, "deploy" in run.skipped) for run in runs] == [
        ("pullRequest", "succeeded", True),
        ("individualCI", "succeeded", False),
        ("", "failed", False),
        ("individualCI", "failed", False),
    ]


def test_who_started_a_run_is_not_named(shop):
    """A login is no name of the directory: comparing it would tell one person from herself."""
    people = [run.requested_for for run in shop.reading(PIPELINE_RUNS).value]
    assert {(one.id, one.upn, one.name) for one in people} == {("", "", "")}


def test_a_sign_in_by_a_variable_is_seen_and_one_by_a_secret_is_not(start):
    (seen,) = start().reading(SERVICE_CONNECTIONS).value
    assert seen.service_principal == CLIENT
    hidden = start(lambda text: text.replace("vars.AZURE_CLIENT_ID", "secrets.AZURE_CLIENT_ID"))
    assert hidden.reading(SERVICE_CONNECTIONS).value == ()
    assert hidden.reading(PIPELINES).value[0].connections == ()


def test_deployments_and_tests_are_tied_to_their_run(shop):
    (project,) = shop.read()
    runs = project.readings.get(PIPELINE_RUNS).value
    (deployed,) = project.readings.get(DEPLOYMENT_RECORDS).value
    assert (deployed.environment, deployed.result, deployed.run_id) == (
        "production", "succeeded", runs[1].id,
    )  # fmt: skip
    (tests,) = project.readings.get(TEST_RUNS).value
    assert (tests.name, tests.total, tests.run_id) == ("unit tests", 12, runs[1].id)
    production = project.readings.get(DEPLOYMENT_ENVIRONMENTS).value[0]
    assert (production.name, production.approvals, production.checks) == ("production", 1, 2)


@pytest.mark.parametrize(("token", "kind"), [("ghp_narrow", Denied), ("ghp_hidden", Failed)])
def test_a_missing_permission_costs_certainty_only(shop, token, kind):
    (project,) = shop.read(token=token)
    assert isinstance(project.readings.get(PIPELINES), kind)
    assert isinstance(project.readings.get(PIPELINE_RUNS), kind)
    assert isinstance(project.readings.get(REPOSITORIES), Observed)


@pytest.mark.parametrize("name", ["webshop", "nothing"])
def test_a_renamed_or_missing_repository_is_unknown(shop, name):
    (project,) = shop.read(f"contoso/{name}")
    assert all(isinstance(project.readings.get(key), Failed) for key in ALL)
    assert [one.code for one in shop.warnings] == ["cicd-source-unread"]


def test_a_token_that_is_none_is_denied(shop):
    (project,) = shop.read(token="ghp_expired")
    assert all(isinstance(project.readings.get(key), Denied) for key in ALL)


def test_archived_and_empty_repositories_are_read(shop):
    legacy, empty = shop.read("contoso/legacy", "contoso/open")
    (old,) = legacy.readings.get(REPOSITORIES).value
    assert (old.name, old.commits_read, legacy.readings.get(PIPELINES)) == (
        "legacy", True, Observed(value=()),
    )  # fmt: skip
    (none,) = empty.readings.get(REPOSITORIES).value
    assert (none.commits_read, none.files_complete, none.files) == (True, True, ())


def test_an_organization_is_named_where_all_of_it_is_seen(shop):
    projects = shop.read(organizations=("contoso",))
    assert {one.project.name: one.project.named for one in projects} == {
        "contoso/shop": True, "contoso/legacy": True, "contoso/open": True,
    }  # fmt: skip
    partly = shop.read(organizations=("contoso",), token="ghp_narrow")
    assert {one.project.name: one.project.named for one in partly} == {
        "contoso/shop": False, "contoso/open": False,
    }  # fmt: skip
    assert "cicd-source-partial" in [one.code for one in shop.warnings]


def test_a_truncated_tree_is_no_absence(start):
    shop = start(lambda text: text.replace("renamedFrom: [webshop]", "truncatedTree: true"))
    (repository,) = shop.reading(REPOSITORIES).value
    assert (repository.files, repository.files_complete) == ((), False)


def test_a_file_of_another_branch_is_read_where_its_newest_run_had_it(start):
    def moved(text: str) -> str:
        head, _, rest = text.partition("          .github/workflows/release.yml: |\n")
        file, _, tail = rest.partition("        branches:\n")
        topic = file.replace("\n            ", "\n                ")
        return (
            f"{head}        branches:\n          topic:\n            files:\n"
            f"              .github/workflows/release.yml: |\n    {topic}" + tail.partition("\n")[2]
        )

    (pipeline,) = start(moved).reading(PIPELINES).value
    assert pipeline.problem == ""
    assert "deploys_model" in pipeline.content.practices


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (r"/jobs", PIPELINE_RUNS),
        (r"/statuses", DEPLOYMENT_RECORDS),
        (r"/check-runs", TEST_RUNS),
        (r"/reviews", PULL_REQUESTS),
        (r"/protection", BRANCH_POLICIES),
    ],
)
@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 403}, {"body": "[1, 2"}])
def test_a_part_that_does_not_come_is_a_gap(shop, path, key, fault):
    shop.sandbox.faults.add(path, **fault)
    reading = shop.reading(key)
    assert isinstance(reading, Observed)
    assert reading.gaps


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 403}, {"status": 404}])
def test_a_workflow_file_that_does_not_come_leaves_it_without_content(shop, fault):
    shop.sandbox.faults.add("/contents/", **fault)
    (pipeline,) = shop.reading(PIPELINES).value
    assert pipeline.content is None
    assert pipeline.problem


def test_items_of_no_shape_are_counted_and_cost_nothing_else(shop):
    shop.sandbox.faults.add("/actions/runs?", json={"total_count": 2, "workflow_runs": [7, {}]})
    reading = shop.reading(PIPELINE_RUNS)
    assert (reading.value, len(reading.gaps)) == ((), 2)


def test_a_workflow_that_is_only_called_is_no_pipeline(start):
    def called(text: str) -> str:
        return text.replace("push: {branches: [main]}", "workflow_call: {}")

    assert start(called).reading(PIPELINES) == Observed(value=())


def test_checks_of_other_apps_are_no_test_results(shop):
    check = {
        "name": "scan",
        "completed_at": "2027-02-27T12:00:00Z",
        "output": {"title": "12 passed"},
        "app": {"slug": "some-scanner"},
    }
    shop.sandbox.faults.add("/check-runs", json={"total_count": 1, "check_runs": [check]})
    assert shop.reading(TEST_RUNS) == Observed(value=())
    shop.sandbox.faults.clear()
    check["app"] = {"slug": "github-actions"}
    shop.sandbox.faults.add("/check-runs", json={"total_count": 1, "check_runs": [check]})
    assert [one.name for one in shop.reading(TEST_RUNS).value] == ["scan"]


def test_a_deployment_counts_as_it_ended_not_as_it_was_followed(shop):
    def status(state: str, at: str) -> dict[str, str]:
        return {"state": state, "created_at": f"2027-02-27T{at}:00Z"}

    told = [status("error", "11:50"), status("inactive", "13:00"), status("success", "12:00")]
    shop.sandbox.faults.add("/statuses", json=told)
    (record,) = shop.reading(DEPLOYMENT_RECORDS).value
    assert (record.result, record.run_id, record.pipeline_id) == ("succeeded", "", "")


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 403}, {"status": 404}])
def test_what_is_tied_to_runs_that_were_not_read_is_no_absence(shop, fault):
    shop.sandbox.faults.add(r"/actions/runs\?", **fault)
    (project,) = shop.read()
    for key in (DEPLOYMENT_RECORDS, TEST_RUNS):
        reading = project.readings.get(key)
        assert isinstance(reading, Observed)
        assert "not read whole" in reading.gaps[-1].reason
