"""Hosts: which are this machine, and what domain one lies in."""

from ipaddress import IPv4Address, IPv6Address, ip_address


def is_loopback(host: str) -> bool:
    """Whether `host` can only be this machine: localhost, or a loopback address."""
    address = _address(host)
    return address.is_loopback if address else host.lower().rstrip(".") == "localhost"


def is_local_only(host: str) -> bool:
    """Whether no proxy can reach `host`: this machine, or its metadata service."""
    address = _address(host)
    return is_loopback(host) or (address is not None and address.is_link_local)


def parent_domain(host: str) -> str:
    """The domain that `host` lies in: without its first label, or whole where one would remain.

    An address is its own domain.
    """
    labels = host.lower().rstrip(".").split(".")
    if _address(host) or len(labels) <= 2:
        return host.lower().rstrip(".")
    return ".".join(labels[1:])


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None
