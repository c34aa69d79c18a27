"""The tests reach nothing but loopback."""

import socket

import pytest


def test_other_hosts_do_not_exist():
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("management.azure.com", 443)
    with socket.socket() as connection, pytest.raises(PermissionError):
        connection.connect(("192.0.2.1", 443))


def test_this_machine_does():
    with socket.socket() as listening, socket.socket() as connection:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        connection.connect(listening.getsockname())
