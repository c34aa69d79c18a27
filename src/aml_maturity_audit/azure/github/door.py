"""The door to GitHub, opened for the owners and repositories that the user named."""

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aml_maturity_audit.azure.account import RequestAccount
from aml_maturity_audit.azure.github.authorization import who_asks
from aml_maturity_audit.azure.github.client import GitHub
from aml_maturity_audit.azure.github.guard import GitHubGuard
from aml_maturity_audit.azure.github.names import Owner, Server
from aml_maturity_audit.azure.github.session import Session
from aml_maturity_audit.azure.pace import Lane
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.azure.tls import tls_context

WIDTH = 8
"""Requests under way per token; GitHub minds more than a hundred (its secondary limit)."""


@dataclass(frozen=True)
class GitHubSettings:
    """How to reach GitHub and as whom."""

    server: Server = field(default_factory=Server)
    app_id: str | None = None
    app_key: Path | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)
    patience: Patience = field(default_factory=Patience)


@asynccontextmanager
async def open_github(
    owners: Sequence[Owner], account: RequestAccount, settings: GitHubSettings | None = None
) -> AsyncIterator[list[GitHub]]:
    """A client per owner, for a block; nothing is sent by opening it.

    Requests are counted in `account`. Raises UsageError where a bundle of certificate authorities,
    a token or an App's key cannot be used.
    """
    from aml_maturity_audit.azure.github.kit import Kit  # noqa: PLC0415  githubkit loads slowly
    from aml_maturity_audit.azure.github.transport import GuardedTransport  # noqa: PLC0415  httpx

    settings = settings or GitHubSettings()
    who = who_asks(settings.environ, settings.app_id, settings.app_key)
    guard = GitHubGuard(settings.server, owners)
    transport = GuardedTransport(guard, tls_context(settings.environ), settings.patience, WIDTH)
    kit = Kit(settings.server, who, transport)
    shared = Lane(WIDTH)
    try:
        yield [
            GitHub(
                Session(
                    kit.exchange(owner),
                    who,
                    account,
                    settings.patience,
                    Lane(WIDTH) if who.app else shared,
                ),
                guard,
                settings.server,
                owner,
                is_app=who.app is not None,
            )
            for owner in owners
        ]
    finally:
        await transport.close()
