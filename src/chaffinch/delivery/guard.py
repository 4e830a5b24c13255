"""Which addresses a message may be sent to: public ones. Pure.

Callbacks are addresses that clients name. Without a guard, a client could have this server knock at whatever only it
can reach: itself, its neighbours, the metadata service of a cloud (server-side request forgery, CWE-918).
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network


@dataclass(frozen=True, slots=True)
class Range:
    """Addresses that are not public, and why. `is_private`: the operator may allow them, for sites close by."""

    network: str
    what: str
    is_private: bool = False


RANGES: tuple[Range, ...] = (
    Range("0.0.0.0/8", "this network (RFC 1122)"),
    Range("10.0.0.0/8", "private (RFC 1918)", True),
    Range("100.64.0.0/10", "shared behind a carrier's NAT (RFC 6598)", True),
    Range("127.0.0.0/8", "loopback (RFC 1122)", True),
    Range("169.254.0.0/16", "link-local (RFC 3927)", True),
    Range("172.16.0.0/12", "private (RFC 1918)", True),
    Range("192.0.0.0/24", "protocol assignments (RFC 6890)"),
    Range("192.0.2.0/24", "documentation (RFC 5737)"),
    Range("192.88.99.0/24", "6to4 relay (RFC 7526)"),
    Range("192.168.0.0/16", "private (RFC 1918)", True),
    Range("198.18.0.0/15", "benchmarks (RFC 2544)", True),
    Range("198.51.100.0/24", "documentation (RFC 5737)"),
    Range("203.0.113.0/24", "documentation (RFC 5737)"),
    Range("224.0.0.0/4", "multicast (RFC 5771)"),
    Range("240.0.0.0/4", "reserved, broadcast (RFC 1112)"),
    Range("::/3", "outside global unicast (RFC 4291)"),
    Range("4000::/2", "outside global unicast (RFC 4291)"),
    Range("8000::/1", "outside global unicast (RFC 4291)"),
    Range("::/128", "unspecified (RFC 4291)"),
    Range("::1/128", "loopback (RFC 4291)", True),
    Range("::/96", "IPv4-compatible (RFC 4291)"),
    Range("::ffff:0:0/96", "IPv4-mapped (RFC 4291)"),
    Range("::ffff:0:0:0/96", "IPv4-translated (RFC 2765)"),
    Range("64:ff9b::/96", "NAT64 (RFC 6052)", True),
    Range("64:ff9b:1::/48", "local NAT64 (RFC 8215)", True),
    Range("100::/64", "discard-only (RFC 6666)"),
    Range("2001::/23", "protocol assignments (RFC 2928)"),
    Range("2001::/32", "Teredo (RFC 4380)"),
    Range("2001:db8::/32", "documentation (RFC 3849)"),
    Range("2002::/16", "6to4 (RFC 3056)"),
    Range("3fff::/20", "documentation (RFC 9637)"),
    Range("5f00::/16", "segment routing (RFC 9602)"),
    Range("fc00::/7", "unique local (RFC 4193)", True),
    Range("fe80::/10", "link-local (RFC 4291)", True),
    Range("fec0::/10", "site-local (RFC 3879)", True),
    Range("ff00::/8", "multicast (RFC 4291)"),
)
"""IANA's registries of special-purpose addresses, by RFC 6890. What carries an IPv4 address inside is refused whole:
6to4 and the like lead to addresses that would have been refused. Only NAT64, how some networks reach all of IPv4, can
be allowed. Of two that overlap, the narrower one speaks."""

_NETWORKS = sorted(((ip_network(one.network), one) for one in RANGES), key=lambda pair: -pair[0].prefixlen)
_MAPPED = IPv6Network("::ffff:0:0/96")


def refusal(address: str, *, allow_private: bool) -> str | None:
    """Return why nothing is sent to an IP address, None where it may be.

    >>> refusal("169.254.169.254", allow_private=False)
    'link-local (RFC 3927)'
    >>> refusal("::ffff:127.0.0.1", allow_private=True) is None
    True
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "not an IP address"
    if allow_private:
        found = _unmapped(found)
    match = next((one for network, one in _NETWORKS if found.version == network.version and found in network), None)
    return None if match is None or (match.is_private and allow_private) else match.what


def _unmapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that a mapped one stands for: it decides, where anything may be allowed."""
    return IPv4Address(int(address) & 0xFFFF_FFFF) if address.version == 6 and address in _MAPPED else address
