"""What a conformal threshold promises, by force and by hand."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine import conformal
from chaffinch.engine.types import Thresholds

SHARES = st.fractions(Fraction(1, 1000), Fraction(1, 2), max_denominator=1000)
SCORES = st.integers(0, 1_000_000).map(lambda n: round(n / 1_000_000, 6))
COARSE = st.integers(0, 12).map(lambda n: round(n / 12, 6))


@given(st.lists(COARSE, min_size=1, max_size=60), SHARES)
def test_of_all_who_could_come_last_no_more_than_the_share_are_lost(scores: list[float], share: Fraction) -> None:
    """Exchangeability as it stands in the proof: each of n + 1 hams is as likely to be the next one, ties included."""
    lost = 0
    for at, last in enumerate(scores):
        found = conformal.threshold(sorted(scores[:at] + scores[at + 1 :]), share)
        lost += found is not None and last >= found
    assert lost <= share * len(scores)


@given(st.lists(SCORES, min_size=1, max_size=60), SHARES)
def test_it_is_just_above_the_kth_smallest_and_never_cuts_a_tie(scores: list[float], share: Fraction) -> None:
    scores = sorted(scores)
    found = conformal.threshold(scores, share)
    k = conformal.rank(len(scores), share)
    if k > len(scores):
        assert found is None
        return
    assert found is not None
    assert scores[k - 1] < found
    assert not [score for score in scores if scores[k - 1] < score < found]
    assert conformal.reaching(scores, found) <= len(scores) - k


@given(st.lists(SCORES, min_size=1, max_size=60), SHARES, SHARES)
def test_whoever_may_lose_less_gets_no_lower_threshold(scores: list[float], one: Fraction, other: Fraction) -> None:
    few = conformal.threshold(sorted(scores), min(one, other))
    many = conformal.threshold(sorted(scores), max(one, other))
    assert few is None or (many is not None and many <= few)


@given(SHARES)
def test_exactly_as_many_hams_are_needed_as_are_said(share: Fraction) -> None:
    count = conformal.needed(share)
    assert conformal.threshold([0.0] * count, share) is not None
    assert count == 0 or conformal.threshold([0.0] * (count - 1), share) is None


@given(SHARES, st.integers(1, 4))
def test_with_hams_beyond_every_threshold_exactly_as_many_more_are_needed_as_are_said(
    share: Fraction, beyond: int
) -> None:
    """A threshold at or below 1, where what scores 1 is beyond it."""
    count = conformal.needed(share, beyond)
    for some, is_enough in ((count, True), (count - 1, False)):
        if some >= beyond:
            found = conformal.threshold([0.0] * (some - beyond) + [1.0] * beyond, share)
            assert (found is not None and found <= 1.0) == is_enough


@pytest.mark.parametrize(
    ("share", "needed"), [("1/1000", 999), ("1/100", 99), ("1/2", 1), ("3/100", 33), ("1/3", 2), ("2/3", 1)]
)
def test_how_many_are_needed_by_hand(share: str, needed: int) -> None:
    assert conformal.needed(Fraction(share)) == needed


def test_ranks_by_hand() -> None:
    """(n + 1)(1 - share) for n = 19, 20, 39, 999, 1998, 1999."""
    assert [conformal.rank(n, Fraction(1, 10)) for n in (19, 20, 39)] == [18, 19, 36]
    assert [conformal.rank(n, Fraction(1, 1000)) for n in (999, 1998, 1999)] == [999, 1998, 1998]


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_share_of_all_needs_no_threshold(count: int) -> None:
    assert conformal.threshold([0.5] * count, Fraction(1)) is None


def test_nine_hams_and_one_in_ten() -> None:
    assert conformal.threshold([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], Fraction(1, 10)) == 0.900001
    assert conformal.threshold([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], Fraction(1, 10)) is None
    assert conformal.threshold([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.9, 0.9], Fraction(1, 5)) == 0.900001


@pytest.mark.parametrize("seed", range(3))
def test_coverage_by_simulation_is_what_theory_says(seed: int) -> None:
    """1,000 sites of 99 audited hams and 1 in 100: lost on average 1 %, within four standard errors."""
    dice, share, runs, fresh = random.Random(seed), Fraction(1, 100), 1000, 100
    lost = 0
    for _ in range(runs):
        scores = sorted(round(dice.betavariate(0.4, 5), 6) for _ in range(99))
        found = conformal.threshold(scores, share)
        assert found is not None
        lost += sum(round(dice.betavariate(0.4, 5), 6) >= found for _ in range(fresh))
    mean = lost / (runs * fresh)
    # A Beta(1, 99) share for each site, and a binomial draw from it: variance 0.0001 and 0.0099 / fresh.
    assert abs(mean - 0.01) < 4 * ((0.0001 + 0.0099 / fresh) / runs) ** 0.5


def test_a_budget_is_the_greatest_that_is_still_allowed() -> None:
    budgets = ((0.05, 0.4), (0.01, 0.8), (0.0005, 0.98))
    shares = [Fraction(1, 10), Fraction(1, 20), Fraction(1, 50), Fraction(1, 100), Fraction(1, 1000), Fraction(1, 9999)]
    assert [conformal.by_budget(budgets, share) for share in shares] == [0.4, 0.4, 0.8, 0.8, 0.98, 0.98]


def test_a_smaller_budget_never_gives_less_than_a_greater_one_that_more_sites_could_tell() -> None:
    budgets = ((0.05, 0.4), (0.01, 0.994162), (0.005, 0.986496), (0.001, 0.997))
    shares = [
        Fraction(1, 10),
        Fraction(1, 20),
        Fraction(1, 100),
        Fraction(1, 200),
        Fraction(1, 1000),
        Fraction(1, 9999),
    ]
    found = [conformal.by_budget(budgets, share) for share in shares]
    assert found == [0.4, 0.4, 0.994162, 0.994162, 0.997, 0.997]


def test_an_older_model_tells_three_budgets() -> None:
    card = {"budgets": {"hold": 0.04, "spam": 0.02, "discard": 0.001}}
    told = conformal.budgets_of(card, Thresholds(0.3, 0.6, 0.9))
    assert told == ((0.04, 0.3), (0.02, 0.6), (0.001, 0.9))
    assert conformal.budgets_of({}, Thresholds(0.3, 0.6, 0.9))[1] == (0.01, 0.6)
