"""Spellings of organizations and projects."""

import pytest

from aml_maturity_audit.azure.devops.organizations import organization, organizations
from aml_maturity_audit.errors import UsageError


@pytest.mark.parametrize(
    ("url", "expected", "name", "projects"),
    [
        ("https://dev.azure.com/contoso", "https://dev.azure.com/contoso", "contoso", ()),
        ("https://dev.azure.com/contoso/", "https://dev.azure.com/contoso", "contoso", ()),
        ("dev.azure.com/contoso", "https://dev.azure.com/contoso", "contoso", ()),
        ("https://ada@dev.azure.com/contoso", "https://dev.azure.com/contoso", "contoso", ()),
        (
            "https://dev.azure.com/contoso/ml%20ops/_build?x=1",
            "https://dev.azure.com/contoso",
            "contoso",
            ("ml ops",),
        ),
        ("https://contoso.visualstudio.com", "https://contoso.visualstudio.com", "contoso", ()),
        (
            "https://Contoso.visualstudio.com/DefaultCollection/mlops",
            "https://contoso.visualstudio.com",
            "contoso",
            ("mlops",),
        ),
        (
            "https://tfs.corp.example:8443/tfs/DefaultCollection",
            "https://tfs.corp.example:8443/tfs/DefaultCollection",
            "DefaultCollection",
            (),
        ),
        ("https://127.0.0.1:8443/contoso", "https://127.0.0.1:8443/contoso", "contoso", ()),
    ],
)
def test_spellings(url, expected, name, projects):
    found = organization(url)
    assert (found.url, found.name, found.projects) == (expected, name, projects)


@pytest.mark.parametrize(
    "url",
    [
        "http://dev.azure.com/contoso",
        "https://dev.azure.com",
        "https://dev.azure.com/",
        "https://",
        "ftp://dev.azure.com/contoso",
        "https://user:secret@dev.azure.com/contoso",
        "https://dev.azure.com/con%2ftoso",
        "https://dev.azure.com/..",
        "https://dev.azure.com:port/contoso",
    ],
)
def test_what_is_no_organization_is_refused_with_an_example(url):
    with pytest.raises(UsageError) as refused:
        organization(url)
    assert "https://dev.azure.com/ORGANIZATION" in str(refused.value)
    assert "secret" not in refused.value.remedy


def test_projects_belong_to_every_organization_or_to_the_one_they_name():
    found = organizations(
        ["https://dev.azure.com/a", "https://dev.azure.com/b"],
        ["shared", "b/own", "https://dev.azure.com/c/third", "B/OWN"],
    )
    assert [(one.name, one.projects) for one in found] == [
        ("a", ("shared",)),
        ("b", ("shared", "own")),
        ("c", ("third",)),
    ]


def test_a_project_of_no_named_organization_is_an_error():
    with pytest.raises(UsageError, match="belongs to no named organization"):
        organizations([], ["mlops"])
    with pytest.raises(UsageError, match="belongs to no named organization"):
        organizations(["https://dev.azure.com/a"], ["b/mlops"])


def test_areas_lie_on_the_organizations_own_hosts():
    assert organization("https://dev.azure.com/a").on("vsrm") == "https://vsrm.dev.azure.com/a"
    assert (
        organization("https://a.visualstudio.com").on("vsrm") == "https://a.vsrm.visualstudio.com"
    )
    own = organization("https://tfs.corp/tfs/DefaultCollection")
    assert own.on("vsrm") == own.url
