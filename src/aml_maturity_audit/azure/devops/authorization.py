"""Who asks Azure DevOps: a personal access token, else the Entra sign-in of the run.

Source: issue "Azure DevOps", Session; azure_facts D.2. Entra tokens end after an hour, and msrest
never renews what it was given, so the header is asked for before each question.
"""

import base64
from collections.abc import Mapping
from typing import Protocol

from aml_maturity_audit.azure.tokens import Tokens

PAT_VARIABLE = "AZURE_DEVOPS_EXT_PAT"
SCOPE = "499b84ac-1321-427f-aa17-267ca6975798/.default"
"""Azure DevOps as a resource of Entra; its id, never an address (azure_facts D.2)."""
_BEARER = "Bearer "


class Authorization(Protocol):
    """Makes the Authorization header."""

    is_pat: bool

    async def header(self) -> str:
        """The header's value. Raises Problem where there is none to be had."""

    async def renew(self, shown: str) -> bool:
        """Whether to ask again after the header `shown` was refused."""


class PatAuthorization:
    """A personal access token, sent as the password of nobody."""

    is_pat = True

    def __init__(self, token: str) -> None:
        self._value = "Basic " + base64.b64encode(f":{token}".encode()).decode()

    async def header(self) -> str:
        """Always the same."""
        return self._value

    async def renew(self, shown: str) -> bool:
        """Nothing renews a PAT but its owner."""
        del shown
        return False


class EntraAuthorization:
    """Tokens of the run's own sign-in."""

    is_pat = False

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def header(self) -> str:
        """With a token that is good for some minutes yet. Raises AccessDenied or Unanswered."""
        return _BEARER + (await self._tokens.get_token_info(SCOPE)).token

    async def renew(self, shown: str) -> bool:
        """As the run's sign-in has it."""
        return await self._tokens.renew(shown.removeprefix(_BEARER))


def authorization(environ: Mapping[str, str], tokens: Tokens) -> Authorization:
    """By AZURE_DEVOPS_EXT_PAT where it is set, else by the run's sign-in."""
    token = environ.get(PAT_VARIABLE, "").strip()
    return PatAuthorization(token) if token else EntraAuthorization(tokens)
