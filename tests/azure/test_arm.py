"""ARM through the real pipeline over a stub transport: requests, versions, errors, retries."""

import asyncio

import aiohttp
import msgspec
import pytest
from azure.core.exceptions import (
    IncompleteReadError,
    ServiceRequestError,
    ServiceResponseTimeoutError,
)

from aml_maturity_audit.azure.arm import lane_of, resource_type
from aml_maturity_audit.azure.problems import (
    AccessDenied,
    GuardRefused,
    Missing,
    Problem,
    Unanswered,
    Unregistered,
)
from aml_maturity_audit.signals.reading import FAILED
from fakes.credential import StubCredential
from fakes.door import patient, stub_door
from fakes.transport import CORRELATION, StubResponse, answer, page, refused

PATH = (
    "/subscriptions/00000000-0000-0000-0000-0000000000AA/resourceGroups/rg/providers/"
    "Microsoft.MachineLearningServices/workspaces/ws/jobs"
)
ACTION = "Microsoft.MachineLearningServices/workspaces/jobs/read"
NEXT = f"https://management.azure.com{PATH}?api-version=2025-12-01&$skiptoken=abc%3D"


class Thing(msgspec.Struct):
    id: str | None = None
    name: str | None = None


async def item(door, path=PATH, api=("2025-12-01", "2024-10-01"), **more):
    return await door.arm.item(path, Thing, api=api, action=ACTION, source="jobs", **more)


async def listing(door, **more):
    return await door.arm.listing(
        PATH,
        Thing,
        lambda thing: thing.name,
        api=("v1", "v2"),
        action=ACTION,
        source="jobs",
        **more,
    )


async def test_an_item_is_asked_for_with_version_token_and_ids():
    door, transport = stub_door(answer({"name": "ws", "secret": "never kept"}))
    assert await item(door, params={"listViewType": "All"}) == Thing(name="ws")
    (sent,) = transport.sent
    assert sent.method == "GET"
    assert sent.path == PATH
    assert sent.query == {"api-version": "2025-12-01", "listViewType": "All"}
    assert sent.headers["Authorization"] == "Bearer token-1"
    assert sent.headers["x-ms-client-request-id"]
    assert sent.headers["User-Agent"].startswith("aml-maturity-audit/")
    assert transport.responses[0].closed


async def test_names_from_strangers_are_escaped_in_the_path():
    door, transport = stub_door(answer({"name": "a"}))
    await item(door, PATH + "/a b?x=1#{0}ü")
    assert transport.sent[0].url.startswith(
        f"https://management.azure.com{PATH}/a%20b%3Fx=1%23%7B0%7D%C3%BC?api-version="
    )


@pytest.mark.parametrize("said", [{}, {"value": None}, {"value": []}])
async def test_an_object_without_anything_that_was_asked_for_is_no_item(said):
    door, _ = stub_door(answer(said), answer(said))
    with pytest.raises(Unanswered, match="says nothing of what was asked for"):
        await item(door, PATH)


async def test_a_list_follows_next_links_and_keeps_their_query_as_it_is():
    door, transport = stub_door(page({"name": "a"}, next_link=NEXT), page({"name": "b"}))
    assert (await listing(door)).items == ("a", "b")
    assert transport.sent[1].url == NEXT


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/next",
        "http://management.azure.com/next",
        "https://management.azure.com:8443/next",
        "//evil.example/next",
        "https://management.azure.com@evil.example/",
        "ftp://management.azure.com/next",
        "https://[",
    ],
)
async def test_a_next_link_elsewhere_gets_neither_request_nor_token(link):
    door, transport = stub_door(page({"name": "a"}, next_link=link))
    result = await listing(door)
    assert result.items == ("a",)
    assert [gap.kind for gap in result.gaps] == [FAILED]
    assert len(transport.sent) == 1


async def test_a_next_link_of_another_type_is_no_page():
    door, _ = stub_door(page({"name": "a"}, next_link={"x": 1}), page({}, next_link=5))
    with pytest.raises(Unanswered, match="another shape"):
        await listing(door)


async def test_a_refused_version_is_left_for_the_next_and_remembered_by_resource_type():
    door, transport = stub_door(
        refused(400, "NoRegisteredProviderFound"),
        answer({"name": "a"}),
        answer({"name": "b"}),
        refused(400, "InvalidApiVersionParameter"),
        answer({"name": "c"}),
    )
    assert (await item(door)).name == "a"
    assert (await item(door, PATH.replace("/ws/", "/other/"))).name == "b"
    assert (await item(door, PATH.replace("/jobs", "/models"))).name == "c"
    versions = [sent.query["api-version"] for sent in transport.sent]
    assert versions == ["2025-12-01", "2024-10-01", "2024-10-01", "2025-12-01", "2024-10-01"]


async def test_when_no_version_is_served_the_question_stays_unanswered():
    door, transport = stub_door(handler=lambda _: refused(400, "NoRegisteredProviderFound"))
    for _ in range(2):
        with pytest.raises(Unanswered, match="NoRegisteredProviderFound"):
            await item(door)
    assert len(transport.sent) == 4


async def test_a_denial_names_the_action_in_arms_message_and_the_correlation_id():
    message = (
        "The client 'x' does not have authorization to perform action "
        "'Microsoft.MachineLearningServices/workspaces/jobs/list/read' over scope '/s'."
    )
    door, _ = stub_door(refused(403, "AuthorizationFailed", message))
    with pytest.raises(AccessDenied) as caught:
        await item(door)
    assert caught.value.action == "Microsoft.MachineLearningServices/workspaces/jobs/list/read"
    assert caught.value.reason == (
        f"{PATH} was answered with 403 AuthorizationFailed (correlation id {CORRELATION})."
    )


@pytest.mark.parametrize(
    "message",
    ["", "perform action 'rm -rf /' over", "perform action '<script>/read'", "action ''"],
)
async def test_a_denial_without_a_proper_action_is_about_the_declared_one(message):
    door, _ = stub_door(refused(403, "AuthorizationFailed", message))
    with pytest.raises(AccessDenied) as caught:
        await item(door)
    assert caught.value.action == ACTION


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (refused(404, "ResourceNotFound"), Missing),
        (refused(410, "Gone"), Missing),
        (refused(409, "MissingSubscriptionRegistration"), Unregistered),
        (refused(403, "Forbidden", "Public network access is disabled"), Unanswered),
        (refused(400, "BadRequest"), Unanswered),
        (refused(501, "NotImplemented"), Unanswered),
        (answer(b"", 302, {"Location": "https://evil.example/"}), Unanswered),
        (answer(b"", 204), Unanswered),
        (answer(b"<html>sign in</html>", 403), AccessDenied),
        (answer(b"\xff\x00", 404), Missing),
        (answer([1, 2], 400), Unanswered),
        (answer({"error": "text"}, 400), Unanswered),
    ],
)
async def test_final_answers_are_asked_for_once(reply, kind):
    door, transport = stub_door(reply)
    with pytest.raises(kind) as caught:
        await item(door)
    assert type(caught.value) is kind
    assert CORRELATION in caught.value.reason
    assert len(transport.sent) == 1


async def test_what_an_error_says_freely_is_never_repeated():
    door, _ = stub_door(refused(400, "Bad AccountKey=SECRET1", "password SECRET2"))
    with pytest.raises(Unanswered) as caught:
        await item(door)
    assert "SECRET" not in caught.value.reason


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_trouble_that_passes_is_asked_again(status):
    door, _ = stub_door(refused(status, "Busy"), answer({"name": "a"}))
    assert (await item(door)).name == "a"
    assert door.account.record().arm == 2
    assert door.account.throttled == (status == 429)


@pytest.mark.parametrize("status", [429, 503])
async def test_trouble_that_stays_is_given_up_after_some_attempts(status):
    door, transport = stub_door(handler=lambda _: refused(status, "Busy"))
    with pytest.raises(Unanswered, match=f"{status} Busy"):
        await item(door)
    assert len(transport.sent) == 4


async def test_a_wait_longer_than_the_patience_is_not_waited_for():
    door, transport = stub_door(refused(429, "TooMany", headers={"Retry-After": "3600"}))
    with pytest.raises(Unanswered, match="429"):
        await item(door)
    assert len(transport.sent) == 1


TRANSIENT = [
    ServiceRequestError("no route", error=aiohttp.ClientOSError("no route")),
    ServiceResponseTimeoutError("slow", error=TimeoutError()),
    aiohttp.ServerDisconnectedError(),
    ConnectionResetError("reset"),
]


@pytest.mark.parametrize("error", TRANSIENT, ids=lambda error: type(error).__name__)
async def test_connections_that_fail_are_tried_again(error):
    door, transport = stub_door(error, answer({"name": "a"}))
    assert (await item(door)).name == "a"
    door, transport = stub_door(handler=lambda _: error)
    with pytest.raises(Unanswered):
        await item(door)
    assert 2 <= len(transport.sent) <= 4


async def test_a_body_that_breaks_off_is_read_again():
    broken = StubResponse(200, {}, [b'{"na', IncompleteReadError("cut")])
    door, _ = stub_door(broken, answer({"name": "a"}))
    assert (await item(door)).name == "a"
    assert broken.closed


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html><body>Sign in</body></html>", "a web page instead of JSON"),
        (b"", "an empty body"),
        (b"   ", "an empty body"),
        (b'{"name": "a', "no JSON"),
        (b"\x00\x01\xff", "no JSON"),
        ('{"name": "a"}'.encode("utf-16"), "no JSON"),
        (b'{"x": ' + b"[" * 100_000, "no JSON"),
        (b'{"name": 5}', "another shape"),
        (b"null", "another shape"),
        (b"[]", "another shape"),
    ],
    ids=lambda value: repr(value)[:24],
)
async def test_a_body_that_is_no_answer_is_asked_for_once_more(body, said):
    door, transport = stub_door(answer(body), answer({"name": "a"}))
    assert (await item(door)).name == "a"
    door, transport = stub_door(handler=lambda _: answer(body))
    with pytest.raises(Unanswered, match=said):
        await item(door)
    assert len(transport.sent) == 2


@pytest.mark.parametrize("value", [None, {}, "text", 5])
async def test_a_list_whose_value_is_no_list_is_no_empty_list(value):
    door, _ = stub_door(handler=lambda _: answer({"value": value}))
    with pytest.raises(Unanswered):
        await listing(door)
    door, _ = stub_door(handler=lambda _: answer({}))
    with pytest.raises(Unanswered):
        await listing(door)


async def test_a_byte_order_mark_does_no_harm():
    door, _ = stub_door(answer(b'\xef\xbb\xbf{"name": "a"}'))
    assert (await item(door)).name == "a"


async def test_a_body_too_big_is_not_read_to_its_end():
    huge = StubResponse(200, {}, [b"x" * 2**20] * 80)
    door, transport = stub_door(huge)
    with pytest.raises(Unanswered, match="more than 64 MB"):
        await item(door)
    assert len(transport.sent) == 1
    assert huge.closed


async def test_an_answer_that_never_comes_ends_in_time():
    async def never():
        await asyncio.Event().wait()
        yield b""

    def silent(_):
        response = answer(b"")
        response.iter_raw = never
        return response

    door, transport = stub_door(handler=silent, patience=patient(attempt=0.01))
    with pytest.raises(Unanswered, match="too long"):
        await item(door)
    assert len(transport.sent) == 2


def challenge(error: str = "") -> StubResponse:
    details = f', error="{error}", claims="eyJhIjoxfQ=="' if error else ""
    header = f'Bearer authorization_uri="https://login.example"{details}'
    return answer({"error": {"code": "x"}}, 401, {"WWW-Authenticate": header})


async def test_a_claims_challenge_is_answered_with_a_token_that_meets_it():
    credential = StubCredential()
    door, transport = stub_door(
        challenge("insufficient_claims"), answer({"name": "a"}), credential=credential
    )
    assert (await item(door)).name == "a"
    assert credential.asked[1][1] == {"claims": '{"a":1}'}
    assert transport.sent[1].headers["Authorization"] == "Bearer token-2"


@pytest.mark.parametrize("claims", ["%%%", "/w==", ""])
async def test_a_malformed_challenge_is_a_denial_or_no_answer_but_no_crash(claims):
    header = f'Bearer error="insufficient_claims", claims="{claims}"'
    door, _ = stub_door(handler=lambda _: answer(b"", 401, {"WWW-Authenticate": header}))
    with pytest.raises(Problem):
        await item(door)


async def test_a_rejected_token_is_renewed_once_and_then_it_is_a_denial():
    door, transport = stub_door(challenge(), answer({"name": "a"}))
    assert (await item(door)).name == "a"
    door, transport = stub_door(handler=lambda _: challenge())
    with pytest.raises(AccessDenied):
        await item(door)
    assert len(transport.sent) == 2
    with pytest.raises(AccessDenied):
        await item(door)
    assert len(transport.sent) == 3


async def test_after_much_trouble_nobody_queues_behind_an_outage():
    door, transport = stub_door(
        handler=lambda _: refused(503, "Down"), patience=patient(strikes=2, surrender=4)
    )
    for _ in range(4):
        with pytest.raises(Unanswered, match="503"):
            await item(door)
    assert len(transport.sent) == 4 + 4 + 1 + 1
    with pytest.raises(Unanswered, match="was not asked for"):
        await item(door)
    assert len(transport.sent) == 10
    with pytest.raises(Unanswered, match="503"):
        await item(door, "/subscriptions/another")


async def test_one_good_answer_ends_the_bad_spell():
    replies = iter([503] * 8 + [404] + [503] * 4)
    door, transport = stub_door(
        handler=lambda _: refused(next(replies), "x"), patience=patient(strikes=2)
    )
    for kind in (Unanswered, Unanswered):
        with pytest.raises(kind):
            await item(door)
    with pytest.raises(Missing):
        await item(door)
    with pytest.raises(Unanswered):
        await item(door)
    assert len(transport.sent) == 13


async def test_a_path_is_never_an_address():
    door, transport = stub_door()
    for path in ("@evil.example/x", ".evil.example/x", ":8443/x"):
        with pytest.raises(GuardRefused):
            await item(door, path)
    assert transport.sent == []


async def test_requests_are_accounted_for_by_source():
    door, _ = stub_door(page({"name": "a"}, next_link=NEXT), page(), answer({"name": "a"}))
    await listing(door)
    await door.arm.item("/subscriptions", Thing, api=("v",), action="a", source="discovery")
    assert door.account.record().by_source == {"discovery": 1, "jobs": 2}


def test_lanes_and_types():
    assert lane_of(PATH) == "00000000-0000-0000-0000-0000000000aa"
    assert lane_of("/providers/Microsoft.Management/managementGroups/g/descendants") == "tenant"
    assert resource_type(PATH) == "microsoft.machinelearningservices/workspaces/jobs"
    assert resource_type(f"{PATH}/j/providers/Microsoft.Insights/x") == "microsoft.insights/x"
    assert resource_type("/subscriptions/s/resourceGroups") == "subscriptions/resourcegroups"
