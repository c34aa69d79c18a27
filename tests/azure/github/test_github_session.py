"""The session over real TLS: limits, refusals, pages, faults, an App; nothing is ever followed."""

import asyncio

import msgspec
import pytest

from aml_maturity_audit.azure.github.client import Route
from aml_maturity_audit.azure.problems import (
    AccessDenied,
    GuardRefused,
    Missing,
    Problem,
    Unanswered,
)
from aml_maturity_audit.errors import UsageError
from azure.github.conftest import route


class Named(msgspec.Struct):
    id: int
    name: str | None = None


async def shop(github):
    return await github.item(route(), Named)


async def test_reads_an_item_with_the_token_and_the_version(opened, sandbox):
    async with opened() as github:
        assert (await shop(github)).name == "shop"
    asked = next(iter(sandbox.requests))
    assert (asked.method, asked.authorization) == ("GET", "token")
    assert asked.user_agent.startswith("aml-maturity-audit/")
    assert sandbox.requests.writes() == []


async def test_pages_stay_at_the_name_that_was_asked(opened, sandbox):
    async with opened() as github:
        runs = await github.listing(
            route("/actions/runs", "workflow_runs", per_page="1"), Named, lambda run: run.id
        )
    assert (len(runs.items), runs.gaps) == (3, ())
    assert {one.path for one in sandbox.requests} == {"/api/v3/repos/contoso/shop/actions/runs"}


async def test_asks_again_only_for_what_is_new(opened, sandbox):
    async with opened() as github:
        first, second = await shop(github), await shop(github)
    assert first == second
    assert [one.status for one in sandbox.requests] == [200, 304]


@pytest.mark.parametrize(
    ("token", "rest", "kind"),
    [
        ("ghp_unknown", "", AccessDenied),
        ("ghp_narrow", "/actions/runs/1", AccessDenied),
        ("ghp_hidden", "/actions/runs/1", Missing),
        ("", "", Missing),
    ],
)
async def test_refusals_are_told_apart(opened, token, rest, kind):
    async with opened(token) as github:
        with pytest.raises(kind) as refused:
            await github.item(route(rest), Named)
    assert "ghp_" not in refused.value.reason


async def test_a_renamed_repository_is_not_followed(opened, sandbox):
    moved = Route(path="/repos/contoso/webshop", permission="metadata: read", source="test")
    async with opened() as github:
        with pytest.raises(Unanswered, match="renamed or moved"):
            await github.item(moved, Named)
    assert len(sandbox.requests) == 1


async def test_a_redirect_to_a_stranger_is_not_followed(opened, sandbox):
    sandbox.faults.add("/repos/contoso/shop", kind="redirect")
    async with opened() as github:
        with pytest.raises(Unanswered, match="redirect"):
            await shop(github)
    assert len(sandbox.requests) == 1


async def test_what_was_not_named_is_not_asked(opened, sandbox):
    stranger = Route(path="/repos/contoso/legacy", permission="metadata: read", source="test")
    async with opened() as github:
        with pytest.raises(GuardRefused):
            await github.item(stranger, Named)
    assert len(sandbox.requests) == 0


async def test_a_used_up_limit_is_no_denial_and_ends_the_asking(opened, sandbox, account):
    sandbox.faults.add(
        "/repos/contoso/shop",
        status=403,
        headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9999999999"},
        json={"message": "API rate limit exceeded"},
    )
    async with opened() as github:
        with pytest.raises(Unanswered, match="rate limit"):
            await shop(github)
        with pytest.raises(Unanswered, match="no point in asking for"):
            await shop(github)
    assert len(sandbox.requests) == 1
    assert account.throttled == 1


async def test_a_secondary_limit_is_waited_for(opened, sandbox, account):
    sandbox.faults.add(
        "/repos/contoso/shop",
        times=1,
        status=403,
        headers={"retry-after": "0"},
        json={"message": "You have exceeded a secondary rate limit."},
    )
    async with opened() as github:
        assert (await shop(github)).name == "shop"
    assert account.throttled == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 502},
        {"kind": "reset"},
        {"kind": "truncate"},
        {"body": "<html>", "status": 200},
    ],
)
async def test_passing_trouble_passes(opened, sandbox, fault):
    sandbox.faults.add("/repos/contoso/shop", times=1, **fault)
    async with opened() as github:
        assert (await shop(github)).name == "shop"


async def test_lasting_trouble_ends(opened, sandbox):
    sandbox.faults.add("/repos/contoso/shop", status=503)
    async with opened() as github:
        with pytest.raises(Problem, match="503"):
            await shop(github)
    assert len(sandbox.requests) == 3


async def test_a_later_page_that_does_not_come_is_a_gap(opened, sandbox):
    sandbox.faults.add("&page=2", status=404)
    async with opened() as github:
        runs = await github.listing(
            route("/actions/runs", "workflow_runs", per_page="2"), Named, lambda run: run.id
        )
    assert (len(runs.items), len(runs.gaps)) == (2, 1)


async def test_an_untrusted_certificate_is_told(opened, tmp_path):
    import trustme

    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    async with opened(environ={"SSL_CERT_FILE": str(other)}) as github:
        with pytest.raises(Unanswered, match="certificate is not trusted"):
            await shop(github)


async def test_an_app_gets_a_token_once(opened, sandbox, key_file):
    async with opened("", app_id="4711", app_key=key_file) as github:
        assert (await shop(github)).name == "shop"
        await github.listing(route("/actions/workflows", "workflows"), Named, lambda one: one.id)
    posts = [one.path for one in sandbox.requests if one.method == "POST"]
    assert posts == ["/api/v3/app/installations/4711/access_tokens"]


async def test_an_app_whose_token_ends_early_gets_another_once(opened, sandbox, key_file):
    sandbox.faults.add("/repos/contoso/shop$", status=401, nth=3, times=4)
    async with opened("", app_id="4711", app_key=key_file) as github:
        for _ in range(2):
            assert (await shop(github)).name == "shop"
        asked = await asyncio.gather(*(shop(github) for _ in range(4)))
        assert {one.name for one in asked} == {"shop"}
        sandbox.faults.add("/repos/contoso/shop$", status=401)
        with pytest.raises(AccessDenied):
            await shop(github)
    posts = [one.path for one in sandbox.requests if one.method == "POST"]
    assert posts == ["/api/v3/app/installations/4711/access_tokens"] * 2


async def test_an_app_that_is_not_installed(opened, key_file):
    async with opened("", app_id="1", app_key=key_file) as github:
        with pytest.raises(AccessDenied, match="not installed there"):
            await shop(github)


async def test_an_app_takes_a_key(opened, tmp_path):
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    for more in ({"app_id": "1"}, {"app_key": empty}, {"app_id": "1", "app_key": empty}):
        with pytest.raises(UsageError):
            async with opened("", **more):
                pass
