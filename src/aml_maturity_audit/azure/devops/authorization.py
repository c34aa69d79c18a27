"""Who asks Azure DevOps: a personal access token, else the Entra sign-in of the run.

Source: issue "Azure DevOps", Session; azure_facts D.2. Entra tokens end after an hour, and msrest
never renews what it was given, so the header is made anew before each question.
"""

import base64
from collections.abc import Mapping
from typing import Protocol

from aml_maturity_audit.azure.clock import now
from aml_maturity_audit.azure.tokens import Tokens

PAT_VARIABLE = "AZURE_DEVOPS_EXT_PAT"
SCOPE = "499b84ac-1321-427f-aa17-267ca6975798/.default"
"""Azure DevOps as a resource of Entra; its id, never an address (azure_facts D.2)."""
_EARLY = 300
"""Seconds before its end at which a token is replaced."""


class Authorization(Protocol):
    """Makes the Authorization header."""

    is_pat: bool

    async def header(self) -> str:
        """The header's value. Raises Problem where there is none to be had."""

    async def renew(self, sent: float) -> bool:
        """Start anew after a question `sent` then was refused; False where that is no use."""


class PatAuthorization:
    """A personal access token, sent as the password of nobody."""

    is_pat = True

    def __init__(self, token: str) -> None:
        self._value = "Basic " + base64.b64encode(f":{token}".encode()).decode()

    async def header(self) -> str:
        """Always the same."""
        return self._value

    async def renew(self, sent: float) -> bool:
        """Nothing renews a PAT but its owner."""
        del sent
        return False


class EntraAuthorization:
    """Tokens of the run's own sign-in."""

    is_pat = False

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._value = ""
        self._ends = 0.0

    async def header(self) -> str:
        """With a token that is good for some minutes yet. Raises AccessDenied or Unanswered."""
        if not self._value or now().timestamp() > self._ends - _EARLY:
            token = await self._tokens.get_token_info(SCOPE)
            self._value, self._ends = f"Bearer {token.token}", float(token.expires_on)
        return self._value

    async def renew(self, sent: float) -> bool:
        """Forget the token that was refused."""
        if not await self._tokens.renew(sent):
            return False
        self._value = ""
        return True


def authorization(environ: Mapping[str, str], tokens: Tokens) -> Authorization:
    """By AZURE_DEVOPS_EXT_PAT where it is set, else by the run's sign-in."""
    token = environ.get(PAT_VARIABLE, "").strip()
    return PatAuthorization(token) if token else EntraAuthorization(tokens)
