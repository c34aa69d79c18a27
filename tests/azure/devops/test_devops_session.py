"""The session over a fake Connection: refusals told apart, pages, patience, tokens."""

import msgspec
import pytest
import requests
from msrest.exceptions import ClientRequestError

from aml_maturity_audit.azure.devops.client import Route
from aml_maturity_audit.azure.devops.paging import SKIPS, TOKENS, Paging
from aml_maturity_audit.azure.problems import AccessDenied, Missing, Unanswered
from aml_maturity_audit.signals.reading import DENIED, FAILED, TRUNCATED
from fakes.devops import (
    NOT_FOUND_PAGE,
    SIGN_IN,
    EndingCredential,
    Reply,
    World,
    fake_devops,
    page,
    refusal,
)
from fakes.door import patient


class Thing(msgspec.Struct):
    id: object = None


ROUTE = Route(
    path="/ml ops/_apis/build/builds", scope="vso.build", source="pipeline-runs", api=("7.1", "7.0")
)


async def ask(monkeypatch, world, **options):
    async with fake_devops(monkeypatch, world, **options) as (clients, _):
        return await clients[0].item(ROUTE, Thing)


async def listed(monkeypatch, world, paging=TOKENS, **options):
    async with fake_devops(monkeypatch, world) as (clients, _):
        return await clients[0].listing(ROUTE, Thing, lambda one: one.id, paging=paging, **options)


async def test_a_pat_is_sent_to_the_named_organization_and_nothing_is_printed(monkeypatch, capsys):
    monkeypatch.setenv("azure_devops_python_print_urls", "true")
    world = World({"builds": Reply({"id": 7})})
    assert (await ask(monkeypatch, world)).id == 7
    (asked,) = world.asked
    assert asked.url.startswith("https://dev.azure.com/contoso/ml%20ops/_apis/build/builds?")
    assert asked.headers["Authorization"] == "Basic OnBhdC1vZi1hLXRlc3Q="
    assert asked.query["api-version"] == "7.1"
    assert world.connections[0]._client.config.redirect_policy.allow is False
    assert capsys.readouterr() == ("", "")


async def test_without_a_pat_an_entra_token_is_used_and_renewed_before_it_ends(monkeypatch):
    credential = EndingCredential()
    world = World({"builds": Reply({"id": 7})})
    async with fake_devops(monkeypatch, world, environ={}, credential=credential) as (clients, _):
        for _ in range(5):
            await clients[0].item(ROUTE, Thing)
    assert {scope for scope, _ in credential.asked} == {
        "499b84ac-1321-427f-aa17-267ca6975798/.default"
    }
    sent = [one.headers["Authorization"] for one in world.asked]
    assert sent == ["Bearer token-1", "Bearer token-2", *["Bearer token-3"] * 3]


async def test_a_refused_entra_token_is_renewed_once(monkeypatch):
    world = World({"builds": [refusal(401, "UnauthorizedRequestException"), Reply({"id": 7})]})
    credential = EndingCredential()
    assert (await ask(monkeypatch, world, environ={}, credential=credential)).id == 7
    assert credential.closed


EXPIRED = "Access Denied: The Personal Access Token used has expired."


@pytest.mark.parametrize(
    ("reply", "kind", "says"),
    [
        (SIGN_IN, AccessDenied, ["sign-in page (203)", "AZURE_DEVOPS_EXT_PAT"]),
        (Reply("<html>", 200, kind="text/html"), AccessDenied, ["sign-in page (200)"]),
        (Reply(" <!DOCTYPE html>", 200), AccessDenied, ["sign-in page (200)"]),
        (
            Reply("", 302, {"Location": "https://spsprod.vssps.visualstudio.com/_signin"}),
            AccessDenied,
            ["sign-in page (302)"],
        ),
        (
            refusal(401, "AccessCheckException", EXPIRED),
            AccessDenied,
            ["has expired", "AZURE_DEVOPS_EXT_PAT"],
        ),
        (
            Reply("", 401, {"X-TFS-ServiceError": EXPIRED.replace(" ", "%20")}),
            AccessDenied,
            ["has expired"],
        ),
        (Reply("", 401), AccessDenied, ["not valid for contoso", "vso.build"]),
        (
            refusal(403, "AccessDeniedException"),
            AccessDenied,
            ["403 AccessDeniedException", "vso.build"],
        ),
        (
            refusal(404, "ProjectDoesNotExistWithNameException"),
            Missing,
            ["project does not exist in contoso", "--devops-project"],
        ),
        (NOT_FOUND_PAGE, Missing, ["no organization contoso", "--devops-organization"]),
        (refusal(404, "BuildNotFoundException"), Missing, ["404 BuildNotFoundException"]),
        (refusal(400, "InvalidArgument"), Unanswered, ["400 InvalidArgument"]),
        (Reply("no json"), Unanswered, ["no JSON"]),
        (Reply("[]"), Unanswered, ["another shape"]),
        (Reply("", 500), Unanswered, ["500"]),
    ],
)
async def test_refusals_are_told_apart_and_quote_nothing(monkeypatch, reply, kind, says):
    with pytest.raises(kind) as refused:
        await ask(monkeypatch, World({"builds": reply}))
    for words in says:
        assert words in refused.value.reason
    assert "private" not in refused.value.reason
    assert "pat-of-a-test" not in refused.value.reason


async def test_a_token_that_is_good_for_something_lacks_a_scope_where_it_is_refused(monkeypatch):
    world = World({"builds": Reply({"id": 7}), "endpoints": Reply("", 401)})
    async with fake_devops(monkeypatch, world) as (clients, _):
        await clients[0].item(ROUTE, Thing)
        other = Route(path="/p/_apis/endpoints", scope="vso.x", source="s", api=("7.1",))
        with pytest.raises(AccessDenied) as refused:
            await clients[0].item(other, Thing)
    assert "lacks the scope vso.x" in refused.value.reason
    assert refused.value.action == "vso.x"


async def test_pages_are_followed_by_their_token(monkeypatch):
    world = World({"builds": [page({"id": 1}, token="a/b=&"), page({"id": 2})]})
    found = await listed(monkeypatch, world)
    assert (found.items, found.gaps) == ((1, 2), ())
    assert "continuationToken" not in world.asked[0].query
    assert world.asked[1].query["continuationToken"] == "a/b=&"
    assert world.asked[1].query["$top"] == world.asked[0].query["$top"] == "1000"


async def test_pages_are_followed_by_counting(monkeypatch):
    paging = Paging(size=2, skips=True)
    world = World({"builds": [page({"id": 1}, {"id": 2}), page({"id": 3})]})
    found = await listed(monkeypatch, world, paging=paging)
    assert found.items == (1, 2, 3)
    assert world.asked[1].query["$skip"] == "2"
    assert SKIPS.size == 100


async def test_a_denied_second_page_keeps_the_first_with_a_gap(monkeypatch):
    world = World({"builds": [page({"id": 1}, token="x"), Reply("", 403)]})
    found = await listed(monkeypatch, world)
    assert found.items == (1,)
    assert [(gap.kind, gap.action) for gap in found.gaps] == [(DENIED, "vso.build")]


async def test_a_token_that_leads_in_a_circle_ends_with_a_gap(monkeypatch):
    world = World({"builds": lambda _: page({"id": "1"}, token="again")})
    found = await listed(monkeypatch, world)
    assert found.items == ("1",)
    assert [gap.kind for gap in found.gaps] == [FAILED]


async def test_a_limit_is_said(monkeypatch):
    world = World({"builds": [page({"id": 1}, {"id": 2}, token="x"), page({"id": 3})]})
    found = await listed(monkeypatch, world, limit=2)
    assert [gap.kind for gap in found.gaps] == [TRUNCATED]


async def test_an_item_that_does_not_decode_costs_itself(monkeypatch):
    found = await listed(monkeypatch, World({"builds": page({"id": 1}, [], {"id": 2})}))
    assert found.items == (1, 2)
    assert len(found.gaps) == 1


async def test_an_older_server_is_asked_in_its_version(monkeypatch):
    refused = refusal(400, "VssVersionNotSupportedException")
    world = World({"builds": [refused, Reply({"id": 1}), Reply({"id": 2})]})
    async with fake_devops(monkeypatch, world) as (clients, _):
        await clients[0].item(ROUTE, Thing)
        await clients[0].item(ROUTE, Thing)
    assert [one.query["api-version"] for one in world.asked] == ["7.1", "7.0", "7.0"]


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_what_may_pass_is_asked_again(monkeypatch, status):
    world = World({"builds": [Reply("", status, {"Retry-After": "0"}), Reply({"id": 7})]})
    assert (await ask(monkeypatch, world)).id == 7


@pytest.mark.parametrize(
    "error",
    [
        ClientRequestError("Error occurred in request.", requests.ConnectionError("secret")),
        requests.exceptions.ChunkedEncodingError("secret"),
        requests.ReadTimeout("secret"),
        requests.exceptions.ProxyError("secret"),
        ConnectionResetError("secret"),
    ],
)
async def test_a_broken_connection_is_tried_again_and_then_told(monkeypatch, error):
    world = World({"builds": [error, Reply({"id": 7})]})
    assert (await ask(monkeypatch, world)).id == 7
    with pytest.raises(Unanswered) as given_up:
        await ask(monkeypatch, World({"builds": error}))
    assert "secret" not in given_up.value.reason


async def test_an_untrusted_certificate_is_not_tried_again(monkeypatch):
    world = World({"builds": ClientRequestError("x", requests.exceptions.SSLError("bad"))})
    with pytest.raises(Unanswered, match="REQUESTS_CA_BUNDLE or SSL_CERT_FILE"):
        await ask(monkeypatch, world)
    assert len(world.asked) == 1


async def test_retry_after_on_a_success_slows_the_next_question_down(monkeypatch):
    world = World({"builds": Reply({"id": 7}, headers={"Retry-After": "0.05"})})
    async with fake_devops(monkeypatch, world) as (clients, account):
        lane = clients[0]._session._lane
        await clients[0].item(ROUTE, Thing)
        assert lane._wait() > 0
        await clients[0].item(ROUTE, Thing)
    assert account.throttled == 2


async def test_a_wait_beyond_all_patience_is_given_up(monkeypatch):
    world = World({"builds": Reply("", 429, {"Retry-After": "3600"})})
    with pytest.raises(Unanswered, match="429"):
        await ask(monkeypatch, world, patience=patient(total=1))
    assert len(world.asked) == 1


async def test_an_outage_does_not_hold_up_a_run(monkeypatch):
    world = World({"builds": Reply("", 500)})
    weary = patient(strikes=2, surrender=4, rest=60, attempts=3)
    async with fake_devops(monkeypatch, world, patience=weary) as (clients, _):
        for _ in range(6):
            with pytest.raises(Unanswered) as lost:
                await clients[0].item(ROUTE, Thing)
    assert len(world.asked) == 3 + 3 + 1 + 1
    assert "the last 4 questions to contoso stayed unanswered" in lost.value.reason


async def test_too_big_an_answer_is_not_read_to_its_end(monkeypatch):
    from aml_maturity_audit.azure.devops import link

    monkeypatch.setattr(link, "LARGEST_BODY", 10)
    with pytest.raises(Unanswered, match="more than"):
        await ask(monkeypatch, World({"builds": Reply({"id": "x" * 100})}))
