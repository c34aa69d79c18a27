"""The host guard and the read guard: what is refused before anything is sent."""

import pytest
from azure.core.rest import HttpRequest

from aml_maturity_audit.azure.clouds import CHINA, PUBLIC
from aml_maturity_audit.azure.guard import ArmGuard, DataGuard, https_of
from aml_maturity_audit.azure.problems import GuardRefused
from fakes.door import LOCAL, stub_door

ARM = "https://management.azure.com"
OWNER = "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w"
HOST = "https://westeurope.api.azureml.ms"
SEARCH = f"{HOST}/mlflow/v1.0{OWNER}/api/2.0/mlflow/runs/search"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reads_from_arm_pass(method):
    ArmGuard(PUBLIC).check(method, f"{ARM}/subscriptions?api-version=2022-12-01")
    ArmGuard(PUBLIC).check(method, "https://MANAGEMENT.azure.com:443/subscriptions")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_anything_but_a_read_is_refused(method):
    with pytest.raises(GuardRefused):
        ArmGuard(PUBLIC).check(method, f"{ARM}/subscriptions")


@pytest.mark.parametrize(
    "url",
    [
        "http://management.azure.com/subscriptions",
        "https://management.azure.com:8443/subscriptions",
        "https://management.azure.com.evil.example/subscriptions",
        "https://evil.example/management.azure.com",
        "https://management.azure.com@evil.example/subscriptions",
        "https://user:secret@management.azure.com/subscriptions",
        "https://evil.example\\@management.azure.com/",
        "https://management.azure.com\\.evil.example/",
        "https://management.azure.com/\r\nHost: evil.example",
        "https://m\u00e4nagement.azure.com/",
        "//management.azure.com/subscriptions",
        "/subscriptions",
        "file:///etc/passwd",
        "https://",
        "https://management.azure.com:99999/",
        "",
    ],
)
def test_any_other_host_port_scheme_or_spelling_trick_is_refused(url):
    with pytest.raises(GuardRefused):
        ArmGuard(PUBLIC).check("GET", url)


@pytest.mark.parametrize(
    "operation",
    [
        "listKeys",
        "LISTKEYS",
        "listSecrets",
        "listNotebookKeys",
        "listNotebookAccessToken",
        "listStorageAccountKeys",
        "metadata/secrets",
    ],
)
def test_operations_that_reveal_secrets_are_refused_even_as_a_read(operation):
    with pytest.raises(GuardRefused):
        ArmGuard(PUBLIC).check("GET", f"{ARM}{OWNER}/{operation}?api-version=1")
    ArmGuard(PUBLIC).check("GET", f"{ARM}{OWNER}/models/{operation.replace('/', '-')}-model")


def test_data_hosts_need_to_be_named_by_arm_for_this_owner():
    guard = DataGuard(PUBLIC)
    with pytest.raises(GuardRefused):
        guard.check("GET", SEARCH)
    assert guard.allow("azureml://westeurope.api.azureml.ms/mlflow/v1.0/x", OWNER)
    guard.check("POST", SEARCH)
    guard.check_owner(SEARCH, OWNER.upper())
    with pytest.raises(GuardRefused):
        guard.check_owner(SEARCH, OWNER + "2")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/mlflow",
        "https://westeurope.api.azureml.ms.evil.example",
        "https://eviapi.azureml.ms",
        "https://my-compute.westeurope.instances.azureml.ms",
        "https://my-endpoint.westeurope.inference.ml.azure.com",
        "https://westeurope.api.ml.azure.cn",
        "http://westeurope.api.azureml.ms",
        "https://westeurope.api.azureml.ms:8080",
        "https://127.0.0.1",
        "not an address",
    ],
)
def test_hosts_outside_the_clouds_own_suffixes_are_never_allowed(url):
    guard = DataGuard(PUBLIC)
    assert not guard.allow(url, OWNER)
    with pytest.raises(GuardRefused):
        guard.check("GET", url)


def test_suffixes_are_those_of_the_cloud():
    assert DataGuard(CHINA).allow("https://chinaeast2.api.ml.azure.cn", OWNER)
    assert not DataGuard(CHINA).allow(HOST, OWNER)
    assert DataGuard(LOCAL).allow("https://localhost:9443", OWNER)
    assert not DataGuard(LOCAL).allow(HOST, OWNER)


@pytest.mark.parametrize(
    "path",
    [
        "/mlflow/v1.0/x/api/2.0/mlflow/runs/create",
        "/mlflow/v1.0/x/api/2.0/mlflow/runs/delete",
        "/mlflow/v1.0/x/api/2.0/mlflow/runs/search/",
        "/api/2.0/mlflow/experiments/search/../create",
        "/history/v1.0/x/runs:query",
    ],
)
def test_only_the_two_searches_may_be_posted(path):
    guard = DataGuard(PUBLIC)
    guard.allow(HOST, OWNER)
    with pytest.raises(GuardRefused):
        guard.check("POST", HOST + path)
    for method in ("PUT", "DELETE", "PATCH"):
        with pytest.raises(GuardRefused):
            guard.check(method, HOST + "/mlflow/v1.0/x/api/2.0/mlflow/runs/search")


def test_the_discovery_host_may_be_read_but_not_posted_to():
    guard = DataGuard(PUBLIC)
    guard.check(
        "GET", f"{PUBLIC.registry_discovery}/registrymanagement/v1.0/registries/r/discovery"
    )
    with pytest.raises(GuardRefused):
        guard.check("POST", f"{PUBLIC.registry_discovery}/api/2.0/mlflow/runs/search")


async def test_the_guard_stands_before_the_token_and_the_network():
    """Even a request put past the Arm class neither gets a token nor leaves."""
    door, transport = stub_door()
    with pytest.raises(GuardRefused):
        await door.arm._wire._send(HttpRequest("GET", "https://evil.example/"))
    with pytest.raises(GuardRefused):
        await door.arm._wire._send(HttpRequest("DELETE", f"{ARM}{OWNER}"))
    with pytest.raises(GuardRefused):
        await door.data._wire._send(HttpRequest("GET", "https://evil.example/"))
    assert transport.sent == []
    assert door.tokens._credential.asked == []


def test_tracking_addresses_become_https():
    assert https_of("azureml://host/mlflow") == "https://host/mlflow"
    assert https_of("https://host/mlflow") == "https://host/mlflow"
