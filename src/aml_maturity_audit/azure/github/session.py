"""Asks GitHub until it answers or is given up, within bounds.

githubkit's own retries are off: they know no end in time, and let every other request run into the
same limit. Here a limit rests the whole lane; one that is filled again too late ends it.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

from aml_maturity_audit.azure.account import RequestAccount
from aml_maturity_audit.azure.answers import Answer
from aml_maturity_audit.azure.github.answers import is_limited, is_passing, problem_of
from aml_maturity_audit.azure.github.authorization import Who
from aml_maturity_audit.azure.github.limits import rest_after, wait_of
from aml_maturity_audit.azure.github.remembered import Remembered
from aml_maturity_audit.azure.pace import Lane
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.azure.problems import Problem, Unanswered
from aml_maturity_audit.azure.question import Question
from aml_maturity_audit.azure.wire import Garbled

T = TypeVar("T")

GITHUB = "github"
"""The kind of host in the account."""


class Broken(Exception):
    """The exchange failed; `lasting` where asking again would not help."""

    def __init__(self, reason: str, *, lasting: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.lasting = lasting


Exchange = Callable[[str, dict[str, str]], Coroutine[object, object, Answer]]
"""One exchange with GitHub, of an address and headers: any answer, read to its end.

It raises Broken or Problem where none came.
"""


class _Again(Exception):
    def __init__(self, problem: Problem, *, wait: float | None = None, most: float = 1e9) -> None:
        super().__init__(problem.reason)
        self.problem = problem
        self.wait = wait
        self.most = most


class Session:
    """The questions that one token asks."""

    def __init__(
        self,
        exchange: Exchange,
        who: Who,
        account: RequestAccount,
        patience: Patience,
        lane: Lane,
    ) -> None:
        self._exchange = exchange
        self._who = who
        self._account = account
        self._patience = patience
        self._lane = lane
        self._remembered = Remembered()

    async def ask(
        self, question: Question, decode: Callable[[bytes], T], *, accept: str
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
                    self._refuse_in_vain(question)
                    ends = ends or _now() + self._patience.total
                    answer = await self._attempt(question, accept)
                    return self._decoded(answer, question, decode), answer
            except _Again as trouble:
                await self._wait_or_give_up(trouble, attempt, ends or _now())

    async def _attempt(self, question: Question, accept: str) -> Answer:
        self._account.sent(GITHUB, question.source)
        headers = {"Accept": accept, **self._remembered.condition(question.url)}
        try:
            async with asyncio.timeout(self._patience.attempt):
                answer = await self._exchange(question.url, headers)
        except TimeoutError as error:
            problem = Unanswered(f"{question.what} was not answered: it took too long.")
            raise _Again(problem, most=2) from error
        except Broken as trouble:
            problem = Unanswered(f"{question.what} was not answered: {trouble.reason}")
            if trouble.lasting:
                raise problem from trouble
            raise _Again(problem, most=self._patience.attempts) from trouble
        self._account.received += len(answer.body)
        answer = self._remembered.take(question.url, answer)
        if answer.status == 200:
            self._lane.strikes = 0
            self._rest_after(answer)
            return answer
        raise self._refused(answer, question)

    def _refused(self, answer: Answer, question: Question) -> Exception:
        """What an answer other than a plain 200 means."""
        problem = problem_of(answer, question, self._who)
        if not is_passing(answer):
            self._lane.strikes = 0
            return problem
        wait = wait_of(answer)
        if not is_limited(answer):
            return _Again(problem, wait=wait, most=self._patience.attempts)
        self._account.throttled += 1
        self._rest(wait or self._patience.backoff)
        return _Again(problem, wait=wait)

    def _rest_after(self, answer: Answer) -> None:
        """Ask no more where this answer was the last that the limit allows."""
        wait = rest_after(answer.headers)
        if wait is not None:
            self._rest(wait)

    def _rest(self, wait: float) -> None:
        """Let the whole lane wait, or give up what it would ask where that is too long."""
        if wait > self._patience.total:
            self._lane.in_vain_until = max(self._lane.in_vain_until, _now() + wait)
        else:
            self._lane.pause(wait)

    async def _wait_or_give_up(self, trouble: _Again, attempt: int, ends: float) -> None:
        patience, lane = self._patience, self._lane
        most = trouble.most if lane.strikes < patience.strikes else 1
        wait = patience.backoff_before(attempt + 1) if trouble.wait is None else trouble.wait
        if attempt >= most or _now() + wait > ends:
            lane.strikes += 1
            if lane.strikes >= patience.surrender:
                lane.in_vain_until = max(lane.in_vain_until, _now() + patience.rest)
            raise trouble.problem from trouble
        await asyncio.sleep(wait)

    def _refuse_in_vain(self, question: Question) -> None:
        """Do not queue behind an outage, or a limit that is filled again long after the run."""
        left = self._lane.in_vain_until - _now()
        if left > 0:
            raise Unanswered(
                f"{question.what} was not asked for: GitHub's rate limit is used up, or it does not"
                f" answer; there is no point in asking for {max(1, round(left / 60))} min."
            )

    def _decoded(self, answer: Answer, question: Question, decode: Callable[[bytes], T]) -> T:
        try:
            return decode(answer.body)
        except Garbled as garbled:
            self._remembered.forget(question.url)
            problem = Unanswered(f"{question.what} was answered with {garbled}.")
            raise _Again(problem, most=2) from garbled


def _now() -> float:
    return asyncio.get_running_loop().time()
