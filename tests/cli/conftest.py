"""Commands, run as a user runs them: in process, with the environment of a sandbox."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from aml_maturity_audit.cli.ending import run_to_the_end
from aml_maturity_audit.sandbox import Sandbox, embedded_estate

VARIABLES = ("AZURE_", "ARM_CLOUD", "AML_MATURITY_AUDIT_")


@dataclass
class Ended:
    """How a command ended, and what it left on both streams."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    """No variable of the machine, no file of its directory, no state of its user."""
    import os

    for name in [name for name in os.environ if name.startswith(VARIABLES)]:
        monkeypatch.delenv(name)
    for name in ("TF_BUILD", "GITHUB_ACTIONS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


@pytest.fixture
def run(capsysbinary):
    def run(*arguments: object) -> Ended:
        capsysbinary.readouterr()
        code = run_to_the_end([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return Ended(code, out, err.decode())

    return run


@pytest.fixture(scope="session")
def minimal():
    with Sandbox(embedded_estate("minimal")) as running:
        yield running


@pytest.fixture
def sandbox(minimal, monkeypatch):
    """A running sandbox with one workspace, and the environment that points at it."""
    minimal.faults.clear()
    minimal.requests.clear()
    for name, value in minimal.environment.items():
        monkeypatch.setenv(name, value)
    return minimal


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory, minimal) -> Path:
    """A snapshot of that workspace."""
    import os

    path = tmp_path_factory.mktemp("snapshot") / "estate.snapshot"
    before = dict(os.environ)
    minimal.faults.clear()
    os.environ.update(minimal.environment)
    try:
        assert run_to_the_end(["collect", str(path)]) == 0
    finally:
        os.environ.clear()
        os.environ.update(before)
    return path
