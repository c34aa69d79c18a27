"""The readings of repositories that a sandbox serves."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from aml_maturity_audit.azure.account import RequestAccount
from aml_maturity_audit.azure.github.door import GitHubSettings, open_github
from aml_maturity_audit.azure.github.names import owners, server
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.collectors.cicd.github.collect import github_repositories
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.sandbox import Sandbox, parse_estate
from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.snapshot import ProjectReadings, RunWarning

ESTATE = Path(__file__).parents[3] / "sandbox" / "github.yaml"
QUICK = Patience(connect=2, read=2, attempt=3, total=4, attempts=2, backoff=0.01, longest=0.02)


class Shop:
    """A sandbox, read again and again as faults are added to it."""

    def __init__(self, running: Sandbox) -> None:
        self.sandbox = running
        self.warnings: list[RunWarning] = []

    def read(
        self,
        *repositories: str,
        organizations: tuple[str, ...] = (),
        token: str = "ghp_sandbox",
    ) -> list[ProjectReadings]:
        """What is read of the repositories; of the shop where none is named."""
        named = repositories if repositories or organizations else ("contoso/shop",)
        return asyncio.run(self._read(named, organizations, token))

    def reading(self, key: SignalKey[Any], **more: Any) -> Any:
        """One reading of the shop."""
        return self.read(**more)[0].readings.get(key)

    async def _read(self, named: Any, organizations: Any, token: str) -> list[ProjectReadings]:
        running = self.sandbox
        at = server(f"{running.url}/api/v3")
        environ = {"SSL_CERT_FILE": str(running.ca_file), "GITHUB_TOKEN": token}
        settings = GitHubSettings(server=at, environ=environ, patience=QUICK)
        plan = Plan(collected_at=running.cloud.world.now, run_id="test")
        known = owners(named, organizations, at)
        async with open_github(known, RequestAccount(), settings) as clients:
            projects, self.warnings = await github_repositories(clients, plan)
        return projects


Start = Callable[..., Shop]


@pytest.fixture
def start() -> Iterator[Start]:
    with ExitStack() as stack:

        def begin(change: Callable[[str], str] = lambda text: text) -> Shop:
            text = change(ESTATE.read_text(encoding="utf-8"))
            return Shop(stack.enter_context(Sandbox(parse_estate(text))))

        yield begin


@pytest.fixture
def shop(start: Start) -> Shop:
    return start()
