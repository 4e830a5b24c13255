"""Hosts that everybody links to: found under any subdomain, and never by their letters alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.hosts import _HOSTS, _KINDS, Kind, kind_of
from chaffinch.engine.links import MAX_ADDRESS, address_facts, split_address
from chaffinch.engine.markup import Link

LABEL = st.from_regex(r"[a-z0-9][a-z0-9-]{0,10}", fullmatch=True)


@given(LABEL, st.sampled_from(sorted(_KINDS)))
def test_a_subdomain_is_what_its_domain_is_or_what_is_told_of_it(label: str, host: str) -> None:
    below = f"{label}.{host}"
    assert kind_of(below) is _KINDS.get(below, _KINDS[host])


@given(LABEL, st.sampled_from(sorted(_KINDS)))
def test_a_host_that_only_ends_in_the_letters_of_another_is_a_strangers(label: str, host: str) -> None:
    joined = label + host
    if joined not in _KINDS:
        assert kind_of(joined) is kind_of(joined.partition(".")[2])


@given(st.text(max_size=MAX_ADDRESS))
def test_any_text_has_a_kind(host: str) -> None:
    assert kind_of(host) in Kind


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://gist.github.com/swan", Kind.CODE),
        ("http://www.bit.ly/3swans", Kind.SHORTENER),
        ("https://code.google.com/p/swans", Kind.CODE),
        ("https://plus.google.com/swan", Kind.SOCIAL),
        ("https://www.google.com/search?q=swans", Kind.REFERENCE),
        ("https://docs.google.com/swan", Kind.FILES),
        ("http://swans.wordpress.com", Kind.PAGES),
        ("https://en.wikipedia.org/wiki/Swan", Kind.REFERENCE),
        ("http://github.com.swans.example/login", Kind.STRANGER),
        ("http://swans.example/github.com", Kind.STRANGER),
        ("http://github.com@swans.example/", Kind.STRANGER),
        ("http://com/", Kind.STRANGER),
        ("", Kind.STRANGER),
    ],
)
def test_an_address_leads_to_a_host_of_this_kind(address: str, kind: Kind) -> None:
    assert kind_of(split_address(address)[0]) is kind


def test_each_host_stands_once_in_the_table_spelled_as_addresses_are_split() -> None:
    every = [host for hosts in _HOSTS.values() for host in hosts.split()]
    assert len(set(every)) == len(every)
    assert [split_address(host) for host in every] == [(host, "") for host in every]
    assert Kind.STRANGER not in _HOSTS
    assert set(_HOSTS) == {*Kind} - {Kind.STRANGER}


def facts(address: str, link: Link | None = None) -> list[int]:
    told: list[int] = []
    address_facts(address, 2 if link else 1, "", told, link)
    return told


def test_what_a_host_is_for_is_one_fact_and_being_known_another() -> None:
    stranger, shortener, known = (facts(f"http://{host}/") for host in ("swans.example", "bit.ly", "github.com"))
    kind, trait = 9 << 36 | 1 << 32, 8 << 36 | 1 << 32
    assert [kind + 0 in stranger, kind + 1 in shortener, kind + 2 in known] == [True] * 3
    assert [trait + 4 in told for told in (stranger, shortener, known)] == [False, False, True]


def test_an_address_without_a_host_says_nothing_of_it() -> None:
    assert facts("") == facts("/") == facts("https://") == []
