"""The place of a page: one for all links that lead to it, another for each other page."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.store import paths, places
from chaffinch.store.places import place_of, untracked

PAGE = "https://news.example/a"
SAME = [
    "https://news.example/a/",
    "https://NEWS.example/a",
    "HTTPS://news.example:443/a",
    "https://news.example/a#comment-7",
    "https://news.example/a?",
    "https://news.example/a/?utm_source=letter&utm_medium=e-mail#top",
    "https://news.example/a?fbclid=1&gclid=2&dclid=3&msclkid=4",
    "https://news.example/a?UTM_Campaign=x",
    "https://news.example/a?mc_cid=1&mc_eid=2&_hsenc=3&igshid=4&yclid=5",
    " https://news.example/a ",
]
OTHER = [
    "http://news.example/a",
    "https://news.example/b",
    "https://news.example/A",
    "https://news.example/a/b",
    "https://news.example/a?page=2",
    "https://news.example/a?utm=1",
    "https://news.example/a?clid=1",
    "https://news.example:8443/a",
    "https://news.example.evil.example/a",
    "https://blog.news.example/a",
]


@pytest.mark.parametrize("address", SAME)
def test_links_to_one_page_name_one_place(address: str) -> None:
    assert place_of(address) == PAGE


@pytest.mark.parametrize("address", OTHER)
def test_other_pages_are_other_places(address: str) -> None:
    assert place_of(address) != PAGE


def test_a_query_that_is_the_page_stays_in_its_order() -> None:
    assert place_of("https://news.example/?p=7&utm_id=1&lang=de") == "https://news.example?p=7&lang=de"


def test_a_path_is_the_same_typed_and_as_browsers_send_it() -> None:
    assert place_of("https://bücher.example/grün") == place_of("https://xn--bcher-kva.example/gr%C3%BCn")


ODD = st.text(max_size=60) | st.from_regex(r"https?://[a-zA-Z0-9.:\[\]@-]{0,20}[/?#&=%a-z_]{0,30}", fullmatch=True)


@given(ODD)
def test_whatever_is_told_has_a_place_and_a_place_is_its_own(address: str) -> None:
    place = place_of(address)
    assert place_of(place) == place
    assert place_of(untracked(address)) == place


@given(ODD)
def test_what_tracks_a_reader_is_not_kept(address: str) -> None:
    link = "&" if "?" in address.partition("#")[0] else "?"
    told = address.partition("#")[0] + link + "fbclid=who#me"
    if told.startswith(("http://", "https://")):
        assert "fbclid=who" not in untracked(told)


def test_what_they_say_of_themselves_is_so() -> None:
    assert doctest.testmod(places).failed == 0
    assert doctest.testmod(paths).failed == 0
