"""What is not public is refused, at both ends of every range and however it is written."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.delivery.guard import RANGES, Range, refusal

ids = [one.network for one in RANGES]


@pytest.mark.parametrize("one", RANGES, ids=ids)
def test_both_ends_of_a_range_are_refused(one: Range) -> None:
    network = ip_network(one.network)
    for address in (network[0], network[-1]):  # a narrower range may lie there: refused all the same
        assert refusal(str(address), allow_private=False) is not None


@pytest.mark.parametrize("one", RANGES, ids=ids)
def test_only_what_can_lie_close_by_may_be_allowed(one: Range) -> None:
    for address in (ip_network(one.network)[0], ip_network(one.network)[-1]):
        told = refusal(str(address), allow_private=True)
        if refusal(str(address), allow_private=False) == one.what:
            assert told == (None if one.is_private else one.what) or one.network == "::ffff:0:0/96"


PUBLIC = [
    *("1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "192.169.0.0"),
    *("169.253.255.255", "169.255.0.0", "126.255.255.255", "128.0.0.0", "223.255.255.255"),
    *("2606:4700::1111", "2001:4860:4860::8888", "2001:200::", "2003::", "2a00::1", "3ffe::1"),
]


@pytest.mark.parametrize("allow_private", [False, True])
@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str, allow_private: bool) -> None:
    assert refusal(address, allow_private=allow_private) is None


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("10.1.2.3", "private"),
        ("172.20.0.1", "private"),
        ("192.168.1.1", "private"),
        ("169.254.169.254", "link-local"),
        ("100.100.100.200", "shared"),
        ("0.1.2.3", "this network"),
        ("224.0.0.251", "multicast"),
        ("255.255.255.255", "reserved"),
        ("::1", "loopback"),
        ("::", "unspecified"),
        ("fe80::1%eth0", "link-local"),
        ("fd00:ec2::254", "unique local"),
        ("ff02::1", "multicast"),
        ("::ffff:127.0.0.1", "IPv4-mapped"),
        ("::ffff:8.8.8.8", "IPv4-mapped"),
        ("::127.0.0.1", "IPv4-compatible"),
        ("2002:7f00:1::", "6to4"),
        ("64:ff9b::7f00:1", "NAT64"),
        ("64:ff9b:1::a00:1", "local NAT64"),
        ("2001:0:1234::1", "Teredo"),
    ],
)
def test_well_known_traps_are_refused_by_their_name(address: str, what: str) -> None:
    told = refusal(address, allow_private=False)
    assert told is not None
    assert told.startswith(what)


@pytest.mark.parametrize(
    "text", ["", "localhost", "127.1", "0x7f000001", "2130706433", "1.2.3.4.5", "[::1]", "۱.۱.۱.۱"]
)
def test_what_is_not_an_address_is_refused(text: str) -> None:
    assert refusal(text, allow_private=True) == "not an IP address"


@given(st.integers(0, 2**32 - 1))
def test_where_private_is_allowed_a_mapped_address_is_judged_as_the_one_it_stands_for(number: int) -> None:
    plain = ip_address(number)
    mapped = f"::ffff:{plain}"
    assert refusal(mapped, allow_private=True) == refusal(str(plain), allow_private=True)
    assert refusal(mapped, allow_private=False) is not None


@given(st.ip_addresses())
def test_what_python_calls_private_reserved_or_multicast_is_never_let_through(address: object) -> None:
    found = ip_address(str(address))
    if refusal(str(found), allow_private=False) is None:
        assert not any((found.is_loopback, found.is_link_local, found.is_multicast, found.is_unspecified))
        assert not found.is_private
