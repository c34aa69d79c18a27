"""How a history signs in to a storage account: as the audit does, by the environment."""

import pytest

from aml_maturity_audit.cli.keeping import storage_options
from aml_maturity_audit.config import Config

REMOTE = "abfss://maturity@account.dfs.core.windows.net/history"


@pytest.fixture(autouse=True)
def bare(bare, monkeypatch):
    for name in ("IDENTITY_ENDPOINT", "MSI_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)


def test_a_folder_needs_nothing(monkeypatch):
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "s")
    assert storage_options(Config(history="./history")) == {}


def test_a_container_app_is_asked_where_it_says(monkeypatch):
    monkeypatch.setenv("IDENTITY_ENDPOINT", "http://127.0.0.1:42356/msi/token")
    monkeypatch.setenv("AZURE_CLIENT_ID", "client")
    for auth in ("managed-identity", "default"):
        assert storage_options(Config(history=REMOTE, auth=auth)) == {
            "azure_client_id": "client",
            "azure_msi_endpoint": "http://127.0.0.1:42356/msi/token",
        }


def test_without_any_of_it_the_azure_cli_is_asked():
    assert storage_options(Config(history=REMOTE)) == {"azure_use_azure_cli": "true"}
