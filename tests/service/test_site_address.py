"""A site has one address: written differently it is found again, and what is no host is not taken for one."""

from __future__ import annotations

import doctest
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.errors import InputError
from chaffinch.service import site_address
from chaffinch.service.site_address import canonical_url, is_same_origin
from tests.service.world import World

NEWS = "https://news.example"
LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
ADDRESSES = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.lists(LABELS, min_size=1, max_size=4).map(".".join),
    st.sampled_from(["", ":80", ":443", ":8080", ":"]),
    st.sampled_from(["", "/", "/blog", "/blog/", "/a/b"]),
)
NOISE = st.text(st.sampled_from("ab.:/[]@?#;, %\\\t\n\u00fc\u202e-_*'\"0"), max_size=20)


@given(ADDRESSES)
def test_the_address_of_a_registered_address_is_itself(address: str) -> None:
    once = canonical_url(address)
    assert canonical_url(once) == once
    assert is_same_origin(address, once)


@given(st.builds("https://{}".format, NOISE) | NOISE)
def test_whatever_is_accepted_can_stand_in_a_header_that_names_hosts(address: str) -> None:
    try:
        accepted = canonical_url(address)
    except InputError:
        return
    origin = re.match(r"https?://[^/]+", accepted)
    assert origin
    assert re.fullmatch(r"https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]+)?", origin[0])


@pytest.mark.parametrize(
    "written",
    [
        "https://news.example:443",
        "HTTPS://NEWS.example/",
        " https://news.example ",
        "https://news.example:",
        "https://news.example//",
    ],
)
def test_another_way_to_write_it_is_the_same_site(world: World, written: str) -> None:
    assert world.sites.by_url(written) == world.site
    with pytest.raises(InputError, match="is registered already"):
        world.sites.add(written)


@pytest.mark.parametrize("written", ["http://news.example", "https://news.example:80", f"{NEWS}/blog"])
def test_another_origin_or_path_is_another_site(world: World, written: str) -> None:
    assert world.sites.by_url(written) is None
    world.sites.add(written)


@pytest.mark.parametrize(
    "address",
    [
        "http://foo bar",
        "http://a;b.example",
        "http://a,b.example",
        "http://*.example",
        "http://a..example",
        "http://-a.example",
        "http://" + "a" * 64,
        "http://" + ".".join(["a" * 60] * 5),
        "http://a%41.example",
        "http://[fe80::1%25eth0]",
        "http://[::g]",
        "http://a.example:99999",
        "https://a.example/two words",
        "https://a.example/back\\slash",
        "https://a.example\n.evil.example",
    ],
)
def test_what_is_no_host_is_refused(address: str) -> None:
    with pytest.raises(InputError, match=r"https://news\.example"):
        canonical_url(address)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://ann:word@news.example", "a user or password"),
        ("https://ann@news.example", "a user or password"),
        ("https://@news.example", "a user or password"),
        ("https://news.example/?page=1", "a query or a fragment"),
        ("https://news.example/#top", "a query or a fragment"),
        ("https://news.example:0", "a port that nothing listens on"),
        ("https://news.example/a/../b", "a step up in its path"),
    ],
)
def test_nothing_that_was_told_vanishes_silently(address: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        canonical_url(address)


@pytest.mark.parametrize("address", ["https://stra\u00dfe.example", "https://\uff4eews.example"])
def test_a_host_that_browsers_may_spell_differently_is_asked_for_in_their_spelling(address: str) -> None:
    with pytest.raises(InputError, match="xn--"):
        canonical_url(address)


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://[0:0:0:0:0:0:0:1]:80", "http://[::1]"),
        ("http://my_host", "http://my_host"),
        ("https://B\u00dcCHER.example", "https://xn--bcher-kva.example"),
    ],
)
def test_hosts_of_every_kind_are_accepted(address: str, canonical: str) -> None:
    assert canonical_url(address) == canonical


def test_the_examples_are_true() -> None:
    assert doctest.testmod(site_address).failed == 0
