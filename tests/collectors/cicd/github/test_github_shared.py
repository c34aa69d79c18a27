"""Workflows and actions of other repositories over the wire: read, or open; never absent."""

import pytest

from aml_maturity_audit.collectors.cicd.github import reading, shared
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, PIPELINES, SERVICE_CONNECTIONS

REST = "                if: github.ref == 'refs/heads/main'\n"
CLIENT = "a1000000-5c01-4000-8000-000000000001"


def calling(uses: str = "platform/shared/.github/workflows/deploy.yml@v2"):
    """The shop, its release handed to a shared workflow."""

    def change(text: str) -> str:
        before, _, rest = text.partition("                needs: test\n")
        _, _, after = rest.partition("--file live.yml -w mlw-shop -g rg-shop\n")
        call = (
            f"                needs: test\n{REST}                uses: {uses}\n"
            "                with: {workspace: mlw-shop, client: '${{ vars.AZURE_CLIENT_ID }}'}\n"
            "                secrets: inherit\n"
        )
        after = after.replace(
            "job: Release to production, steps: [Set up job, Run azure/login@v2, Deploy]",
            "job: Release to production / Go live, steps: [Set up job, Run azure/login@v2, Deploy,"
            " Run platform/shared/smoke@v2]",
        )
        return before + call + after

    return change


def asked(shop) -> set[str]:
    return {one.path for one in shop.sandbox.requests if "/platform/" in one.path}


def release(shop, **more):
    (pipeline,) = shop.reading(PIPELINES, **more).value
    return pipeline


def test_a_shared_workflow_is_read_at_its_ref_with_the_actions_and_scripts_it_uses(start):
    shop = start(calling())
    content = release(shop).content
    assert (content.unresolved, content.unread) == ((), ())
    deploys = content.practices["deploys_model"][0]
    assert (deploys.file, deploys.stage) == (
        "platform/shared/.github/workflows/deploy.yml@v2",
        "release",
    )
    tests = content.practices["tests_deployment"][0]
    assert tests.file == "platform/shared/smoke/smoke.sh@v2"
    assert [one.workspace for one in content.mentions] == ["mlw-shop"] * len(content.mentions)


def test_nothing_is_asked_of_it_but_the_files_that_are_used(start):
    shop = start(calling())
    shop.read("contoso/shop", "contoso/legacy")
    assert asked(shop) == {
        f"/api/v3/repos/platform/shared/contents/{path}"
        for path in (
            ".github/workflows/deploy.yml",
            "smoke/action.yml",
            "smoke/action.yaml",
            "smoke/smoke.sh",
        )
    }
    assert shop.sandbox.requests.methods() == {"GET"}
    assert shop.warnings == []


def test_an_identity_that_is_handed_to_it_is_seen(start):
    (seen,) = start(calling()).reading(SERVICE_CONNECTIONS).value
    assert seen.service_principal == CLIENT


def test_runs_tell_its_jobs_behind_the_name_of_the_call_and_a_skipped_one_counts_not(start):
    runs = start(calling()).reading(PIPELINE_RUNS)
    told = [(run.reason, "deploy" in run.skipped) for run in runs.value[:2]]
    assert told == [("pullRequest", True), ("individualCI", False)]
    assert runs.gaps == ()


@pytest.mark.parametrize("ref", ["v1", "refs/tags/v1"])
def test_another_ref_shows_something_else(start, ref):
    content = release(start(calling(f"platform/shared/.github/workflows/deploy.yml@{ref}"))).content
    assert "deploys_model" not in content.practices
    assert content.unresolved == ()


@pytest.mark.parametrize(
    "uses",
    [
        "platform/shared/.github/workflows/deploy.yml@gone",
        "platform/shared/.github/workflows/gone.yml@v2",
        "platform/common/.github/workflows/deploy.yml@v2",
        "platform/gone/.github/workflows/deploy.yml@v2",
        "gone/shared/.github/workflows/deploy.yml@v2",
    ],
)
def test_what_is_gone_or_renamed_is_open(start, uses):
    shop = start(calling(uses))
    content = release(shop).content
    assert content.unread == (uses,)
    assert "deploys_model" not in content.practices
    assert [one.resource for one in shop.warnings] == ["/".join(uses.split("/")[:2])]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"status": 403}, "denied"),
        ({"status": 403, "headers": {"x-github-sso": "required; url=x"}}, "single sign-on"),
        ({"status": 404}, "may not be seen"),
        ({"status": 500}, "was not answered"),
        (
            {
                "status": 403,
                "headers": {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9999999999"},
            },
            "was not answered",
        ),
    ],
)
def test_what_is_refused_is_open_and_costs_nothing_else(start, fault, reason):
    shop = start(calling())
    shop.sandbox.faults.add("/repos/platform/", **fault)
    content = release(shop).content
    assert reason in content.unresolved[0]
    assert len(content.unread) == 1
    assert "runs_tests" in content.practices
    assert [one.code for one in shop.warnings] == ["cicd-source-unread"]


def test_the_own_repository_by_its_full_name_is_read_at_the_ref_that_is_named(start):
    shop = start(calling("contoso/shop/.github/workflows/release.yml@main"))
    assert "uses itself" in release(shop).content.unresolved[0]


def test_a_file_is_asked_for_once_however_many_use_it(start):
    def twice(text: str) -> str:
        text = calling()(text)
        step = "                  - uses: dorny/test-reporter@v1\n"
        return text.replace(step, step + "                  - uses: platform/shared/smoke@v2\n")

    shop = start(twice)
    assert release(shop).content.unresolved == ()
    paths = [one.path for one in shop.sandbox.requests if "/platform/" in one.path]
    assert len(paths) == len(set(paths))


def test_a_program_of_another_repository_leaves_open_what_it_does(start):
    def used(text: str) -> str:
        return text.replace("dorny/test-reporter@v1\n", "platform/shared/program@v2\n")

    content = release(start(used)).content
    assert content.unread == ()
    assert "is a program" in content.unresolved[0]


def test_a_token_that_does_not_see_it_leaves_it_open(start):
    def narrow(text: str) -> str:
        return calling()(text).replace(
            "permissions: [metadata, contents], repositories", "repositories"
        )

    content = release(start(narrow), token="ghp_narrow").content
    assert content.unread == ("platform/shared/.github/workflows/deploy.yml@v2",)


@pytest.mark.parametrize(
    ("module", "bound"),
    [(reading, "MOST_ROUNDS"), (reading, "MOST_FILES"), (shared, "MOST_FILES")],
)
def test_beyond_a_bound_it_is_open(start, monkeypatch, module, bound):
    monkeypatch.setattr(module, bound, 1)
    content = release(start(calling())).content
    assert content.unread
    assert not any("smoke.sh" in one.file for one in content.practices.get("tests_deployment", ()))


def test_too_large_a_file_is_open(start):
    big = "#" + "x" * 1_000_001
    shop = start(calling())
    shop.sandbox.faults.add("/contents/smoke/smoke.sh", status=200, body=big)
    content = release(shop).content
    assert content.unread == ("platform/shared/smoke/smoke.sh@v2",)


def test_a_script_beside_an_action_that_is_not_found_is_open(start):
    shop = start(calling())
    shop.sandbox.faults.add("/contents/smoke/smoke.sh", status=404)
    content = release(shop).content
    assert content.unread == ("platform/shared/smoke/smoke.sh@v2",)
