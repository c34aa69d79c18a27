"""Tokens for the hosts that they are issued for, asked for once and renewed in time."""

import asyncio
from collections.abc import Callable, Mapping
from types import TracebackType

from azure.core.credentials import AccessTokenInfo, TokenRequestOptions
from azure.core.credentials_async import AsyncSupportsTokenInfo
from azure.core.exceptions import AzureError, ClientAuthenticationError

from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.problems import AccessDenied, Unanswered
from aml_maturity_audit.azure.reachability import unreachable
from aml_maturity_audit.azure.signin import refusal
from aml_maturity_audit.errors import SignInRefused, ToolFailure

_LONGEST_SIGN_IN = 120.0
_REST_AFTER_REFUSAL = 60.0
_REST_AFTER_RENEWAL = 30.0


class Tokens:
    """A credential for azure-core that explains refusals and can start anew.

    A refusal is remembered for a minute, so that a sign-in revoked during a run does not turn every
    request into another attempt.
    """

    def __init__(
        self, new: Callable[[], AsyncSupportsTokenInfo], auth: Auth, environ: Mapping[str, str]
    ) -> None:
        self._new = new
        self._auth = auth
        self._environ = environ
        self._credential = new()
        self._refused: SignInRefused | None = None
        self._rest_until = 0.0
        self._renewed = float("-inf")
        self._turn = asyncio.Lock()
        self._issued: set[str] = set()
        """Tokens of the present credential; few, as they last an hour."""

    async def sign_in(self, scope: str) -> AccessTokenInfo:
        """The first token. Raises SignInRefused, or ToolFailure where nobody answers."""
        try:
            return await self._ask(scope, None)
        except ClientAuthenticationError as error:
            raise refusal(self._auth, error.message, self._environ) from error
        except (AzureError, OSError, ValueError) as error:
            raise ToolFailure(
                f"Sign-in with --auth {self._auth} got no answer: {unreachable(error)}"
            ) from error

    async def get_token_info(
        self, *scopes: str, options: TokenRequestOptions | None = None
    ) -> AccessTokenInfo:
        """A token for the one scope asked for.

        Raises AccessDenied where the sign-in is refused (again), Unanswered where nobody answers.
        """
        scope = scopes[0]
        loop = asyncio.get_running_loop()
        async with self._turn:
            if self._refused is not None and loop.time() < self._rest_until:
                raise AccessDenied(self._refused.what, action=f"a token for {scope}")
            try:
                return await self._ask(scope, options)
            except ClientAuthenticationError as error:
                self._refused = refusal(self._auth, error.message, self._environ)
                self._rest_until = loop.time() + _REST_AFTER_REFUSAL
                raise AccessDenied(self._refused.what, action=f"a token for {scope}") from error
            except (AzureError, OSError, ValueError) as error:
                raise Unanswered(f"No token for {scope}: {unreachable(error)}") from error

    async def renew(self, sent: float = float("inf"), used: str = "") -> bool:
        """Start anew after a host refused the token: caches go, the next token is a fresh one.

        False, and nothing done, where that has just been tried; but True where the question that
        was refused had been `sent` (in the loop's time) before, or `used` a token of the credential
        before: requests under way keep their old token, and may hand it on.
        """
        now = asyncio.get_running_loop().time()
        if sent <= self._renewed or (used and self._issued and used not in self._issued):
            return True
        if now - self._renewed < _REST_AFTER_RENEWAL:
            return False
        async with self._turn:
            self._renewed = now
            old, self._credential = self._credential, self._new()
            self._issued.clear()
            await old.close()
        return True

    async def close(self) -> None:
        """Let go of the credential."""
        await self._credential.close()

    async def __aenter__(self) -> "Tokens":
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.close()

    async def _ask(self, scope: str, options: TokenRequestOptions | None) -> AccessTokenInfo:
        async with asyncio.timeout(_LONGEST_SIGN_IN):
            token = await self._credential.get_token_info(scope, options=options or {})
        self._refused = None
        self._issued.add(token.token)
        return token
