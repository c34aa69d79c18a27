"""Ctrl-C, SIGTERM and the `sandbox` command, as processes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aml_maturity_audit.sandbox import Sandbox, embedded_estate
from aml_maturity_audit.signals.snapshot_file import read_snapshot

COMMAND = [sys.executable, "-W", "error", "-m", "aml_maturity_audit"]


@pytest.fixture
def hanging():
    """A sandbox in which one thing never comes."""
    with Sandbox(embedded_estate("minimal")) as running:
        running.faults.add("/computes", kind="hang")
        yield running


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_collect_says_so_and_leaves_a_file_that_knows(
    number, code, hanging, tmp_path
):
    file = tmp_path / "estate.snapshot"
    environ = {**os.environ, **hanging.environment}
    with subprocess.Popen(
        [*COMMAND, "collect", str(file)], env=environ, stderr=subprocess.PIPE, text=True
    ) as process:
        while not hanging.requests.to("/computes"):
            assert process.poll() is None
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == code, err
    assert "Traceback" not in err
    assert str(file) in err
    snapshot = read_snapshot(file)
    assert not snapshot.footer.complete


def test_the_sandbox_command_prints_its_environment_and_ends_on_sigterm(tmp_path):
    with subprocess.Popen(
        [*COMMAND, "sandbox"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        told = process.stderr.readline()
        assert "Serving https://127.0.0.1:" in told
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    names = {line.removeprefix("export ").split("=")[0] for line in out.splitlines()}
    assert {"ARM_CLOUD_METADATA_URL", "AZURE_CLIENT_SECRET", "SSL_CERT_FILE"} <= names
    bundle = next(line for line in out.splitlines() if "SSL_CERT_FILE" in line).split("=")[1]
    assert not Path(bundle.strip("'")).exists()
