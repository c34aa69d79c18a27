"""Clouds: known by name, or described by ARM_CLOUD_METADATA_URL in either form."""

import json

import pytest

from aml_maturity_audit.azure.clouds import (
    CHINA,
    PUBLIC,
    US_GOVERNMENT,
    cloud_from_metadata,
    known_cloud,
    with_authority,
)
from aml_maturity_audit.errors import UsageError

URL = "https://management.fabrikam.example/metadata/endpoints?api-version=2019-05-01"


def entry(name="Fabrikam", host="management.fabrikam.example", **changes):
    return {
        "name": name,
        "resourceManager": f"https://{host}/",
        "authentication": {
            "loginEndpoint": "https://login.fabrikam.example/",
            "audiences": [f"https://management.core.{name.lower()}.example/", f"https://{host}/"],
        },
        "suffixes": {"storage": "core.fabrikam.example"},
    } | changes


def encoded(value) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    ("name", "cloud"),
    [
        (None, PUBLIC),
        ("azurecloud", PUBLIC),
        ("AzureUSGovernment", US_GOVERNMENT),
        ("AZURECHINACLOUD", CHINA),
    ],
)
def test_known_clouds_by_name_in_any_casing(name, cloud):
    assert known_cloud(name) is cloud


def test_an_unknown_name_says_which_are_known_and_how_to_use_another():
    with pytest.raises(UsageError, match=r"AzureUSGovernment.*ARM_CLOUD_METADATA_URL"):
        known_cloud("AzureGermanCloud")


@pytest.mark.parametrize("body", [[entry("Other", "management.other.example"), entry()], entry()])
def test_the_list_form_and_the_object_form(body):
    cloud = cloud_from_metadata(encoded(body), URL)
    assert cloud.name == "Fabrikam"
    assert cloud.arm == "https://management.fabrikam.example"
    assert cloud.authority == "https://login.fabrikam.example"
    assert cloud.data_suffixes == (".fabrikam.example",)
    assert not cloud.instance_discovery


def test_the_audience_is_the_one_of_the_arm_host_else_the_first():
    assert cloud_from_metadata(encoded(entry()), URL).scope == (
        "https://management.fabrikam.example/.default"
    )
    other = entry()
    other["authentication"]["audiences"] = ["https://tokens.fabrikam.example/"]
    assert cloud_from_metadata(encoded(other), URL).scope == (
        "https://tokens.fabrikam.example/.default"
    )


def test_a_single_entry_is_taken_whatever_host_the_address_has():
    cloud = cloud_from_metadata(encoded([entry()]), "https://discovery.example/endpoints")
    assert cloud.name == "Fabrikam"


def test_several_entries_and_none_with_the_host_is_an_error_that_names_them():
    body = encoded([entry("One", "one.example"), entry("Two", "two.example")])
    with pytest.raises(UsageError, match=r"management\.fabrikam\.example.*One, Two"):
        cloud_from_metadata(body, URL)


def test_a_cloud_asked_for_by_name_is_chosen_by_name():
    body = encoded([entry("One", "one.example"), entry("Two", "two.example")])
    assert cloud_from_metadata(body, URL, "two").arm == "https://two.example"
    with pytest.raises(UsageError, match="'Three'"):
        cloud_from_metadata(body, URL, "Three")


def test_an_entry_that_is_no_cloud_costs_only_itself():
    body = encoded([{"name": "Broken"}, None, entry()])
    assert cloud_from_metadata(body, URL).name == "Fabrikam"


def test_a_known_arm_host_is_the_known_cloud_with_the_authority_that_metadata_names():
    body = encoded([entry("AzureCloud", "management.azure.com")])
    cloud = cloud_from_metadata(body, "https://management.azure.com/metadata/endpoints")
    assert cloud.registry_discovery == PUBLIC.registry_discovery
    assert cloud.authority == "https://login.fabrikam.example"


@pytest.mark.parametrize("body", [b"<html>", b"", b"[1, 2", b'{"name": "x"}', b"\xff\xfe", b"null"])
def test_what_is_no_metadata_is_one_clear_error(body):
    with pytest.raises(UsageError, match="ARM_CLOUD_METADATA_URL"):
        cloud_from_metadata(body, URL)


def test_metadata_without_https_is_refused():
    with pytest.raises(UsageError, match="no https address"):
        cloud_from_metadata(encoded(entry(resourceManager="http://arm.example/")), URL)


def test_a_cloud_on_this_machine_has_its_data_plane_here_too():
    url = "https://127.0.0.1:8443/metadata/endpoints"
    cloud = cloud_from_metadata(encoded([entry("Local", "127.0.0.1:8443")]), url)
    assert cloud.loopback
    assert cloud.registry_discovery == "https://127.0.0.1:8443"


def test_the_authority_of_the_environment_wins_and_decides_on_instance_discovery():
    assert with_authority(PUBLIC, {}).instance_discovery
    own = with_authority(PUBLIC, {"AZURE_AUTHORITY_HOST": "login.fabrikam.example/"})
    assert own.authority == "https://login.fabrikam.example"
    assert not own.instance_discovery
    known = with_authority(PUBLIC, {"AZURE_AUTHORITY_HOST": "https://login.microsoftonline.us"})
    assert known.instance_discovery
    with pytest.raises(UsageError, match="AZURE_AUTHORITY_HOST"):
        with_authority(PUBLIC, {"AZURE_AUTHORITY_HOST": "http://login.example"})
