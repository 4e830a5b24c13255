"""The part of the network an address lies in: all that is ever looked at of an address."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_PREFIX = {4: 24, 6: 48}
"""Bits that stay: what one household, or one small network, is given."""


def network_of(address: str) -> str | None:
    """Return the part of the network in which a public address lies; None for any other, and for what is none.

    An address of one's own network is that of a proxy more often than a reader's.

    >>> network_of("8.8.4.4"), network_of("2001:4860:4860::8844"), network_of("::ffff:8.8.4.4")
    ('8.8.4.0/24', '2001:4860:4860::/48', '8.8.4.0/24')
    >>> network_of("192.168.0.7"), network_of("unknown")
    (None, None)
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address.strip())
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if not found.is_global:
        return None
    return str(ip_network(f"{found}/{_PREFIX[found.version]}", strict=False))
