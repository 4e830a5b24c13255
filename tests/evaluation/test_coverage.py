"""Coverage of conformal thresholds: the mean that theory gives, and none where ham is too little."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from chaffinch.evaluation.coverage import lost_beyond


@pytest.mark.parametrize("share", ["1/10", "1/20", "1/50"])
def test_on_ham_of_one_barrel_it_is_what_was_promised(share: str) -> None:
    """A half of 500 calibrates: between share - 1/501 and share on average, and noise of one sample of 1,000."""
    dice, told = random.Random(5), Fraction(share)
    scores = [round(dice.random() ** 3, 6) for _ in range(1000)]
    lost = lost_beyond(scores, told, seed=1)
    assert lost is not None
    assert float(told) - 1 / 501 - 0.004 < lost < float(told) + 0.004


def test_it_is_the_same_for_the_same_seed() -> None:
    scores = [n / 100 for n in range(100)]
    assert lost_beyond(scores, Fraction(1, 10), 3) == lost_beyond(scores, Fraction(1, 10), 3)
    assert lost_beyond(scores, Fraction(1, 10), 3) != lost_beyond(scores, Fraction(1, 10), 4)


@pytest.mark.parametrize(("hams", "is_told"), [(197, False), (198, True), (0, False)])
def test_a_half_that_can_keep_no_such_share_says_nothing(hams: int, is_told: bool) -> None:
    assert (lost_beyond([0.5] * hams, Fraction(1, 100), 1) is not None) == is_told


def test_equal_scores_are_lost_together_or_not_at_all() -> None:
    assert lost_beyond([0.5] * 200, Fraction(1, 10), 1) == 0.0
