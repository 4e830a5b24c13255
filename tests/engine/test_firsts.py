"""Each feature of a row once: exact whatever the slots, and the same as sorting would keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine import hashing
from chaffinch.engine.hashing import U32, U64, Flags

M64 = (1 << 64) - 1
FIRST_FACTOR = 0x9E3779B97F4A7C15
"""What keys are multiplied by to find their slot; in the n-th try by 2n + 1 times as much."""

FEATURES = st.lists(st.tuples(st.integers(0, 400), st.integers(0, (1 << 32) - 1)), max_size=80)
FEW_FEATURES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=200)


def arrays(features: list[tuple[int, int]]) -> tuple[U32, U64]:
    hashes = np.array([value for _, value in features], np.uint32)
    return hashes, np.array([row for row, _ in features], np.uint64)


def check(features: list[tuple[int, int]]) -> None:
    is_kept = hashing.firsts(*arrays(features))
    assert is_kept.dtype == np.bool_
    assert is_kept.size == len(features)
    kept = [one for one, is_one in zip(features, is_kept.tolist(), strict=True) if is_one]
    keys = np.array([row << 32 | value for row, value in features], np.uint64)
    assert sorted(row << 32 | value for row, value in kept) == np.unique(keys).tolist()


@given(FEATURES | FEW_FEATURES)
def test_one_of_each_hash_of_a_row_is_kept_as_sorting_would(features: list[tuple[int, int]]) -> None:
    check(features)


@pytest.mark.parametrize("tries", [0, 1, hashing._MAX_TRIES])
@given(FEW_FEATURES)
def test_of_equal_ones_the_last_is_kept_whatever_is_beside_them(tries: int, features: list[tuple[int, int]]) -> None:
    """Two families of features may have a hash in common: it counts in the same one, alone and in a batch."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "_MAX_TRIES", tries)
        some = crowded(20, 200) + features
        kept = hashing.firsts(*arrays(some)).nonzero()[0].tolist()
        assert kept == sorted({one: at for at, one in enumerate(some)}.values())


@given(FEATURES | FEW_FEATURES, st.data())
def test_which_hashes_are_kept_does_not_depend_on_the_order(
    features: list[tuple[int, int]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(features))
    kept = [
        {one for one, is_one in zip(some, hashing.firsts(*arrays(some)).tolist(), strict=True) if is_one}
        for some in (features, order)
    ]
    assert kept[0] == kept[1] == set(features)


def crowded(slot_bits: int, count: int) -> list[tuple[int, int]]:
    """Return features whose keys, multiplied, begin with the same `slot_bits` bits: all strangers in the first try."""
    inverse = pow(FIRST_FACTOR, -1, 1 << 64)
    rng = np.random.default_rng(7)
    low = rng.choice(1 << (64 - slot_bits - 1), count, replace=False).tolist()
    keys = [(((1 << (slot_bits - 1)) << (64 - slot_bits)) + value) * inverse & M64 for value in low]
    return [(key >> 32, key & 0xFFFFFFFF) for key in keys]


@pytest.mark.parametrize("count", [2, 3, 17, 300, 5000])
@pytest.mark.parametrize("times", [1, 2, 5])
def test_many_features_that_want_the_same_slot_are_told_apart(count: int, times: int) -> None:
    features = crowded(20, count) * times
    check(features)


@pytest.mark.parametrize("tries", [0, 1, 2])
@given(FEATURES | FEW_FEATURES)
def test_what_is_left_after_the_last_try_is_sorted(tries: int, features: list[tuple[int, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "_MAX_TRIES", tries)
        check(features)
        check(crowded(20, 40) * 2 + features)


def test_the_last_try_is_reached_and_no_stranger_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one slot for all, each try tells one hash; the rest are sorted."""
    left, again = [], hashing._firsts

    def told(keys: U64, tries: int) -> Flags:
        left.append(keys.size)
        return again(keys, tries)

    monkeypatch.setattr(hashing, "_BASE", 0)
    monkeypatch.setattr(hashing, "_firsts", told)
    features = [(row, value) for row in range(5) for value in range(10)] * 3
    check(features)
    assert left == [3 * (50 - tries) for tries in range(hashing._MAX_TRIES + 1)]


@pytest.mark.parametrize("size", [4095, 4096, 4097, 70_000])
def test_arrays_of_any_size_keep_one_of_each(size: int) -> None:
    rng = np.random.default_rng(size)
    hashes = rng.integers(0, size // 2, size, np.uint32)
    rows = rng.integers(0, 128, size, np.uint64)
    is_kept = hashing.firsts(hashes, rows)
    keys = rows << np.uint64(32) | hashes
    assert np.sort(keys[is_kept]).tolist() == np.unique(keys).tolist()


def test_nothing_is_kept_of_nothing() -> None:
    assert hashing.firsts(np.zeros(0, np.uint32), np.zeros(0, np.uint64)).tolist() == []
