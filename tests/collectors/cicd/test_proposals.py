"""Organizations that git origins point to: proposed, never asked."""

from aml_maturity_audit.collectors.cicd.proposals import proposals

CHURN = "dev.azure.com/contoso/mlops/_git/churn"


def test_what_was_not_named_is_proposed_once_with_its_jobs():
    origins = {
        CHURN: 3,
        "git@ssh.dev.azure.com:v3/contoso/mlops/fraud": 2,
        "https://github.com/contoso/churn.git": 1,
        "https://tfs.corp.example/tfs/x/_git/y": 4,
    }
    found = proposals(origins, named=[])
    assert [(one.code, one.resource) for one in found] == [
        ("cicd-source-proposed", "dev.azure.com/contoso"),
        ("cicd-source-proposed", "github.com/contoso/churn"),
        ("cicd-source-proposed", "tfs.corp.example"),
    ]
    assert found[0].text.startswith("5 jobs come from dev.azure.com/contoso, which was not named")
    assert "--devops-organization https://dev.azure.com/contoso" in found[0].text


def test_what_was_named_or_seen_is_not_proposed():
    named = ["https://Contoso.visualstudio.com/", "https://tfs.corp.example:8443/tfs/x"]
    assert proposals({CHURN: 1, "https://tfs.corp.example/tfs/x/_git/y": 1}, named) == ()
    assert proposals({CHURN: 1}, ["https://dev.azure.com/contoso/mlops"]) == ()
    assert proposals({CHURN: 1}, ["https://127.0.0.1:8443/contoso"], seen=[CHURN]) == ()
    assert len(proposals({CHURN: 1}, ["https://dev.azure.com/other"], seen=[""])) == 1


def test_what_is_no_remote_repository_is_not_proposed():
    assert proposals({"": 1, "/home/ada/churn": 2}, named=[]) == ()


def test_what_lies_beside_what_was_named_on_a_server_of_ones_own_is_proposed():
    origins = {
        "https://git.corp.example/contoso/shop.git": 2,
        "git@git.corp.example:contoso/churn.git": 3,
        "https://git.corp.example/labs/x": 1,
    }
    named = ["https://git.corp.example/contoso/shop", "https://git.corp.example/labs"]
    (found,) = proposals(origins, named, seen=["git.corp.example/contoso/shop"])
    assert found.resource == "git.corp.example/contoso/churn"
    assert found.text.startswith("3 jobs come from git.corp.example/contoso/churn")
    assert "--github-api-url https://git.corp.example/api/v3" in found.text
    assert proposals(origins, ["https://git.corp.example/"]) == ()
