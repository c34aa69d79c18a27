"""`permissions`: the role to grant."""

import sys

from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.role import ANYWHERE, role
from aml_maturity_audit.cli.taking import takes
from aml_maturity_audit.config import Config

app = new_app()


@app.command()
@takes("subscription", "management_group")
def permissions(config: Config) -> None:
    """The least-privilege role to grant, as JSON.

    Save it, then: az role definition create --role-definition FILE. Name the scopes with
    --subscription or --management-group.
    """
    scopes = [f"/subscriptions/{each}" for each in config.subscription]
    if config.management_group:
        group = config.management_group
        scopes.append(f"/providers/Microsoft.Management/managementGroups/{group}")
    sys.stdout.write(role(scopes or ANYWHERE))
