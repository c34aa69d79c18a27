"""The way out of the azure-devops SDK: every request it makes passes here, whoever built it.

The SDK makes clients and sessions of its own as it goes; they have in common only the credentials
that they are given. So ours do not sign a session: they put this adapter into it, which asks the
guard first, attaches the token after, verifies TLS with our context, and follows no redirect.
"""

import ssl
import threading
from collections.abc import Iterator, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from msrest.authentication import Authentication
from requests.adapters import HTTPAdapter
from yarl import URL

from aml_maturity_audit.azure.devops.guard import DevOpsGuard
from aml_maturity_audit.azure.hosts import is_local_only
from aml_maturity_audit.azure.patience import Patience


class GuardedAdapter(HTTPAdapter):
    """Sends what the guard lets pass, signed, to hosts whose certificate is trusted."""

    def __init__(
        self, guard: DevOpsGuard, context: ssl.SSLContext, patience: Patience, width: int
    ) -> None:
        self._guard = guard
        self._context = context
        self._patience = patience
        self._signing = threading.local()
        super().__init__(pool_connections=width, pool_maxsize=width, max_retries=0)

    @property
    def authorization(self) -> str:
        """Value of the header in this thread; set by the session before each question."""
        return str(getattr(self._signing, "header", ""))

    @authorization.setter
    def authorization(self, header: str) -> None:
        self._signing.header = header

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  as requests has it
        """With our TLS context."""
        super().init_poolmanager(*args, **kwargs, ssl_context=self._context)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:  # noqa: ANN401
        """Through a proxy, with the same context for the host behind it."""
        return super().proxy_manager_for(proxy, **kwargs, ssl_context=self._context)

    def cert_verify(self, conn: Any, url: str, verify: object, cert: object) -> None:  # noqa: ANN401, ARG002
        """What is trusted is in the context; no argument or setting changes it."""
        conn.cert_reqs = "CERT_REQUIRED"

    def send(  # type: ignore[override]
        self,
        request: requests.PreparedRequest,
        *,
        stream: bool = False,  # noqa: ARG002  bodies are always read in bounds
        timeout: object = None,  # noqa: ARG002  ours
        verify: object = True,  # noqa: ARG002  always
        cert: object = None,  # noqa: ARG002  never
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Raises GuardRefused before anything is sent or any token attached."""
        url = request.url or ""
        self._guard.check((request.method or "GET").upper(), url)
        request.headers["Authorization"] = self.authorization
        request.headers["X-TFS-FedAuthRedirect"] = "Suppress"
        return super().send(
            request,
            stream=True,
            timeout=(self._patience.connect, self._patience.read),
            verify=True,
            cert=None,
            proxies={} if is_local_only(URL(url).host or "") else dict(proxies or {}),
        )


class GuardedCredentials(Authentication):  # type: ignore[misc]
    """Credentials as msrest wants them: they put the adapter into each session."""

    def __init__(self, adapter: GuardedAdapter) -> None:
        self.adapter = adapter

    def signed_session(self, session: requests.Session | None = None) -> requests.Session:
        """`session` with no way out but the adapter, no redirects and no memory."""
        session = session or requests.Session()
        if session.adapters.get("https://") is not self.adapter:
            session.adapters.clear()
            session.mount("https://", self.adapter)
            session.get_redirect_target = _nowhere  # type: ignore[method-assign, assignment]
            session.resolve_redirects = _no_more  # type: ignore[method-assign, assignment]
            session.auth = None
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        return session

    def refresh_session(self, session: requests.Session | None = None) -> requests.Session:
        """The same: tokens are renewed before each question."""
        return self.signed_session(session)


def _no_more(*_: object, **__: object) -> Iterator[requests.Response]:
    """Msrest puts one here that answers a redirected POST with a list, over which requests fails
    (msrest 0.7.1, `universal_http/requests.py`)."""
    return iter(())


def _nowhere(response: requests.Response) -> str | None:  # noqa: ARG001  as requests calls it
    return None
