"""The sandbox as the cloud of one command: started, signed in to, and stopped."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.github.authorization import TOKEN_VARIABLES
from aml_maturity_audit.cli.collecting import Where, azure
from aml_maturity_audit.config import Config
from aml_maturity_audit.sandbox import Estate, Sandbox, default_estate, load_estate


def estate_of(file: Path | None) -> Estate:
    """The estate in a file, or the one that comes with the tool. Raises UsageError."""
    return load_estate(file) if file else default_estate()


@contextmanager
def cloud_for(config: Config, *, sandbox: bool, estate: Path | None) -> Iterator[Where]:
    """Azure, or for the block a sandbox that serves `estate`."""
    if not sandbox and estate is None:
        yield azure(config)
        return
    served = estate_of(estate)
    with Sandbox(served) as running:
        own = {name: value for name, value in os.environ.items() if not _is_a_sign_in(name)}
        environ = own | dict(running.environment)
        organizations = tuple(f"{running.url}/{name}" for name in served.devops)
        yield Where(
            environ,
            Auth.CLIENT_SECRET,
            organizations,
            owners=served.owners,
            github_api=f"{running.url}/api/v3",
            at=running.cloud.world.now,
        )


def _is_a_sign_in(variable: str) -> bool:
    """Whether it says who somebody is in the world outside, which a sandbox does not want."""
    return variable.startswith("AZURE_") or variable in TOKEN_VARIABLES
