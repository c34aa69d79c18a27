"""The history that a run is kept in: the extra that it needs, and how to sign in to it."""

import os
from typing import TYPE_CHECKING

from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import UsageError

if TYPE_CHECKING:
    from aml_maturity_audit.history.store import History


def history_of(config: Config) -> "History":
    """The history that `--history` names. Raises UsageError without one, or without the extra."""
    if config.history is None:
        raise UsageError("No history is named.", remedy="Name it: --history URI.")
    try:
        from aml_maturity_audit.history.store import History
    except ImportError as error:
        raise UsageError(
            "A history needs packages that are not installed.",
            remedy="Install them: pip install 'aml-maturity-audit[history]'.",
        ) from error
    return History(config.history, storage_options(config))


def storage_options(config: Config) -> dict[str, str]:
    """How deltalake signs in to `abfss://`: as the audit does, through the environment.

    A client secret, a workload identity's token file or a managed identity come from the variables
    that azure-identity reads; with `--auth cli` the Azure CLI is asked.
    """
    if not (config.history or "").startswith("abfss://"):
        return {}
    names = {
        "AZURE_TENANT_ID": "azure_tenant_id",
        "AZURE_CLIENT_ID": "azure_client_id",
        "AZURE_CLIENT_SECRET": "azure_client_secret",
        "AZURE_FEDERATED_TOKEN_FILE": "azure_federated_token_file",
        "AZURE_AUTHORITY_HOST": "azure_authority_host",
        # Where Container Apps, Functions and their like hand out a managed identity's tokens:
        # deltalake by itself would ask a virtual machine's address, which is not there.
        "IDENTITY_ENDPOINT": "azure_msi_endpoint",
    }
    options = {key: os.environ[name] for name, key in names.items() if os.environ.get(name)}
    told = {"azure_client_secret", "azure_federated_token_file"} & set(options)
    if config.auth == "cli" or (
        config.auth == "default"
        and not told
        and "MSI_ENDPOINT" not in os.environ
        and "IDENTITY_ENDPOINT" not in os.environ
    ):
        options["azure_use_azure_cli"] = "true"
    return options
