"""The real door over a stub transport: every policy, guard and limit, but no network."""

from dataclasses import replace

from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.clouds import PUBLIC, Cloud
from aml_maturity_audit.azure.door import Door, behind
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.azure.tokens import Tokens
from fakes.credential import StubCredential
from fakes.transport import Reply, StubTransport

HURRY = Patience(connect=5, read=5, attempt=5, total=5, backoff=0.0, rest=3600)
"""Waits for nothing that a test does not ask for."""

LOCAL = Cloud(
    name="Local",
    arm="https://127.0.0.1:8443",
    scope="https://127.0.0.1:8443/.default",
    authority="https://127.0.0.1:8443",
    data_suffixes=(),
    registry_discovery="https://127.0.0.1:8443",
    loopback=True,
)


def stub_door(
    *replies: Reply,
    handler=None,
    cloud: Cloud = PUBLIC,
    patience: Patience = HURRY,
    credential: StubCredential | None = None,
) -> tuple[Door, StubTransport]:
    """A door, and the transport behind it."""
    transport = StubTransport(list(replies), handler)
    credential = credential or StubCredential()
    tokens = Tokens(lambda: credential, Auth.DEFAULT, {})
    return behind(transport, cloud, tokens, patience), transport


def patient(**changes: float) -> Patience:
    """HURRY with some bounds changed."""
    return replace(HURRY, **changes)
