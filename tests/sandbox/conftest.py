"""A sandbox per test, with the environment set for the official clients and put back after."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from aml_maturity_audit.sandbox import Estate, Sandbox, load_estate, parse_estate

DOCS = Path(__file__).parents[2] / "docs" / "sandbox.md"
RICH = Path(__file__).parent / "rich.yaml"

Start = Callable[..., Sandbox]


def documented_yaml(number: int) -> str:
    """One of the complete examples of docs/sandbox.md: 0 is the estate, 1 Azure DevOps."""
    return re.findall(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)[number]


def documented_estate() -> Estate:
    """The estate of the documentation, without its faults and refused versions."""
    return parse_estate(documented_yaml(0).split("apiVersions:")[0], "docs/sandbox.md")


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start a sandbox on an estate (or YAML text) and point the environment at it."""
    monkeypatch.setenv("AZUREML_CURRENT_CLOUD", "unset")  # MLClient sets it: put back after
    monkeypatch.delenv("AZUREML_CURRENT_CLOUD")
    with ExitStack() as stack:

        def begin(estate: Estate | str, **options: str) -> Sandbox:
            known = parse_estate(estate) if isinstance(estate, str) else estate
            sandbox = stack.enter_context(Sandbox(known, **options))
            for name, value in sandbox.environment.items():
                monkeypatch.setenv(name, value)
            return sandbox

        yield begin


@pytest.fixture
def documented(start: Start) -> Sandbox:
    """The estate of the documentation, served."""
    return start(documented_estate())


@pytest.fixture
def rich(start: Start) -> Sandbox:
    """One of everything, served."""
    return start(load_estate(RICH))


@pytest.fixture(scope="session")
def app_key() -> str:
    """A private key, as a GitHub App has one."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
