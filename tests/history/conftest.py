"""The default estate, served once, and read whole by a process as a user starts it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aml_maturity_audit.sandbox import Sandbox, default_estate
from aml_maturity_audit.signals.snapshot import Snapshot
from aml_maturity_audit.signals.snapshot_file import read_snapshot
from history.processes import Starts, ended

VARIABLES = ("AZURE_", "ARM_CLOUD", "AML_MATURITY_AUDIT_")


@pytest.fixture(scope="session")
def served() -> Iterator[Sandbox]:
    with Sandbox(default_estate()) as running:
        yield running


@pytest.fixture(scope="session")
def starts(served: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Starts:
    """Starts the command against the sandbox; `agent` is how its requests name themselves."""
    folder = tmp_path_factory.mktemp("work")
    bare = {k: v for k, v in os.environ.items() if not k.startswith(VARIABLES)}

    def start(*arguments: object, agent: str = "") -> subprocess.Popen[str]:
        environ = {**bare, **served.environment, "AZURE_HTTP_USER_AGENT": agent}
        environ["AML_MATURITY_AUDIT_DEVOPS_ORGANIZATION"] = f"{served.url}/contoso"
        command = [sys.executable, "-m", "aml_maturity_audit", *map(str, arguments)]
        return subprocess.Popen(
            command,
            env=environ,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.fixture(scope="session")
def whole_file(starts: Starts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of a run that was not split."""
    file = tmp_path_factory.mktemp("whole") / "whole.snapshot"
    ended(starts("collect", file, "--run-id", "night"))
    return file


@pytest.fixture
def whole(whole_file: Path) -> Snapshot:
    return read_snapshot(whole_file)
