"""Only named organizations are asked, and only to read."""

import pytest

from aml_maturity_audit.azure.devops.guard import DevOpsGuard
from aml_maturity_audit.azure.devops.organizations import organizations
from aml_maturity_audit.azure.problems import GuardRefused

GUARD = DevOpsGuard(
    organizations(
        [
            "https://dev.azure.com/contoso",
            "https://old.visualstudio.com",
            "https://127.0.0.1:8443/local",
        ]
    )
)


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "https://dev.azure.com/contoso/_apis/projects"),
        ("GET", "https://dev.azure.com/Contoso/ml%20ops/_apis/build/builds"),
        ("GET", "https://vsrm.dev.azure.com/contoso/mlops/_apis/release/definitions"),
        ("GET", "https://vstmr.dev.azure.com/contoso/mlops/_apis/testresults"),
        ("OPTIONS", "https://dev.azure.com/contoso/_apis"),
        ("GET", "https://old.visualstudio.com/_apis/projects"),
        ("GET", "https://old.vsrm.visualstudio.com/mlops/_apis/release/definitions"),
        ("GET", "https://127.0.0.1:8443/vsrm/local/mlops/_apis/release/definitions"),
        (
            "POST",
            "https://dev.azure.com/contoso/mlops/_apis/pipelines/checks/queryconfigurations?a=1",
        ),
    ],
)
def test_reads_of_named_organizations_pass(method, url):
    GUARD.check(method, url)
    assert GUARD.allows(url)


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "https://dev.azure.com/fabrikam/_apis/projects"),
        ("GET", "https://dev.azure.com/contoso-evil/_apis/projects"),
        ("GET", "https://dev.azure.com/contoso/../fabrikam/_apis/projects"),
        ("GET", "https://dev.azure.com/contoso/%2e%2e/fabrikam/_apis/projects"),
        ("GET", "https://vsrm.dev.azure.com/fabrikam/_apis/release"),
        ("GET", "https://other.visualstudio.com/_apis/projects"),
        ("GET", "https://app.vssps.visualstudio.com/_apis/ResourceAreas"),
        ("GET", "https://evil.example/contoso"),
        ("GET", "https://dev.azure.com.evil.example/contoso/_apis"),
        ("GET", "https://pat@dev.azure.com/contoso/_apis"),
        ("GET", "http://dev.azure.com/contoso/_apis"),
        ("GET", "https://dev.azure.com:8443/contoso/_apis"),
        ("GET", "https://127.0.0.1:9999/local/_apis"),
        ("POST", "https://dev.azure.com/contoso/mlops/_apis/build/builds"),
        ("POST", "https://dev.azure.com/contoso/_apis"),
        ("OPTIONS", "https://dev.azure.com/contoso/mlops/_apis/build/builds"),
        ("PUT", "https://dev.azure.com/contoso/_apis/projects"),
        ("PATCH", "https://dev.azure.com/contoso/_apis/projects"),
        ("DELETE", "https://dev.azure.com/contoso/_apis/projects/mlops"),
    ],
)
def test_all_else_is_refused(method, url):
    with pytest.raises(GuardRefused):
        GUARD.check(method, url)
