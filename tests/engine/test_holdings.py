"""Whose coordinates are whose: fair, counted, and nobody's business but the holder's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaffinch.engine import holdings
from chaffinch.engine.hashing import salted
from chaffinch.engine.holdings import Holdings, coordinates

CLAIMS = st.lists(
    st.tuples(st.integers(1, 5), st.lists(st.integers(0, 40), min_size=1, max_size=12)), min_size=1, max_size=40
)


def hold(table: Holdings, numbers: list[int], salt: int, weight: float = 0.0) -> list[bool]:
    """Let a site want coordinates, write a weight into those that it may have, and return which those are."""
    at = np.array(numbers, np.int64)
    is_held = table.claim(at, table.table["owners"][at], salt)
    some = np.full(int(is_held.sum()), weight)
    table.put(at[is_held], some, some, salt)
    return [bool(one) for one in is_held]


def owned(table: Holdings, salt: int) -> list[int]:
    return np.flatnonzero(table.table["owners"] == table.number(salt)).tolist()


@settings(max_examples=60)
@given(CLAIMS)
def test_what_is_counted_is_what_is_held(claims: list[tuple[int, list[int]]]) -> None:
    table = Holdings()
    for salt, numbers in claims:
        is_held = hold(table, numbers, salt)
        assert is_held == [number in owned(table, salt) for number in numbers]
    counted = table.held
    assert counted == {salt: len(owned(table, salt)) for salt in table.salts}
    table.count(table.salts)
    assert table.held == counted


def test_what_nobody_holds_goes_to_whoever_asks() -> None:
    table = Holdings()
    assert all(hold(table, [4, 9, 4], 7))
    assert table.held == {7: 2}


def test_of_two_sites_that_want_a_coordinate_the_one_that_holds_fewer_gets_it() -> None:
    table = Holdings()
    hold(table, list(range(100)), 7)
    hold(table, [200, 201], 8)
    assert all(hold(table, [50, 51], 8))
    assert table.held == {7: 98, 8: 4}
    assert not any(hold(table, [50, 51, 200], 7))
    assert table.held == {7: 98, 8: 4}


def test_a_site_that_labels_without_end_takes_nothing_from_those_that_hold_less() -> None:
    table = Holdings()
    everything, some = list(range(5000)), list(range(0, 5000, 5))
    hold(table, everything, 7)
    assert all(hold(table, some, 8, weight=3))
    for at in range(0, 5000, 100):
        hold(table, everything[at : at + 100], 7, weight=5)
    assert owned(table, 8) == some
    assert (table.table["weights"][some] == 3).all()


def test_coordinates_of_others_are_read_as_zero() -> None:
    table, hashes = Holdings(), np.arange(50, dtype=np.uint32)
    here, elsewhere = np.full(50, 7, np.uint32), np.full(50, 8, np.uint32)
    hold(table, coordinates(salted(hashes, here)).tolist(), 7, weight=11)
    assert (table.read(hashes, here) == 11).all()
    table.table["weights"][coordinates(salted(hashes, elsewhere))] = 13
    assert not table.read(hashes, elsewhere).any()
    both = np.array([7, 8] * 25, np.uint32)
    assert (table.read(hashes, both) != 0).tolist() == [salt == 7 for salt in both.tolist()]


def test_one_site_alone_may_fill_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holdings, "TABLE_BITS", 8)
    table = Holdings()
    assert all(hold(table, list(range(256)), 7))
    assert table.held == {7: 256}
