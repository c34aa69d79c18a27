"""Git origins: every spelling of a repository is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.signals.origins import canonical, host_of

CHURN = "dev.azure.com/contoso/ml ops/_git/churn"


@pytest.mark.parametrize(
    "url",
    [
        "https://dev.azure.com/contoso/ml%20ops/_git/churn",
        "https://dev.azure.com/contoso/ml%20ops/_git/churn/",
        "https://dev.azure.com/contoso/ml ops/_git/churn",
        "https://contoso@dev.azure.com/contoso/ml%20ops/_git/churn",
        "https://ada:secret@dev.azure.com/contoso/ml%20ops/_git/churn",
        "https://dev.azure.com:443/contoso/ml%20ops/_git/churn",
        "HTTPS://DEV.AZURE.COM/Contoso/ML%20Ops/_git/Churn",
        "https://dev.azure.com/contoso/ml%20ops/_git/churn?version=GBmain#x",
        "https://dev.azure.com/contoso/ml%20ops/_git/churn?path=%2Fa.yml",
        "https://dev.azure.com/contoso/ml%20ops/_GIT/churn",
        "https://dev.azure.com/contoso/ml%20ops/_git/_full/churn",
        "https://dev.azure.com/contoso/ml%20ops/_git/_optimized/churn",
        "https://contoso.visualstudio.com/ml%20ops/_git/churn",
        "https://contoso.visualstudio.com/DefaultCollection/ml%20ops/_git/churn",
        "https://Contoso.VisualStudio.com/defaultcollection/ML%20ops/_git/churn/",
        "git@ssh.dev.azure.com:v3/contoso/ml%20ops/churn",
        "git@ssh.dev.azure.com:v3/contoso/ml ops/churn/",
        "ssh://git@ssh.dev.azure.com/v3/contoso/ml%20ops/churn",
        "ssh://git@ssh.dev.azure.com:22/v3/Contoso/ml%20ops/churn",
        "contoso@vs-ssh.visualstudio.com:v3/contoso/ml%20ops/churn",
        "ssh://contoso@vs-ssh.visualstudio.com/v3/contoso/ml%20ops/churn",
        "ssh://contoso@contoso.visualstudio.com:22/ml%20ops/_ssh/churn",
        "ssh://contoso@vs-ssh.visualstudio.com:22/ml%20ops/_ssh/churn",
        "ssh://contoso@vs-ssh.visualstudio.com:22/DefaultCollection/ml%20ops/_ssh/churn",
        "  https://dev.azure.com/contoso/ml%20ops/_git/churn  ",
    ],
)
def test_spellings_of_one_repository(url):
    assert canonical(url) == CHURN


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://dev.azure.com/contoso/_git/churn", "dev.azure.com/contoso/churn/_git/churn"),
        ("https://contoso.visualstudio.com/_git/churn", "dev.azure.com/contoso/churn/_git/churn"),
        ("https://github.com/Contoso/Churn.git", "github.com/contoso/churn"),
        ("https://github.com/contoso/churn", "github.com/contoso/churn"),
        ("https://www.github.com/contoso/churn/", "github.com/contoso/churn"),
        ("git@github.com:contoso/churn.git", "github.com/contoso/churn"),
        ("ssh://git@github.com/contoso/churn.git", "github.com/contoso/churn"),
        ("ssh://git@ssh.github.com:443/contoso/churn.git", "github.com/contoso/churn"),
        ("git://github.com/contoso/churn.git", "github.com/contoso/churn"),
        (
            "https://tfs.corp.example:8443/tfs/DefaultCollection/ml/_git/churn",
            "tfs.corp.example/tfs/defaultcollection/ml/_git/churn",
        ),
        (
            "ssh://tfs.corp.example:22/tfs/DefaultCollection/ml/_git/churn",
            "tfs.corp.example/tfs/defaultcollection/ml/_git/churn",
        ),
        ("https://dev.azure.com/contoso/ml/_git/a.git", "dev.azure.com/contoso/ml/_git/a.git"),
        ("https://tfs:8443/tfs/ML/churn/_git/Churn", "tfs/tfs/ml/churn/_git/churn"),
        ("https://ada@tfs/tfs/ML/churn/_git/churn/", "tfs/tfs/ml/churn/_git/churn"),
        ("ssh://git@tfs:22/tfs/ML/churn/_git/churn", "tfs/tfs/ml/churn/_git/churn"),
        ("git@tfs:ml/churn.git", "tfs/ml/churn"),
    ],
)
def test_other_homes(url, expected):
    assert canonical(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "   ",
        "/home/ada/churn",
        "./churn",
        "../churn",
        "C:\\churn",
        "C:/churn",
        "file:///home/ada/churn",
        "https://",
        "https://dev.azure.com",
        "https://dev.azure.com/contoso",
        "https://dev.azure.com/contoso/ml",
        "https://dev.azure.com/contoso/ml/_git",
        "https://dev.azure.com/contoso/ml/_git/",
        "https://[::1/x",
        "git@ssh.dev.azure.com:v3/contoso",
        "origin",
    ],
)
def test_what_names_no_remote_repository(url):
    assert canonical(url) == ""
    assert host_of(url) == ""


@pytest.mark.parametrize(
    "other",
    [
        "https://dev.azure.com/contoso/ml%20ops/_git/churn2",
        "https://dev.azure.com/contoso/other/_git/churn",
        "https://dev.azure.com/fabrikam/ml%20ops/_git/churn",
        "https://github.com/contoso/churn",
        "https://dev.azure.com.evil.example/contoso/ml%20ops/_git/churn",
    ],
)
def test_other_repositories_are_others(other):
    assert canonical(other) != CHURN


def test_the_host_of_an_origin():
    assert host_of("git@ssh.dev.azure.com:v3/contoso/ml/churn") == "dev.azure.com"
    assert host_of("git@github.com:contoso/churn") == "github.com"


WORD = st.text(alphabet="abcXYZ019.-", min_size=1, max_size=8).filter(
    lambda word: word.strip(".- ") == word and word.lower() not in {"v2", "v3"}
)
ORG = st.text(alphabet="abcXYZ019", min_size=1, max_size=8)


@given(ORG, WORD, WORD)
def test_every_spelling_is_one_repository(organization, project, repository):
    spellings = {
        f"https://dev.azure.com/{organization}/{project}/_git/{repository}",
        f"https://x@dev.azure.com/{organization.upper()}/{project}/_git/{repository}/",
        f"https://{organization}.visualstudio.com/{project}/_git/{repository}",
        f"https://{organization}.visualstudio.com/DefaultCollection/{project}/_git/{repository}",
        f"git@ssh.dev.azure.com:v3/{organization}/{project}/{repository}",
        f"{organization}@vs-ssh.visualstudio.com:v3/{organization}/{project}/{repository.lower()}",
    }
    assert {canonical(one) for one in spellings} == {
        f"dev.azure.com/{organization}/{project}/_git/{repository}".lower()
    }


@given(st.text(max_size=60))
def test_any_text_is_taken(text):
    once = canonical(text)
    assert once == once.lower()
    assert "@" not in host_of(text)


def test_an_old_ssh_address_whose_user_was_taken_off_is_of_nobody_known():
    bare = "ssh://vs-ssh.visualstudio.com:22/ml/_ssh/churn"
    assert canonical(bare) == "vs-ssh.visualstudio.com/ml/_ssh/churn"
