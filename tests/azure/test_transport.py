"""TLS that cannot be turned off, and proxies from the environment."""

import ssl
from base64 import b64decode

import pytest
import trustme
from yarl import URL

from aml_maturity_audit.azure.hosts import is_local_only, is_loopback, parent_domain
from aml_maturity_audit.azure.tls import tls_context
from aml_maturity_audit.azure.transport import new_session, proxy_for
from aml_maturity_audit.errors import UsageError

ARM = URL("https://management.azure.com/subscriptions")


@pytest.fixture
def bundle(tmp_path):
    path = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(str(path))
    return path


def test_the_context_verifies_and_trusts_the_system_too(bundle):
    plain = len(tls_context({}).get_ca_certs())
    for variable in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
        context = tls_context({variable: str(bundle)})
        assert context.verify_mode == ssl.CERT_REQUIRED
        assert context.check_hostname
        assert len(context.get_ca_certs()) == plain + 1
    assert tls_context({"REQUESTS_CA_BUNDLE": str(bundle.parent)}).verify_mode == ssl.CERT_REQUIRED


def test_no_authority_of_the_system_is_left_out():
    ours = {one["serialNumber"] for one in tls_context({}).get_ca_certs()}
    system = ssl.create_default_context()
    assert {one["serialNumber"] for one in system.get_ca_certs()} <= ours


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_bundle_that_cannot_be_read_is_named(variable, tmp_path):
    empty = tmp_path / "empty.pem"
    empty.write_text("no certificate")
    for path in (empty, tmp_path / "missing.pem"):
        with pytest.raises(UsageError, match=rf"{variable} names {path}"):
            tls_context({variable: str(path)})


@pytest.mark.parametrize(
    "variable", ["PYTHONHTTPSVERIFY", "AZURE_CLI_DISABLE_CONNECTION_VERIFICATION"]
)
async def test_no_variable_turns_verification_off(variable, monkeypatch):
    monkeypatch.setenv(variable, "0")
    async with new_session({variable: "1"}) as session:
        context = session.connector._ssl
        assert context.verify_mode == ssl.CERT_REQUIRED
        assert not session.trust_env


@pytest.fixture
def proxies(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


def test_proxies_come_from_the_environment(proxies):
    assert proxy_for(ARM) == {}
    proxies.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert proxy_for(ARM) == {"proxy": "http://proxy.example:3128"}
    assert proxy_for(URL("https://127.0.0.1:8443")) == {}
    assert proxy_for(URL("http://169.254.169.254/metadata")) == {}
    proxies.setenv("NO_PROXY", "azure.com")
    assert proxy_for(ARM) == {}


def test_a_proxys_login_goes_to_the_proxy_only(proxies):
    proxies.setenv("https_proxy", "user:pass%40word@proxy.example:3128")
    arguments = proxy_for(ARM)
    assert arguments["proxy"] == "http://proxy.example:3128"
    login = b64decode(arguments["proxy_headers"]["Proxy-Authorization"].removeprefix("Basic "))
    assert login == b"user:pass@word"


@pytest.mark.parametrize(
    ("host", "loopback", "local"),
    [
        ("localhost", True, True),
        ("LOCALHOST.", True, True),
        ("127.0.0.1", True, True),
        ("::1", True, True),
        ("169.254.169.254", False, True),
        ("localhost.evil.example", False, False),
        ("127.0.0.1.evil.example", False, False),
        ("management.azure.com", False, False),
    ],
)
def test_which_hosts_are_this_machine(host, loopback, local):
    assert is_loopback(host) is loopback
    assert is_local_only(host) is local


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("management.fabrikam.example", "fabrikam.example"),
        ("fabrikam.example", "fabrikam.example"),
        ("10.0.0.1", "10.0.0.1"),
        ("Arm.Region.Cloud.example.", "region.cloud.example"),
    ],
)
def test_the_domain_that_a_host_lies_in(host, domain):
    assert parent_domain(host) == domain
