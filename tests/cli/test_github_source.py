"""`--github-…` on the command line: read where it is named, proposed where it is not."""

import pytest

from aml_maturity_audit.cli.cicd import Cicd, GitHubDefaults, named_sources
from aml_maturity_audit.collectors.cicd.proposals import proposals
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import UsageError


def test_what_is_named_is_kept_in_the_header():
    config = Config(
        github_repository=("contoso/shop",),
        github_organization=("labs",),
        github_api_url="https://git.corp.example",
    )
    assert named_sources(config) == (
        "https://git.corp.example/labs",
        "https://git.corp.example/contoso/shop",
    )


def test_what_a_sandbox_serves_is_read_only_where_nothing_is_named():
    served = GitHubDefaults(("contoso",), "https://127.0.0.1:1/api/v3")
    assert [one.name for one in Cicd(Config(), (), served)._owners] == ["contoso"]
    named = Cicd(Config(github_repository=("labs/churn",)), (), served)
    assert [(one.name, one.whole) for one in named._owners] == [("labs", False)]


@pytest.mark.parametrize(
    "given",
    [
        {"github_repository": ("contoso",)},
        {"github_organization": ("contoso/shop",)},
        {"github_api_url": "http://git.corp.example"},
        {"github_repository": ("https://gitlab.example/contoso/shop",)},
    ],
)
def test_what_cannot_be_named(given):
    with pytest.raises(UsageError):
        Cicd(Config(**given))


def test_a_repository_that_jobs_point_to_is_proposed_until_it_is_named():
    origins = {"git@github.com:contoso/shop.git": 2}
    (found,) = proposals(origins, [])
    assert found.text.endswith("--github-repository contoso/shop.")
    assert proposals(origins, ["https://github.com/contoso/shop"]) == ()
    assert proposals(origins, ["https://github.com/contoso"]) == ()
    assert len(proposals(origins, ["https://github.com/contoso/other"])) == 1
    assert len(proposals(origins, ["https://github.com/con"])) == 1
