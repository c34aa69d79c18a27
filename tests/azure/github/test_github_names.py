"""Which GitHub and whose repositories: as the user may write them."""

import pytest

from aml_maturity_audit.azure.github.names import Owner, Server, addresses, owners, server
from aml_maturity_audit.errors import UsageError


@pytest.mark.parametrize(
    ("told", "api", "web"),
    [
        (None, "https://api.github.com", "https://github.com"),
        ("https://github.com/", "https://api.github.com", "https://github.com"),
        ("https://api.contoso.ghe.com", "https://api.contoso.ghe.com", "https://contoso.ghe.com"),
        ("https://contoso.ghe.com/", "https://api.contoso.ghe.com", "https://contoso.ghe.com"),
        (
            "https://contoso.ghe.com/api/v3",
            "https://api.contoso.ghe.com",
            "https://contoso.ghe.com",
        ),
        ("https://git.corp.example", "https://git.corp.example/api/v3", "https://git.corp.example"),
        (
            "https://git.corp.example:8443/api/v3/",
            "https://git.corp.example:8443/api/v3",
            "https://git.corp.example:8443",
        ),
    ],
)
def test_servers(told, api, web):
    assert server(told) == Server(api, web)


@pytest.mark.parametrize(
    "told", ["http://git.corp.example", "git.corp.example", "https://a@b.example", "https://x/?q=1"]
)
def test_what_is_no_api(told):
    with pytest.raises(UsageError):
        server(told)


def test_owners_are_told_once_with_what_is_read_of_them():
    found = owners(
        ["contoso/shop", "Contoso/SHOP", "https://github.com/ada/churn.git"], ["contoso"], Server()
    )
    assert found == (Owner("contoso", ("shop",), whole=True), Owner("ada", ("churn",)))
    assert addresses(found, Server()) == (
        "https://github.com/contoso",
        "https://github.com/contoso/shop",
        "https://github.com/ada/churn",
    )


@pytest.mark.parametrize(
    "told",
    ["contoso", "contoso/shop/tree", "contoso/..", "https://gitlab.example/a/b", "a b/c", "/shop"],
)
def test_what_is_no_repository(told):
    with pytest.raises(UsageError):
        owners([told], [], Server())


@pytest.mark.parametrize("told", ["contoso/shop", "", "..", "con toso"])
def test_what_is_no_organization(told):
    with pytest.raises(UsageError):
        owners([], [told], Server())
