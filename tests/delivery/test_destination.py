"""A callback is used only if it lies under the origin that the site is registered with, and hides nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.delivery.destination import MAX_URL, PORTS, read, under

SITE = "https://blog.example"


@pytest.mark.parametrize(
    ("site", "url"),
    [
        (SITE, "https://blog.example/wp-json/akismet/v1/webhook"),
        (SITE, "https://blog.example"),
        (SITE, "HTTPS://BLOG.EXAMPLE:443/hook?a=b"),
        (SITE, "https://blog.example./hook"),
        ("https://blog.example/sub", "https://blog.example/wp-json/akismet/v1/webhook"),
        ("http://blog.example:8080", "http://blog.example:8080/?rest_route=/akismet/v1/webhook"),
        ("http://[2001:db8::1]:81", "http://[2001:DB8::1]:81/hook"),
        ("https://bücher.example", "https://xn--bcher-kva.example/hook"),
    ],
)
def test_under_the_sites_origin_is_taken(site: str, url: str) -> None:
    found = under(site, url)
    assert found is not None
    assert found.scheme in PORTS


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://blog.example/hook",
        "https://blog.example:8443/hook",
        "https://evil.example/hook",
        "https://blog.example.evil.example/hook",
        "https://sub.blog.example/hook",
        "https://blog.example@evil.example/hook",
        "https://evil.example@blog.example/hook",
        "https://user:word@blog.example/hook",
        "https://evil.example\\@blog.example/hook",
        "https://evil.example#@blog.example/hook",
        "https://blog.example:0/hook",
        "https://blog.example:443443/hook",
        "https://blog.example /hook",
        "https://blog.example/hook\r\nX-Evil: 1",
        "https://blog.example/hook\x00",
        "https://blog.example/hök",
        "https://blog%2eexample/hook",
        "//blog.example/hook",
        "/hook",
        "ftp://blog.example/hook",
        "file:///etc/passwd",
        "gopher://blog.example:443/_x",
        "javascript:alert(1)",
        "https://",
        "https://[::1/hook",
        "https://blog.example/" + "a" * MAX_URL,
    ],
)
def test_everything_else_is_not(url: str) -> None:
    assert under(SITE, url) is None


@given(st.text())
def test_any_text_is_a_destination_or_none(text: str) -> None:
    found = read(text)
    assert found is None or (found.scheme in PORTS and found.host and found.target.isascii())


@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_whatever_follows_the_origin_the_origin_stays(rest: str) -> None:
    found = under(SITE, f"{SITE}/{rest}")
    assert found is None or found.origin == ("https", "blog.example", 443)
    assert found is None or not set(found.target) & set(" \r\n\t#")


def test_the_fragment_is_not_sent_and_the_host_header_names_an_odd_port() -> None:
    found = read("http://[2001:db8::1]:81/a?b=c#d")
    assert found is not None
    assert (found.target, found.authority, found.host) == ("/a?b=c", "[2001:db8::1]:81", "2001:db8::1")
