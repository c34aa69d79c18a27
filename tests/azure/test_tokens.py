"""Tokens: refusals explained and remembered, renewals rare."""

import asyncio

import pytest
from azure.core.exceptions import ClientAuthenticationError, ServiceRequestError

from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.problems import AccessDenied, Unanswered
from aml_maturity_audit.azure.tokens import Tokens
from aml_maturity_audit.errors import SignInRefused, ToolFailure
from fakes.credential import StubCredential

SCOPE = "https://management.azure.com/.default"
REFUSED = ClientAuthenticationError("AADSTS7000222: The secret has expired. More.")


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


async def test_renewing_starts_with_a_fresh_credential_and_not_twice_in_a_row():
    first, second = StubCredential(), StubCredential()
    asked = tokens(first, second)
    assert await asked.renew()
    assert not await asked.renew()
    loop = asyncio.get_running_loop()
    assert not await asked.renew(sent=loop.time())
    assert await asked.renew(sent=loop.time() - 60)  # with the old token, before it was renewed
    assert first.closed
    await asked.get_token_info(SCOPE)
    assert (len(first.asked), len(second.asked)) == (0, 1)
    async with asked:
        pass
    assert second.closed
