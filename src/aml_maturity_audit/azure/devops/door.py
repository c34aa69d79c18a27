"""The door to Azure DevOps, opened for the organizations that the user named."""

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aml_maturity_audit.azure.account import RequestAccount
from aml_maturity_audit.azure.devops.adapter import GuardedAdapter, GuardedCredentials
from aml_maturity_audit.azure.devops.authorization import authorization
from aml_maturity_audit.azure.devops.client import DevOps
from aml_maturity_audit.azure.devops.guard import DevOpsGuard
from aml_maturity_audit.azure.devops.organizations import Organization
from aml_maturity_audit.azure.devops.pool import Pool
from aml_maturity_audit.azure.devops.sdk import loaded_sdk, new_connection
from aml_maturity_audit.azure.devops.session import Means, Session
from aml_maturity_audit.azure.pace import Lane
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.azure.tls import tls_context
from aml_maturity_audit.azure.tokens import Tokens

WIDTH = 8
"""Requests under way per organization, and threads for each."""
MOST_THREADS = 24


@dataclass(frozen=True)
class DevOpsSettings:
    """How to reach Azure DevOps."""

    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)
    patience: Patience = field(default_factory=Patience)


@asynccontextmanager
async def open_devops(
    organizations: Sequence[Organization],
    tokens: Tokens,
    account: RequestAccount,
    settings: DevOpsSettings | None = None,
) -> AsyncIterator[list[DevOps]]:
    """A client per organization, for a block; nothing is sent by opening it.

    `tokens` is the run's sign-in, used where no PAT is set; requests are counted in `account`.
    Raises UsageError where a bundle of certificate authorities cannot be used.
    """
    settings = settings or DevOpsSettings()
    guard = DevOpsGuard(organizations)
    context = tls_context(settings.environ)
    adapter = GuardedAdapter(guard, context, settings.patience, WIDTH)
    threads = min(MOST_THREADS, WIDTH * max(1, len(organizations)))
    pool = Pool(threads)
    who = authorization(settings.environ, tokens)
    means = Means(adapter, who, account, settings.patience, pool)
    with loaded_sdk() as sdk:
        try:
            yield [
                DevOps(
                    Session(
                        one,
                        new_connection(sdk, one.url, GuardedCredentials(adapter)),
                        Lane(WIDTH),
                        means,
                    ),
                    guard,
                )
                for one in organizations
            ]
        finally:
            pool.close()
            adapter.close()
