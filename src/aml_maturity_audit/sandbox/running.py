"""The sandbox as tests and `audit --sandbox` use it: in a thread of its own, or forever."""

import asyncio
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from aml_maturity_audit.errors import ToolFailure, UsageError
from aml_maturity_audit.sandbox.certificate import server_context
from aml_maturity_audit.sandbox.clock import now
from aml_maturity_audit.sandbox.cloud import Cloud
from aml_maturity_audit.sandbox.estate.model import Estate
from aml_maturity_audit.sandbox.faults import Faults
from aml_maturity_audit.sandbox.requestlog import RequestLog
from aml_maturity_audit.sandbox.server import Server


@dataclass(frozen=True)
class _Stand:
    """Everything that serving takes, before the first request."""

    cloud: Cloud
    socket: socket.socket
    context: ssl.SSLContext
    ca_file: Path
    url: str


@contextmanager
def _stand(estate: Estate, port: int) -> Iterator[_Stand]:
    """Bind, make the certificate and build the estate; put all away at the end."""
    with tempfile.TemporaryDirectory(prefix="sandbox-") as folder, _bound(port) as listening:
        url = f"https://127.0.0.1:{listening.getsockname()[1]}"
        context, ca_file = server_context(Path(folder))
        yield _Stand(Cloud(estate, url, now()), listening, context, ca_file, url)


async def serve_forever(
    estate: Estate,
    announce: Callable[[Mapping[str, str]], None],
    *,
    identity: str | None = None,
    port: int = 0,
) -> None:
    """Serve until cancelled; `announce` gets the environment once requests are answered.

    Raises UsageError for an unknown identity or a port that cannot be used.
    """
    who = _named(estate, identity)
    with _stand(estate, port) as stand:
        server = Server(stand.cloud)
        await server.start(stand.socket, stand.context)
        try:
            announce(environment(estate, stand.url, stand.ca_file, who))
            await asyncio.Event().wait()
        finally:
            await server.stop()


class Sandbox:
    """A local Azure that serves an estate while the `with` block lasts.

    `identity` names who `.environment` signs in as: the first of the estate by default.
    """

    url: str
    ca_file: Path
    cloud: Cloud

    def __init__(self, estate: Estate, *, identity: str | None = None, port: int = 0) -> None:
        self._estate = estate
        self._identity = _named(estate, identity)
        self._port = port
        self._stack = ExitStack()
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None

    def __enter__(self) -> Self:
        """Bind, build the estate and serve; ready when this returns."""
        stand = self._stack.enter_context(_stand(self._estate, self._port))
        self.url, self.ca_file, self.cloud = stand.url, stand.ca_file, stand.cloud
        self._thread = threading.Thread(
            target=self._run, args=(stand,), name="sandbox", daemon=True
        )
        self._thread.start()
        self._started.wait()
        if self._failure is not None:
            self.__exit__(None, None, None)
            raise ToolFailure(f"The sandbox did not start: {self._failure}") from self._failure
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving and take the certificate away."""
        if self._loop is not None and self._ending is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join()
        self._stack.close()

    @property
    def requests(self) -> RequestLog:
        """What was asked so far."""
        return self.cloud.requests

    @property
    def faults(self) -> Faults:
        """The rules of trouble, changeable at any time."""
        return self.cloud.faults

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that point any Azure SDK here."""
        return environment(self._estate, self.url, self.ca_file, self._identity)

    def _run(self, stand: _Stand) -> None:
        try:
            asyncio.run(self._serve(stand))
        except (OSError, RuntimeError) as problem:
            self._failure = problem
        finally:
            self._started.set()

    async def _serve(self, stand: _Stand) -> None:
        self._loop = asyncio.get_running_loop()
        self._ending = asyncio.Event()
        server = Server(stand.cloud)
        await server.start(stand.socket, stand.context)
        self._started.set()
        await self._ending.wait()
        await server.stop()


def environment(estate: Estate, url: str, ca_file: Path, identity: str) -> Mapping[str, str]:
    """The variables that point an Azure SDK at a sandbox, and sign it in."""
    who = estate.identities[identity]
    variables = {
        "ARM_CLOUD_METADATA_URL": f"{url}/metadata/endpoints?api-version=2019-05-01",
        "REGISTRY_DISCOVERY_ENDPOINT_URL": f"{url}/",
        "AZURE_AUTHORITY_HOST": url,
        "AZURE_TENANT_ID": estate.settings.tenant.id,
        "AZURE_CLIENT_ID": who.client_id,
        "AZURE_CLIENT_SECRET": who.secret,
        "REQUESTS_CA_BUNDLE": str(ca_file),
        "SSL_CERT_FILE": str(ca_file),
    }
    if who.devops.pat:
        variables["AZURE_DEVOPS_EXT_PAT"] = who.devops.pat
    if who.github.token:
        variables["GITHUB_TOKEN"] = who.github.token
    return variables


def _named(estate: Estate, identity: str | None) -> str:
    if identity is None:
        return next(iter(estate.identities))
    if identity not in estate.identities:
        known = ", ".join(estate.identities)
        raise UsageError(f"The estate has no identity {identity!r}.", remedy=f"It has {known}.")
    return identity


def _bound(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as problem:
        listening.close()
        raise UsageError(
            f"Port {port} of 127.0.0.1 cannot be used: {problem.strerror}."
        ) from problem
    return listening
