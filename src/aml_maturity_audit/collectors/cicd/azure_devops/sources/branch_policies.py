"""Policies on branches. Source: azure_facts A.3."""

from collections.abc import Iterable

from aml_maturity_audit.azure.devops.paging import TOKENS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.wire import Ref, branch_of
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text, truth
from aml_maturity_audit.signals.cicd import BRANCH_POLICIES, PIPELINES, BranchPolicy

MOST = 5_000
"""Policies of a project."""
_SCOPE = "vso.code"
TYPES = {
    "0609b952-1397-4640-95ec-e00a01b2c241": "build-validation",
    "fa4e907d-c16b-4a4c-9dfa-4906e5d171dd": "minimum-reviewers",
    "fd2167ab-b0be-447a-8ec8-39368250530e": "required-reviewers",
}


class _Scope(Wire):
    ref_name: object = None
    match_kind: object = None
    repository_id: object = None


class _Settings(Wire):
    build_definition_id: object = None
    scope: list[_Scope] | None = None


class _Configuration(Wire):
    id: object = None
    type: Ref | None = None
    is_enabled: object = None
    is_blocking: object = None
    is_deleted: object = None
    settings: _Settings | None = None


async def _fetch(context: DevOpsContext) -> Listing[BranchPolicy]:
    ids = {pipeline.id for pipeline in context.seen(PIPELINES)}
    route = context.route("policy/configurations", scope=_SCOPE, source=BRANCH_POLICIES.name)
    found = await context.listing(
        route, _Configuration, lambda one: _policies(one, ids), paging=TOKENS, limit=MOST
    )
    return Listing(tuple(policy for group in found.items for policy in group), found.gaps)


def _policies(one: _Configuration, pipelines: set[str]) -> tuple[BranchPolicy, ...] | None:
    """One per branch that it is for; None where it was deleted."""
    if truth(one.is_deleted) is True:
        return None
    kind = text(one.type.id).lower() if one.type else ""
    settings = one.settings or _Settings()
    return tuple(
        BranchPolicy(
            type=TYPES.get(kind, kind),
            repository_id=text(scope.repository_id),
            branch=_branch(scope),
            blocking=truth(one.is_blocking) is True,
            enabled=truth(one.is_enabled) is True,
            pipeline_id=_pipeline(text(settings.build_definition_id), pipelines),
        )
        for scope in settings.scope or (_Scope(),)
    )


def _branch(scope: _Scope) -> str:
    """A branch, or what its names begin with."""
    name = branch_of(scope.ref_name)
    return f"{name.rstrip('/')}/*" if text(scope.match_kind).lower() == "prefix" else name


def _pipeline(number: str, pipelines: Iterable[str]) -> str:
    known = set(pipelines)
    return next((id_ for kind in ("yaml", "classic") if (id_ := f"{kind}:{number}") in known), "")


SOURCE = Source(yields=BRANCH_POLICIES, needs=(_SCOPE,), fetch=_fetch, after=(PIPELINES,))
