"""Ways to sign in, and the environment variables that configure them. Source: azure_facts D.1.

Free of any SDK, so that the command line can offer the choice without loading one.
"""

from enum import StrEnum


class Auth(StrEnum):
    """Ways to sign in."""

    DEFAULT = "default"
    CLI = "cli"
    MANAGED_IDENTITY = "managed-identity"
    WORKLOAD = "workload"
    PIPELINES = "pipelines"
    CLIENT_SECRET = "client-secret"  # noqa: S105  a choice's name
    CLIENT_CERTIFICATE = "client-certificate"


TENANT = "AZURE_TENANT_ID"
CLIENT = "AZURE_CLIENT_ID"
SECRET = "AZURE_CLIENT_SECRET"  # noqa: S105  a variable's name
CERTIFICATE = "AZURE_CLIENT_CERTIFICATE_PATH"
CERTIFICATE_PASSWORD = "AZURE_CLIENT_CERTIFICATE_PASSWORD"  # noqa: S105  a variable's name
TOKEN_FILE = "AZURE_FEDERATED_TOKEN_FILE"  # noqa: S105  a variable's name
PIPELINE_TOKEN = "SYSTEM_ACCESSTOKEN"  # noqa: S105  a variable's name
PIPELINE_URI = "SYSTEM_OIDCREQUESTURI"
CONNECTION = "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"
PIPELINE_CLIENT = "AZURESUBSCRIPTION_CLIENT_ID"
PIPELINE_TENANT = "AZURESUBSCRIPTION_TENANT_ID"
CHAIN = "AZURE_TOKEN_CREDENTIALS"

SECRET_VARIABLES = (SECRET, CERTIFICATE_PASSWORD, PIPELINE_TOKEN, "AZURE_PASSWORD")
"""Variables whose values are never repeated, not even in an error."""
