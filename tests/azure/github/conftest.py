"""A GitHub of the sandbox's, opened for its shop."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from aml_maturity_audit.azure.account import RequestAccount
from aml_maturity_audit.azure.github.client import GitHub, Route
from aml_maturity_audit.azure.github.door import GitHubSettings, open_github
from aml_maturity_audit.azure.github.names import owners, server
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.sandbox import Sandbox, load_estate

ESTATE = Path(__file__).parents[2] / "sandbox" / "github.yaml"
QUICK = Patience(connect=2, read=2, attempt=3, total=4, attempts=3, backoff=0.01, longest=0.02)

Open = Callable[..., AbstractAsyncContextManager[GitHub]]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(load_estate(ESTATE)) as running:
        yield running


@pytest.fixture
def account() -> RequestAccount:
    return RequestAccount()


@pytest.fixture
def opened(sandbox: Sandbox, account: RequestAccount) -> Open:
    @asynccontextmanager
    async def begin(token: str = "ghp_sandbox", **more: Any) -> AsyncIterator[GitHub]:
        at = server(f"{sandbox.url}/api/v3")
        environ = {"SSL_CERT_FILE": str(sandbox.ca_file)} | (
            {"GITHUB_TOKEN": token} if token else {}
        )
        environ |= more.pop("environ", {})
        settings = GitHubSettings(server=at, environ=environ, patience=QUICK, **more)
        named = owners(["contoso/shop", "contoso/webshop", "contoso/nothing"], [], at)
        async with open_github(named, account, settings) as clients:
            yield clients[0]

    return begin


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    file = tmp_path / "app.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return file


def route(rest: str = "", key: str = "", **params: str) -> Route:
    path = f"/repos/contoso/shop{rest}"
    return Route(path=path, permission="actions: read", source="test", key=key, params=params)
