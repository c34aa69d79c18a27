"""Merged pull requests of the window, for the People hints only."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, gap_of
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext, about_all
from aml_maturity_audit.collectors.cicd.github.wire import Account, Wire, member
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.cicd import PULL_REQUESTS, PullRequest

MOST = 100
"""Pull requests of a repository in the window, those changed last first."""
_PULLS, _SIGNAL = "pull_requests: read", PULL_REQUESTS.name


class _PullRequest(Wire):
    number: object = None
    user: Account | None = None
    merged_at: object = None
    updated_at: object = None


class _Review(Wire):
    user: Account | None = None
    state: object = None


async def _fetch(context: GitHubContext) -> Listing[PullRequest]:
    route = context.route(
        "pulls",
        permission=_PULLS,
        source=_SIGNAL,
        params={"state": "closed", "sort": "updated", "direction": "desc"},
    )

    def before(page: Sequence[_PullRequest]) -> bool:
        times = [parse_time(one.updated_at) for one in page]
        return bool(times) and all(time and time < context.window_start for time in times)

    listed = await context.listing(
        route, _PullRequest, lambda one: _merged(one, context.window_start), limit=MOST,
        enough=before,
    )  # fmt: skip
    found = await asyncio.gather(*(_reviewed(context, one) for one in listed.items))
    return Listing.merged(Listing((), listed.gaps), *found)


def _merged(one: _PullRequest, start: datetime) -> _PullRequest | None:
    if not text(one.number):
        raise ValueError("a pull request without a number")
    merged = parse_time(one.merged_at)
    return one if merged is not None and merged >= start else None


async def _reviewed(context: GitHubContext, one: _PullRequest) -> Listing[PullRequest]:
    """With who approved it; GitHub lets nobody approve their own."""
    number = text(one.number)
    route = context.route(f"pulls/{number}/reviews", permission=_PULLS, source=_SIGNAL)
    try:
        found = await context.listing(route, _Review, _approver, limit=100)
    except Problem as problem:
        return Listing((), (about_all(gap_of(problem)),))
    logins = {text(who.login).lower(): who for who in found.items}
    request = PullRequest(
        id=number,
        repository_id=text(context.record.id),
        author=member(one.user),
        approvers=tuple(member(who) for who in logins.values()),
    )
    return Listing((request,), found.gaps)


def _approver(review: _Review) -> Account | None:
    return review.user if text(review.state).upper() == "APPROVED" else None


SOURCE = Source(yields=PULL_REQUESTS, needs=(_PULLS,), fetch=_fetch)
