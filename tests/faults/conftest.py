"""Commands run in process against a small estate of six workspaces in two subscriptions."""

import os
from dataclasses import dataclass

import pytest

from aml_maturity_audit.cli.ending import run_to_the_end
from aml_maturity_audit.sandbox import Sandbox, parse_estate

VARIABLES = ("AZURE_", "ARM_CLOUD", "AML_MATURITY_AUDIT_")
NOW = "2026-11-20T09:00:00Z"


def workspace(name: str) -> str:
    return f"""
          {name}:
            created: -400d
            computes:
              cluster: {{properties: {{computeType: AmlCompute}}}}
            jobs:
              train-{name}: {{repeat: 4, every: 1d, created: -1d,
                properties: {{jobType: Command, experimentName: churn, command: python train.py}}}}
            models:
              churn:
                created: -9d
                versions: {{"1": {{created: -9d, properties: {{jobName: x}}}}}}
            onlineEndpoints:
              live:
                created: -9d
                properties: {{traffic: {{blue: 100}}}}
                deployments:
                  blue: {{created: -9d, properties: {{model: "azureml:churn:1"}}}}"""


def subscription(number: int, *names: str) -> str:
    return f"""
  {number}1111111-0000-4000-8000-00000000000{number}:
    displayName: sub-{number}
    resourceGroups:
      rg:
        location: westeurope
        workspaces:{"".join(workspace(name) for name in names)}"""


HEAD = f"now: {NOW}\nthrottling: {{enabled: false}}\nsubscriptions:"
ESTATE = HEAD + subscription(1, "ann", "bob", "cay") + subscription(2, "dan", "eve", "flo")


@dataclass
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: bytes
    err: str


@pytest.fixture(scope="session")
def estate():
    with Sandbox(parse_estate(ESTATE)) as running:
        running.cloud.throttle.enabled = False  # many audits in a row would empty the bucket
        yield running


@pytest.fixture
def sandbox(estate, monkeypatch, tmp_path):
    """Undisturbed, with the environment pointing at it and no other variable of the machine."""
    for name in [name for name in os.environ if name.startswith(VARIABLES)]:
        monkeypatch.delenv(name)
    for name, value in estate.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    estate.faults.clear()
    estate.requests.clear()
    yield estate
    estate.faults.clear()


@pytest.fixture
def run(capsysbinary):
    def run(*arguments: object) -> Ended:
        capsysbinary.readouterr()
        code = run_to_the_end([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return Ended(code, out, err.decode())

    return run
