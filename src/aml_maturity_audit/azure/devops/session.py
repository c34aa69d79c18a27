"""Asks an organization until it answers or is given up, within bounds.

The SDK blocks, so its exchanges run in a bounded pool of threads; waiting does not. Azure DevOps
slows down who asks too much with a `Retry-After` even on a 200 (azure_facts C.3): then the whole
organization's lane rests, so that the limit is not run into.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from aml_maturity_audit.azure.account import DEVOPS, RequestAccount
from aml_maturity_audit.azure.answers import RETRIED, Answer
from aml_maturity_audit.azure.devops.adapter import GuardedAdapter
from aml_maturity_audit.azure.devops.answers import Standing, is_sign_in, problem_of
from aml_maturity_audit.azure.devops.authorization import Authorization
from aml_maturity_audit.azure.devops.link import Broken, exchange
from aml_maturity_audit.azure.devops.organizations import Organization
from aml_maturity_audit.azure.devops.pool import Pool
from aml_maturity_audit.azure.pace import Lane
from aml_maturity_audit.azure.patience import Patience, retry_after
from aml_maturity_audit.azure.problems import Problem, Unanswered
from aml_maturity_audit.azure.question import Question
from aml_maturity_audit.azure.wire import Garbled

T = TypeVar("T")

JSON = "application/json"
BYTES = "application/octet-stream"
LONGEST_REST = 30.0
"""Azure DevOps delays by at most so many seconds a request (azure_facts C.3)."""


class _Again(Exception):
    def __init__(self, problem: Problem, *, wait: float | None = None, most: float = 1e9) -> None:
        super().__init__(problem.reason)
        self.problem = problem
        self.wait = wait
        self.most = most


@dataclass(frozen=True)
class Means:
    """What all questions of a run share."""

    adapter: GuardedAdapter
    authorization: Authorization
    account: RequestAccount
    patience: Patience
    pool: Pool


class Session:
    """The questions to one organization."""

    def __init__(
        self,
        organization: Organization,
        connection: Any,  # noqa: ANN401  untyped SDK
        lane: Lane,
        means: Means,
    ) -> None:
        self.organization = organization
        self.connection = connection
        self.accepted = False
        """It has answered at least once: the token is good for something."""
        self._lane = lane
        self._means = means

    async def ask(
        self, question: Question, decode: Callable[[bytes], T], *, accept: str = JSON
    ) -> tuple[T, Answer]:
        """The decoded answer to `question`, and the answer itself for its headers.

        Raises Problem where there is no usable answer in bounded time.
        """
        self._refuse_in_vain(question)
        ends: float | None = None
        attempt = 0
        while True:
            attempt += 1
            try:
                async with self._lane:
                    ends = ends or _now() + self._means.patience.total
                    answer = await self._attempt(question, accept)
                    return _decoded(answer, question, decode), answer
            except _Again as trouble:
                await self._wait_or_give_up(trouble, attempt, ends or _now())

    async def in_thread(self, work: Callable[[], T]) -> T:
        """A blocking piece of work of the SDK, signed like a question."""
        return await self._signed(await self._means.authorization.header(), work)

    async def _signed(self, header: str, work: Callable[[], T]) -> T:
        """Each thread signs with a header of its own: others may ask with a newer one."""
        adapter = self._means.adapter

        def signed() -> T:
            adapter.authorization = header
            return work()

        return await self._means.pool.run(signed)

    def count(self, source: str) -> None:
        """One more request, for the account."""
        self._means.account.sent(DEVOPS, source)

    async def _attempt(self, question: Question, accept: str) -> Answer:
        self.count(question.source)
        patience = self._means.patience
        header = await self._means.authorization.header()
        try:
            answer = await self._signed(
                header, lambda: exchange(self.connection, question, accept, patience)
            )
        except Broken as trouble:
            problem = Unanswered(f"{question.what} was not answered: {trouble.reason}")
            if trouble.lasting:
                raise problem from trouble
            raise _Again(problem, most=patience.attempts) from trouble
        self._means.account.received += len(answer.body)
        if answer.status not in RETRIED:
            self._lane.strikes = 0
        if answer.status == 200 and not is_sign_in(answer):
            self.accepted = True
            self._slow_down(answer)
            return answer
        await self._refused(answer, question, header)
        raise AssertionError("a refusal raises")  # pragma: no cover

    def _slow_down(self, answer: Answer) -> None:
        wait = retry_after(answer.headers)
        if wait:
            self._means.account.throttled += 1
            self._lane.pause(min(wait, LONGEST_REST))

    async def _refused(self, answer: Answer, question: Question, shown: str) -> None:
        """Raise what an answer other than a plain 200 means."""
        means = self._means
        problem = problem_of(answer, question, self._standing())
        if (answer.status == 401 or is_sign_in(answer)) and await means.authorization.renew(shown):
            raise _Again(problem, wait=0.0, most=means.patience.attempts)
        if answer.status == 429:
            means.account.throttled += 1
        if answer.status not in RETRIED:
            raise problem
        wait = retry_after(answer.headers)
        if wait is not None and answer.status in {429, 503}:
            self._lane.pause(min(wait, means.patience.total))
        told = answer.status == 429 and wait is not None
        raise _Again(problem, wait=wait, most=1e9 if told else means.patience.attempts)

    def _standing(self) -> Standing:
        is_pat = self._means.authorization.is_pat
        return Standing(self.organization.name, is_pat, self.accepted)

    async def _wait_or_give_up(self, trouble: _Again, attempt: int, ends: float) -> None:
        patience, lane = self._means.patience, self._lane
        most = trouble.most if lane.strikes < patience.strikes else 1
        wait = patience.backoff_before(attempt + 1) if trouble.wait is None else trouble.wait
        if attempt >= most or _now() + wait > ends:
            lane.strikes += 1
            if lane.strikes >= patience.surrender:
                lane.in_vain_until = _now() + patience.rest
            raise trouble.problem from trouble
        await asyncio.sleep(wait)

    def _refuse_in_vain(self, question: Question) -> None:
        """Do not queue behind an outage: after many questions in vain, rest before the next."""
        if _now() < self._lane.in_vain_until:
            raise Unanswered(
                f"{question.what} was not asked for: the last {self._lane.strikes} questions to"
                f" {self.organization.name} stayed unanswered."
            )


def _decoded(answer: Answer, question: Question, decode: Callable[[bytes], T]) -> T:
    try:
        return decode(answer.body)
    except Garbled as garbled:
        problem = Unanswered(f"{question.what} was answered with {garbled}.")
        raise _Again(problem, most=2) from garbled


def _now() -> float:
    return asyncio.get_running_loop().time()
