"""The place that `--history` names, and what its storage library is told."""

import pytest

from aml_maturity_audit.azure.clouds import CHINA, PUBLIC, US_GOVERNMENT, cloud_from_metadata
from aml_maturity_audit.azure.storage import Address, BlobStorage
from aml_maturity_audit.cli.keeping import place_of
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import SignInRefused, UsageError

REMOTE = "abfss://maturity@account.dfs.core.windows.net/history/nightly"


def test_a_folder_needs_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "s")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert place_of(Config(history="./history")).options() == {}
    assert place_of(Config(history="~/history")).location == str(tmp_path / "history")
    assert place_of(Config(history="file:///data/history")).location == "/data/history"


def test_a_container_is_signed_in_to_only_when_it_is_asked():
    place = place_of(Config(history=REMOTE))
    assert isinstance(place, BlobStorage)
    assert place.location == "abfss://maturity/history/nightly"


@pytest.mark.parametrize(
    ("uri", "cloud", "endpoint"),
    [
        (REMOTE, PUBLIC, "https://account.blob.core.windows.net"),
        (
            "abfss://m1x@a1b.z12.dfs.storage.azure.net/h",
            PUBLIC,
            "https://a1b.z12.blob.storage.azure.net",
        ),
        (
            "abfss://maturity@account.dfs.core.usgovcloudapi.net/h",
            US_GOVERNMENT,
            "https://account.blob.core.usgovcloudapi.net",
        ),
        (
            "abfss://maturity@account.dfs.core.chinacloudapi.cn",
            CHINA,
            "https://account.blob.core.chinacloudapi.cn",
        ),
    ],
)
def test_where_an_address_answers(uri, cloud, endpoint):
    assert Address.parse(uri).endpoint(cloud) == endpoint


@pytest.mark.parametrize(
    ("uri", "cloud"),
    [
        (REMOTE, CHINA),
        (REMOTE.replace("core.windows.net", "core.windows.net.evil.example"), PUBLIC),
        (REMOTE.replace("core.windows.net", "fabric.microsoft.com"), PUBLIC),
        (REMOTE.replace("account.dfs", "account.z12.dfs"), PUBLIC),
        ("abfss://maturity@account.z12.dfs.storage.azure.net/h", CHINA),
        ("abfss://maturity@account.dfs.storage.azure.net/h", PUBLIC),
    ],
)
def test_no_token_goes_to_a_host_that_is_not_the_clouds(uri, cloud):
    with pytest.raises(UsageError, match="no token was sent there"):
        Address.parse(uri).endpoint(cloud)


@pytest.mark.parametrize(
    "uri",
    [
        "abfss://maturity@account.blob.core.windows.net/x",
        "abfss://maturity@evil.example/x",
        "abfss://maturity@user@account.dfs.core.windows.net/x",
        "abfss://maturity:secret@account.dfs.core.windows.net/x",
        "abfss://maturity@account.dfs.core.windows.net:8443/x",
        "abfss://maturity@account.dfs.core.windows.net/x?sig=secret",
        "abfss://maturity@account.dfs.core.windows.net/x/../../other",
        "abfss://Maturity@account.dfs.core.windows.net/x",
        "abfss://maturity/x",
        "abfss://",
    ],
)
def test_no_address(uri):
    with pytest.raises(UsageError, match="is no address in Azure Storage"):
        Address.parse(uri)


def test_another_cloud_says_where_its_storage_is():
    metadata = (
        b'{"name": "F", "resourceManager": "https://arm.f.example", "authentication":'
        b' {"loginEndpoint": "https://login.f.example", "audiences": []},'
        b' "suffixes": {"storage": "core.f.example"}}'
    )
    cloud = cloud_from_metadata(metadata, "https://arm.f.example/metadata")
    address = Address.parse("abfss://maturity@account.dfs.core.f.example/h")
    assert address.endpoint(cloud) == "https://account.blob.core.f.example"
    silent = cloud_from_metadata(
        metadata.replace(b"core.f.example", b""), "https://arm.f.example/metadata"
    )
    with pytest.raises(UsageError, match="no storage account of F"):
        address.endpoint(silent)


def test_the_token_is_the_audits_own(sandbox):
    place = place_of(Config(history="abfss://maturity@staudit.dfs.core.sandbox.invalid/h"))
    options = place.options()
    assert options["azure_endpoint"] == f"{sandbox.url}/staudit"
    grant = sandbox.cloud.tokens.grant(options["azure_storage_token"])
    assert grant is not None
    assert grant.audience == "https://storage.azure.com"
    asked = len(sandbox.requests)
    assert place.options() == options
    assert len(sandbox.requests) == asked
    place.renew()
    assert place.options()["azure_storage_token"] != options["azure_storage_token"]


def test_a_token_that_is_about_to_expire_is_not_used(sandbox, monkeypatch):
    place = place_of(Config(history="abfss://maturity@staudit.dfs.core.sandbox.invalid/h"))
    first = place.options()["azure_storage_token"]
    monkeypatch.setattr("aml_maturity_audit.azure.storage._RENEW_BEFORE", 3601)
    assert place.options()["azure_storage_token"] != first


def test_a_refused_sign_in_is_the_audits_own_refusal(sandbox, monkeypatch):
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "wrong")
    place = place_of(Config(history="abfss://maturity@staudit.dfs.core.sandbox.invalid/h"))
    with pytest.raises(SignInRefused, match="AADSTS7000215"):
        place.options()
