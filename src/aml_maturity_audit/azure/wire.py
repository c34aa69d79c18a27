"""Asks a question until it is answered or given up, within bounds.

azure-core's pipeline sends (guard, user agent, token with claims challenges). Its retry
policy is not used: it cannot see a body that breaks off, holds its place in the queue while it
waits, and lets the other requests of a throttled subscription run into the same wall.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from typing import TypeVar
from uuid import uuid4

import aiohttp
from azure.core.exceptions import AzureError
from azure.core.rest import AsyncHttpResponse

from aml_maturity_audit.azure.account import RequestAccount
from aml_maturity_audit.azure.answers import (
    RETRIED,
    Answer,
    VersionRefused,
    correlation,
    problem_of,
)
from aml_maturity_audit.azure.challenge import token_in
from aml_maturity_audit.azure.pace import Lane, Lanes
from aml_maturity_audit.azure.patience import Patience, retry_after
from aml_maturity_audit.azure.problems import Missing, Problem, Unanswered
from aml_maturity_audit.azure.question import Question
from aml_maturity_audit.azure.reachability import is_untrusted, unreachable
from aml_maturity_audit.azure.sending import Sending
from aml_maturity_audit.azure.tokens import Tokens
from aml_maturity_audit.azure.transport import hang_up

T = TypeVar("T")

_log = logging.getLogger("aml_maturity_audit.requests")
"""What could not be answered, with correlation ids; the command line decides who hears it."""

REQUEST_ID = "x-ms-client-request-id"
"""Ours is random: azure-core's own, made from the clock and this machine's address, takes ten times
as long, and tells them."""
LARGEST_BODY = 64 * 1024 * 1024
LARGEST_ERROR = 256 * 1024
_GARBLED_ATTEMPTS = 2

Send = Callable[[Sending], Awaitable[AsyncHttpResponse]]


class Garbled(Exception):
    """A body that does not decode; the argument says how."""


class _Again(Exception):
    """The attempt failed in a way that may pass; carries what to say if it does not."""

    def __init__(
        self, problem: Problem, *, wait: float | None = None, most: float = math.inf
    ) -> None:
        super().__init__(problem.reason)
        self.problem = problem
        self.wait = wait
        self.most = most


class Wire:
    """The questions to one kind of host."""

    def __init__(
        self,
        send: Send,
        *,
        tokens: Tokens,
        account: RequestAccount,
        lanes: Lanes,
        patience: Patience,
        host_kind: str,
    ) -> None:
        self._send = send
        self._tokens = tokens
        self._account = account
        self._lanes = lanes
        self._patience = patience
        self._host_kind = host_kind
        self._request_ids = _request_ids()

    async def ask(self, question: Question, decode: Callable[[bytes], T]) -> T:
        """The decoded answer to `question`; `decode` raises Garbled for a body it cannot take.

        Raises Problem where there is no usable answer in bounded time.
        """
        try:
            return await self._ask(question, decode)
        except (Missing, VersionRefused):
            raise
        except Problem as problem:
            _log.info(problem.reason)
            raise

    async def _ask(self, question: Question, decode: Callable[[bytes], T]) -> T:
        lane = self._lanes.lane(question.lane)
        self._refuse_in_vain(question, lane)
        ends: float | None = None
        attempt = 0
        while True:
            attempt += 1
            try:
                async with lane:
                    ends = ends or _now() + self._patience.total
                    return decode_answer(await self._attempt(question, lane), question, decode)
            except _Again as trouble:
                await self._wait_or_give_up(trouble, attempt, ends or _now(), lane)

    async def _wait_or_give_up(
        self, trouble: _Again, attempt: int, ends: float, lane: Lane
    ) -> None:
        most = trouble.most if lane.strikes < self._patience.strikes else 1
        backoff = self._patience.backoff_before(attempt + 1)
        wait = backoff if trouble.wait is None else trouble.wait
        if attempt >= most or _now() + wait > ends:
            lane.strikes += 1
            if lane.strikes >= self._patience.surrender:
                lane.in_vain_until = _now() + self._patience.rest
            raise trouble.problem from trouble
        await asyncio.sleep(wait)

    def _refuse_in_vain(self, question: Question, lane: Lane) -> None:
        """Do not queue behind an outage: after many questions in vain, rest before the next."""
        if _now() < lane.in_vain_until:
            raise Unanswered(
                f"{question.what} was not asked for: the last {lane.strikes} questions to the same "
                "place stayed unanswered."
            )

    async def _attempt(self, question: Question, lane: Lane) -> Answer:
        self._account.sent(self._host_kind, question.source)
        try:
            async with asyncio.timeout(self._patience.attempt):
                answer = await self._exchange(question)
        except Problem:
            raise
        except (AzureError, aiohttp.ClientError, OSError, ValueError) as error:
            problem = Unanswered(f"{question.what} was not answered: {unreachable(error)}")
            if is_untrusted(error) or isinstance(error, ValueError):
                raise problem from error
            most = 2 if isinstance(error, TimeoutError) else self._patience.attempts
            raise _Again(problem, most=most) from error
        lane.learn(answer.headers)
        self._account.received += len(answer.body)
        if answer.status not in RETRIED:
            lane.strikes = 0
        if answer.status != 200:
            await self._refused(answer, question, lane)
        return answer

    async def _exchange(self, question: Question) -> Answer:
        response = await self._send(self._request(question))
        try:
            most = LARGEST_BODY if response.status_code == 200 else LARGEST_ERROR
            body = await _read(response, most, question)
        except BaseException:
            hang_up(response)
            raise
        finally:
            await response.close()
        return Answer(response.status_code, response.headers, body, _token_of(response))

    def _request(self, question: Question) -> Sending:
        headers = {"Accept": "application/json", REQUEST_ID: next(self._request_ids)}
        return Sending(question.method, question.url, headers, question.body)

    async def _refused(self, answer: Answer, question: Question, lane: Lane) -> None:
        """Raise what an answer other than 200 means."""
        problem = problem_of(answer, question)
        if answer.status == 401 and await self._tokens.renew(answer.token):
            raise _Again(problem, wait=0.0, most=self._patience.attempts)
        if answer.status == 429:
            self._account.throttled += 1
        if answer.status not in RETRIED:
            raise problem
        wait = retry_after(answer.headers)
        if wait is not None and answer.status in {429, 503}:
            lane.pause(min(wait, self._patience.total))
        told = answer.status == 429 and wait is not None
        raise _Again(problem, wait=wait, most=math.inf if told else self._patience.attempts)


def decode_answer(answer: Answer, question: Question, decode: Callable[[bytes], T]) -> T:
    """The answer's body, decoded; raises _Again, once, where it does not decode."""
    try:
        return decode(answer.body)
    except Garbled as garbled:
        problem = Unanswered(
            f"{question.what} was answered with {garbled}{correlation(answer.headers)}."
        )
        raise _Again(problem, most=_GARBLED_ATTEMPTS) from garbled


def _token_of(response: AsyncHttpResponse) -> str:
    """The token that a refused request had shown."""
    refused = response.status_code == 401
    return token_in(response.request.headers.get("Authorization")) if refused else ""


async def _read(response: AsyncHttpResponse, most: int, question: Question) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.iter_raw():
        size += len(part)
        if size > most:
            if response.status_code != 200:
                hang_up(response)
                break
            raise Unanswered(
                f"{question.what} was answered with more than {most // 2**20} MB; not read further"
                f"{correlation(response.headers)}."
            )
        parts.append(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _request_ids() -> Iterator[str]:
    """Ids in the form of a GUID: one at random, counted up."""
    run = str(uuid4())[:-12]
    return (f"{run}{number:012x}" for number in count())


def _now() -> float:
    return asyncio.get_running_loop().time()
