"""The list of classic releases, which tells why each was made."""

from typing import Any

import requests

from sandbox.arm import credential
from sandbox.conftest import Start

ESTATE = """
principals: {ci: {name: ci, type: Application}}
devops:
  contoso:
    projects:
      shop:
        releases:
          web:
            environments: [{name: Live}]
            deployments:
              - {repeat: 3, every: 10d, at: -1d, environment: Live, by: ci,
                 status: succeeded, reason: continuousIntegration}
          batch:
            environments: [{name: Live}]
            deployments:
              - {at: -2d, environment: Live, by: ci, status: succeeded, reason: manual}
"""
SCOPE = "499b84ac-1321-427f-aa17-267ca6975798/.default"


def test_releases_are_listed_newest_first_with_their_reason(start: Start) -> None:
    sandbox = start(ESTATE)
    token = credential(sandbox).get_token(SCOPE).token

    def ask(path: str) -> list[dict[str, Any]]:
        url = f"{sandbox.url}/contoso/shop/_apis/release/{path}"
        sent = {"Authorization": f"Bearer {token}"}
        found: list[dict[str, Any]] = requests.get(url, headers=sent, timeout=10).json()["value"]
        return found

    releases = ask("releases?api-version=7.1")
    assert [one["reason"] for one in releases] == [
        "continuousIntegration",
        "manual",
        "continuousIntegration",
        "continuousIntegration",
    ]
    deployed = [one["release"]["id"] for one in ask("deployments?api-version=7.1")]
    assert [one["id"] for one in releases] == deployed
    since = str(releases[1]["createdOn"])
    assert len(ask(f"releases?minCreatedTime={since}&api-version=7.1")) == 2
    definition = releases[1]["releaseDefinition"]["id"]
    assert len(ask(f"releases?definitionId={definition}&api-version=7.1")) == 1
