"""Shared by all tests: nothing leaves loopback."""

import ipaddress
import os
import socket

import pytest
from hypothesis import HealthCheck, settings

_CONNECT = socket.socket.connect
_LOOK_UP = socket.getaddrinfo


def _is_here(host: object) -> bool:
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _connect(self: socket.socket, address: object) -> None:
    if isinstance(address, tuple) and not _is_here(address[0]):
        raise PermissionError(f"a test wanted to connect to {address}")
    _CONNECT(self, address)


def _look_up(host: object, *arguments: object, **more: object) -> object:
    if not _is_here(host.decode() if isinstance(host, bytes) else host):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return _LOOK_UP(host, *arguments, **more)


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Other hosts do not exist: looking one up or connecting to it fails at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _connect)
        patch.setattr(socket, "getaddrinfo", _look_up)
        yield


settings.register_profile(
    "workshop",
    deadline=None,  # a timing belongs in benchmarks/, not in a test
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("workshop")
