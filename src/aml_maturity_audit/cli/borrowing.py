"""The sandbox as the cloud of one command: started, signed in to, and stopped."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.github.authorization import TOKEN_VARIABLES
from aml_maturity_audit.cli.collecting import Where, azure
from aml_maturity_audit.config import Config

if TYPE_CHECKING:
    from aml_maturity_audit.sandbox import Estate


def estate_of(file: Path | None) -> "Estate":
    """The estate in a file, or the one that comes with the tool. Raises UsageError."""
    from aml_maturity_audit.sandbox import default_estate, load_estate

    return load_estate(file) if file else default_estate()


def projects_of(estate: "Estate") -> tuple[str, ...]:
    """`ORGANIZATION/PROJECT` of all that an estate serves: a sandbox has no others."""
    found: list[str] = []
    for name, organization in estate.devops.items():
        projects = organization.get("projects") if isinstance(organization, Mapping) else None
        if isinstance(projects, Mapping):
            found += [f"{name}/{project}" for project in projects]
    return tuple(found)


@contextmanager
def cloud_for(config: Config, *, sandbox: bool, estate: Path | None) -> Iterator[Where]:
    """Azure, or for the block a sandbox that serves `estate`."""
    if not sandbox and estate is None:
        yield azure(config)
        return
    from aml_maturity_audit.sandbox import Sandbox

    served = estate_of(estate)
    with Sandbox(served) as running:
        own = {name: value for name, value in os.environ.items() if not _is_a_sign_in(name)}
        environ = own | dict(running.environment)
        organizations = tuple(f"{running.url}/{name}" for name in served.devops)
        yield Where(
            environ,
            Auth.CLIENT_SECRET,
            organizations,
            projects=projects_of(served),
            owners=served.owners,
            github_api=f"{running.url}/api/v3",
            at=running.cloud.world.now,
        )


def _is_a_sign_in(variable: str) -> bool:
    """Whether it says who somebody is in the world outside, which a sandbox does not want."""
    return variable.startswith("AZURE_") or variable in TOKEN_VARIABLES
