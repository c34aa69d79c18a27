"""Principals of the estate as GitHub names them: by a login of its own."""

import hashlib
from collections.abc import Mapping

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.estate.settings import Principal
from aml_maturity_audit.sandbox.estate.vocabulary import nearest

BOT = "github-actions[bot]"
_LINKS = (
    "followers",
    "following{/other_user}",
    "gists{/gist_id}",
    "starred{/owner}{/repo}",
    "subscriptions",
    "orgs",
    "repos",
    "events{/privacy}",
    "received_events",
)


def number_of(text: str) -> int:
    """A number that stays the same for the same text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:5], "big")


class Accounts:
    """Looks principals up by the name they have in the estate."""

    def __init__(self, principals: Mapping[str, Principal], api: str, web: str) -> None:
        self._principals = principals
        self._api = api
        self._web = web

    def account(self, name: str | None, where: str) -> Tree:
        """The account of a principal; without a name GitHub's own bot."""
        if name is None:
            return self.named(BOT, "Bot")
        found = self._principals.get(name)
        if found is None:
            raise UsageError(
                f"{where} is by the unknown principal {name!r}.",
                remedy=nearest(name, self._principals),
            )
        return self.named(name, "User" if found.type == "User" else "Bot")

    def named(self, login: str, kind: str) -> Tree:
        """An account with this login."""
        number = number_of(f"account/{login}")
        page = f"{self._api}/users/{login}"
        links: Tree = {f"{link.split('{')[0]}_url": f"{page}/{link}" for link in _LINKS}
        if "orgs_url" in links:
            links["organizations_url"] = links.pop("orgs_url")
        return {
            "login": login,
            "id": number,
            "node_id": f"U_{number}",
            "avatar_url": f"{self._web}/{login}.png",
            "gravatar_id": "",
            "url": page,
            "html_url": f"{self._web}/{login}",
            **links,
            "type": kind,
            "site_admin": False,
        }
