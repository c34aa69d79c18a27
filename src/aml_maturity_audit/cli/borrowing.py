"""The sandbox as the cloud of one command: started, signed in to, and stopped."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aml_maturity_audit.azure.auth import Auth
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
        own = {name: value for name, value in os.environ.items() if not name.startswith("AZURE_")}
        environ = own | dict(running.environment)
        organizations = tuple(f"{running.url}/{name}" for name in served.devops)
        yield Where(environ, Auth.CLIENT_SECRET, organizations, at=running.cloud.world.now)
