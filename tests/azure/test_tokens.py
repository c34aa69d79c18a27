"""Tokens: refusals explained and remembered, renewals rare."""

import asyncio
from unittest.mock import AsyncMock

import pytest
from azure.core.credentials import AccessTokenInfo
from azure.core.exceptions import ClientAuthenticationError, ServiceRequestError

from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.problems import AccessDenied, Unanswered
from aml_maturity_audit.azure.tokens import Tokens
from aml_maturity_audit.errors import SignInRefused, ToolFailure
from fakes.credential import FAR_AWAY, StubCredential
from fakes.devops import EndingCredential

SCOPE = "https://management.azure.com/.default"
REFUSED = ClientAuthenticationError("AADSTS7000222: The secret has expired. More.")


class Fresh(StubCredential):
    """Its tokens are none of another's."""

    async def get_token_info(self, *scopes, options=None):
        token = await super().get_token_info(*scopes, options=options)
        return AccessTokenInfo(token.token.replace("token", "fresh"), token.expires_on)


def tokens(*credentials: StubCredential) -> Tokens:
    made = iter(credentials)
    return Tokens(lambda: next(made), Auth.CLIENT_SECRET, {"AZURE_TENANT_ID": "contoso"})


async def test_a_refused_sign_in_is_an_error_of_its_own():
    with pytest.raises(SignInRefused, match=r"tenant contoso failed: AADSTS7000222"):
        await tokens(StubCredential(REFUSED)).sign_in(SCOPE)


@pytest.mark.parametrize("error", [ServiceRequestError("no route"), TimeoutError(), ValueError()])
async def test_an_unreachable_authority_is_a_failure_not_a_refusal(error):
    with pytest.raises(ToolFailure, match="got no answer"):
        await tokens(StubCredential(error)).sign_in(SCOPE)


async def test_a_refusal_during_a_run_is_a_denial_and_is_not_tried_again_at_once():
    credential = StubCredential(REFUSED)
    asked = tokens(credential)
    for _ in range(3):
        with pytest.raises(AccessDenied, match="AADSTS7000222") as caught:
            await asked.get_token_info(SCOPE)
    assert caught.value.action == f"a token for {SCOPE}"
    assert len(credential.asked) == 1


async def test_an_authority_that_goes_silent_leaves_questions_unanswered():
    with pytest.raises(Unanswered, match="No token"):
        await tokens(StubCredential(ServiceRequestError("x"))).get_token_info(SCOPE)


async def test_a_token_is_asked_for_once_and_held_while_it_is_good():
    credential = EndingCredential()
    asked = tokens(credential)
    got = [(await asked.get_token_info(SCOPE)).token for _ in range(5)]
    assert got == ["token-1", "token-2", "token-3", "token-3", "token-3"]  # two were ending
    await asked.get_token_info("another/.default")
    assert len(credential.asked) == 4
    claims = await asked.get_token_info(SCOPE, options={"claims": "{}"})
    assert claims.token == "token-5"
    assert (await asked.get_token_info(SCOPE)).token == "token-5"


async def test_a_token_due_for_its_refresh_is_asked_for_again():
    credential = StubCredential()
    asked = tokens(credential)
    credential.get_token_info = due = AsyncMock(
        return_value=AccessTokenInfo("due", FAR_AWAY, refresh_on=1)
    )
    for _ in range(2):
        await asked.get_token_info(SCOPE)
    assert due.await_count == 2


async def test_of_many_that_are_refused_the_first_renews_and_all_ask_again():
    first, second = StubCredential(), Fresh()
    asked = tokens(first, second)
    old = (await asked.get_token_info(SCOPE)).token
    assert await asyncio.gather(*(asked.renew(old) for _ in range(24))) == [True] * 24
    assert first.closed
    fresh = await asyncio.gather(*(asked.get_token_info(SCOPE) for _ in range(24)))
    assert {one.token for one in fresh} == {"fresh-1"}
    assert (len(first.asked), len(second.asked)) == (1, 1)
    assert await asked.renew(old)  # one that came late
    assert not second.closed


async def test_a_fresh_token_that_is_refused_is_not_renewed_at_once():
    first, second = StubCredential(), Fresh()
    asked = tokens(first, second)
    assert await asked.renew((await asked.get_token_info(SCOPE)).token)
    assert not await asked.renew((await asked.get_token_info(SCOPE)).token)
    async with asked:
        pass
    assert second.closed


async def test_a_token_that_comes_back_the_same_is_not_asked_for_without_end():
    """A managed identity's host keeps tokens itself, and gives out the one that was refused."""
    first, second = StubCredential(), StubCredential()
    asked = tokens(first, second)
    same = (await asked.get_token_info(SCOPE)).token
    assert await asked.renew(same)
    assert (await asked.get_token_info(SCOPE)).token == same
    assert not await asked.renew(same)
