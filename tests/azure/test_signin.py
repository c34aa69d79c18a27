"""A refused sign-in says which credential, which tenant, what Entra said, and what to do."""

import pytest

from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.signin import refusal
from aml_maturity_audit.errors import ExitCode

ENTRA = (
    "Microsoft Entra ID error '(invalid_client) AADSTS7000215: Invalid client secret provided. "
    "Ensure the secret being sent is the value. Trace ID: 1 Correlation ID: 2'"
)
CHAIN = """DefaultAzureCredential failed to retrieve a token from the included credentials.
Attempted credentials:
\tEnvironmentCredential: EnvironmentCredential authentication unavailable. Not configured.
\tAzureCliCredential: Please run 'az login' to set it up
To mitigate this issue, please refer to the troubleshooting guidelines."""


def test_it_names_credential_tenant_code_first_sentence_and_the_way_out():
    environ = {"AZURE_TENANT_ID": "contoso", "AZURE_CLIENT_ID": "app-1"}
    error = refusal(Auth.CLIENT_SECRET, ENTRA, environ)
    assert error.exit_code == ExitCode.ACCESS_REFUSED
    assert error.what == (
        "Sign-in with --auth client-secret as app-1 in tenant contoso failed: "
        "AADSTS7000215: Invalid client secret provided."
    )
    assert "AZURE_CLIENT_SECRET" in error.remedy


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("AADSTS7000222", "expired"),
        ("AADSTS700016", "AZURE_CLIENT_ID"),
        ("AADSTS90002", "AZURE_TENANT_ID"),
        ("AADSTS50076", "az login"),
        ("AADSTS99999", "AZURE_CLIENT_SECRET"),
    ],
)
def test_each_code_has_its_own_way_out(code, remedy):
    error = refusal(Auth.CLIENT_SECRET, f"x {code}: It is so. And more.", {})
    assert code in error.what
    assert remedy in error.remedy


def test_a_chain_says_what_failed_and_leaves_out_what_is_not_there():
    error = refusal(Auth.DEFAULT, CHAIN, {})
    assert error.what.endswith("failed: AzureCliCredential: Please run 'az login' to set it up.")
    assert "--auth" in error.remedy


def test_a_chain_of_which_nothing_is_there_names_what_was_tried():
    chain = CHAIN.replace("Please run 'az login' to set it up", "Azure CLI not found on path")
    what = refusal(Auth.DEFAULT, chain, {}).what
    assert what.endswith("failed: none of Environment, AzureCli is there to sign in with.")


def test_secrets_are_taken_out_and_nothing_is_quoted_at_length():
    environ = {"AZURE_CLIENT_SECRET": "hunter2~value"}
    error = refusal(Auth.CLIENT_SECRET, "AADSTS1: Bad secret hunter2~value given. More.", environ)
    assert "hunter2" not in str(error)
    assert len(refusal(Auth.CLI, "x" * 5000, {}).what) < 400


def test_an_empty_message_is_still_a_sentence():
    assert refusal(Auth.CLI, "", {}).what.endswith("failed: no reason given.")
