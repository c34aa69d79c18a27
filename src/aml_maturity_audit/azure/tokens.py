"""Tokens for the hosts that they are issued for, asked for once and renewed in time.

Here alone is it known which token is the present one. Who is refused says which it had shown: one
that has been replaced since is no reason to sign in anew, only to ask again with its successor.
"""

import asyncio
from collections.abc import Callable, Mapping
from types import TracebackType

from azure.core.credentials import AccessTokenInfo, TokenRequestOptions
from azure.core.credentials_async import AsyncSupportsTokenInfo
from azure.core.exceptions import AzureError, ClientAuthenticationError

from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.clock import timestamp
from aml_maturity_audit.azure.problems import AccessDenied, Unanswered
from aml_maturity_audit.azure.reachability import unreachable
from aml_maturity_audit.azure.signin import refusal
from aml_maturity_audit.errors import SignInRefused, ToolFailure

_LONGEST_SIGN_IN = 120.0
_REST_AFTER_REFUSAL = 60.0
_REST_AFTER_RENEWAL = 30.0
_EARLY = 300.0
"""Seconds before its end at which a token is replaced; azure-core's own rule."""


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
        self._held: dict[str, AccessTokenInfo] = {}
        """The present tokens, by scope."""

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
        """The token for the one scope asked for; options with claims always bring a new one.

        Raises AccessDenied where the sign-in is refused (again), Unanswered where nobody answers.
        """
        scope = scopes[0]
        loop = asyncio.get_running_loop()
        async with self._turn:
            held = self._held.get(scope)
            if held is not None and not (options or {}).get("claims") and _is_good(held):
                return held
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

    def is_replaced(self, used: str) -> bool:
        """Whether a token that somebody has shown is none of the present ones."""
        return bool(used) and all(held.token != used for held in self._held.values())

    async def renew(self, used: str) -> bool:
        """Whether to ask again after a host refused the token `used`.

        True where it has been replaced since, or is thrown away now: caches go, and the next token
        is a fresh one. False where a fresh one was refused: one more would be, too.
        """
        async with self._turn:  # who waited for its turn finds the token replaced
            if self.is_replaced(used):
                return True
            moment = asyncio.get_running_loop().time()
            if moment - self._renewed < _REST_AFTER_RENEWAL:
                return False
            self._renewed = moment
            old, self._credential = self._credential, self._new()
            self._held.clear()
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
        self._held[scope] = token
        return token


def _is_good(token: AccessTokenInfo) -> bool:
    """Whether a token need not be replaced yet."""
    moment = timestamp()
    if token.refresh_on is not None and token.refresh_on <= moment:
        return False
    return token.expires_on - moment > _EARLY
