"""What protects the default branch: rulesets, and classic protection."""

from aml_maturity_audit.azure.github.answers import NotProtected
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, gap_of
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext, about_all
from aml_maturity_audit.collectors.cicd.github.wire import Wire
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.plain import text, whole
from aml_maturity_audit.signals.cicd import BRANCH_POLICIES, BranchPolicy

MOST = 1_000
"""Rules of a branch."""
_METADATA, _ADMINISTRATION = "metadata: read", "administration: read"
_CHECKS, _REVIEWS = "build-validation", "minimum-reviewers"


class _Parameters(Wire):
    required_approving_review_count: object = None


class _Rule(Wire):
    type: object = None
    parameters: _Parameters | None = None


class _StatusChecks(Wire):
    contexts: list[object] | None = None
    checks: list[object] | None = None


class _Protection(Wire):
    required_status_checks: _StatusChecks | None = None
    required_pull_request_reviews: _Parameters | None = None


async def _fetch(context: GitHubContext) -> Listing[BranchPolicy]:
    route = context.route(
        f"rules/branches/{context.branch}", permission=_METADATA, source=BRANCH_POLICIES.name
    )
    rules = await context.listing(route, _Rule, lambda rule: _of_rule(context, rule), limit=MOST)
    return Listing.merged(rules, await _classic(context))


def _of_rule(context: GitHubContext, rule: _Rule) -> BranchPolicy | None:
    kind = text(rule.type)
    if kind in {"required_status_checks", "workflows"}:
        return _policy(context, _CHECKS)
    count = rule.parameters.required_approving_review_count if rule.parameters else None
    return _policy(context, _REVIEWS) if kind == "pull_request" and whole(count) else None


async def _classic(context: GitHubContext) -> Listing[BranchPolicy]:
    """Classic protection, which only administrators are shown: to others it is a gap."""
    route = context.route(
        f"branches/{context.branch}/protection",
        permission=_ADMINISTRATION,
        source=BRANCH_POLICIES.name,
    )
    try:
        found = await context.github.item(route, _Protection)
    except NotProtected:
        return Listing()
    except Problem as problem:
        return Listing((), (about_all(gap_of(problem)),))
    checks, reviews = found.required_status_checks, found.required_pull_request_reviews
    policies = []
    if checks is not None and (checks.contexts or checks.checks):
        policies.append(_policy(context, _CHECKS))
    if reviews is not None and whole(reviews.required_approving_review_count):
        policies.append(_policy(context, _REVIEWS))
    return Listing(tuple(policies))


def _policy(context: GitHubContext, kind: str) -> BranchPolicy:
    return BranchPolicy(
        type=kind,
        repository_id=text(context.record.id),
        branch=context.branch,
        blocking=True,
        enabled=True,
    )


SOURCE = Source(yields=BRANCH_POLICIES, needs=(_METADATA, _ADMINISTRATION), fetch=_fetch)
