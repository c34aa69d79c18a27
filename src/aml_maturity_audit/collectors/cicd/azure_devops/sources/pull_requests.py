"""Completed pull requests of the window, for the People hints only. Source: azure_facts A.21."""

from aml_maturity_audit.azure.devops.paging import SKIPS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.wire import Identity, Ref, is_group, person
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.plain import text, whole
from aml_maturity_audit.signals.cicd import PULL_REQUESTS, PullRequest

MOST = 2_000
"""Pull requests of a project in the window."""
APPROVED = 5
"""A vote of 10 approves, one of 5 approves with suggestions."""
_SCOPE = "vso.code"


class _Reviewer(Identity):
    vote: object = None


class _PullRequest(Ref):
    pull_request_id: object = None
    repository: Ref | None = None
    created_by: Identity | None = None
    reviewers: list[_Reviewer] | None = None


async def _fetch(context: DevOpsContext) -> Listing[PullRequest]:
    route = context.route(
        "git/pullrequests",
        scope=_SCOPE,
        source=PULL_REQUESTS.name,
        params={
            "searchCriteria.status": "completed",
            "searchCriteria.minTime": f"{context.window_start:%Y-%m-%dT%H:%M:%SZ}",
            "searchCriteria.queryTimeRangeType": "closed",
        },
    )
    return await context.listing(route, _PullRequest, _keep, paging=SKIPS, limit=MOST)


def _keep(raw: _PullRequest) -> PullRequest:
    number = text(raw.pull_request_id)
    if not number:
        raise ValueError("a pull request without an id")
    approving = [
        one
        for one in raw.reviewers or ()
        if not is_group(one) and (whole(one.vote) or 0) >= APPROVED
    ]
    author = text(raw.created_by.id).lower() if raw.created_by else ""
    return PullRequest(
        id=number,
        repository_id=text(raw.repository.id) if raw.repository else "",
        author=person(raw.created_by),
        approvers=tuple(person(one) for one in approving),
        self_approved=bool(author) and any(text(one.id).lower() == author for one in approving),
    )


SOURCE = Source(yields=PULL_REQUESTS, needs=(_SCOPE,), fetch=_fetch)
