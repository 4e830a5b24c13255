"""How far a site leans on what it did not teach itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.trust import WHOLE, Trusts

ERRORS = st.integers(-WHOLE, WHOLE)
BELIEFS = st.integers(-30 * WHOLE, 30 * WHOLE)
LESSONS = st.lists(st.tuples(ERRORS, BELIEFS), max_size=40)


def taught(lessons: list[tuple[int, int]], salt: int = 7) -> Trusts:
    trusts = Trusts()
    for error, belief in lessons:
        trusts.learn(salt, error, belief)
    return trusts


def test_who_has_taught_nothing_trusts_wholly() -> None:
    assert Trusts().of(7) == WHOLE
    assert Trusts().leaned(-12345, 7) == -12345


@given(LESSONS)
def test_trust_stays_between_nothing_and_whole(lessons: list[tuple[int, int]]) -> None:
    trusts = taught(lessons)
    assert 0 <= trusts.of(7) <= WHOLE
    assert trusts.of(8) == WHOLE, "nobody else's trust moves"


@given(LESSONS, ERRORS, BELIEFS)
def test_a_label_against_the_belief_never_raises_trust_and_one_with_it_never_lowers_it(
    lessons: list[tuple[int, int]], error: int, belief: int
) -> None:
    trusts = taught(lessons)
    before = trusts.of(7)
    trusts.learn(7, error, belief)
    moved = trusts.of(7) - before
    assert moved <= 0 if error * belief < 0 else moved >= 0


@given(LESSONS, ERRORS, BELIEFS)
def test_one_label_moves_trust_by_less_than_a_sixth(lessons: list[tuple[int, int]], error: int, belief: int) -> None:
    trusts = taught(lessons)
    before = trusts.of(7)
    trusts.learn(7, error, belief)
    assert abs(trusts.of(7) - before) < WHOLE // 6


def test_a_base_model_that_is_always_wrong_is_trusted_no_more_and_one_that_is_always_right_stays_trusted() -> None:
    assert taught([(WHOLE // 2, -2 * WHOLE)] * 300).of(7) == 0
    assert taught([(WHOLE // 2, 2 * WHOLE)] * 300).of(7) == WHOLE


@given(LESSONS)
def test_weights_are_scaled_for_each_site_by_its_own_trust(lessons: list[tuple[int, int]]) -> None:
    trusts = taught(lessons)
    salts = np.array([7, 7, 8, 7, 0], np.uint32)
    weights = np.array([1 << 20, -(1 << 20), 1 << 20, 40, 5], np.int64)
    together, alone = weights.copy(), weights.copy()
    trusts.lean(together, salts)
    trusts.lean(alone, np.uint32(7))
    own = [(weight * trusts.of(7)) >> 20 for weight in weights.tolist()]
    assert alone.tolist() == own
    assert together.tolist() == [own[0], own[1], 1 << 20, own[3], 5]
