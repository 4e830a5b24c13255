"""Intervals: they hold the figure, cover as often as they say, and never claim what a handful of rows cannot tell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.evaluation import intervals, metrics


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [
        (3, 10, 0.0667, 0.6525),
        (0, 10, 0.0, 0.3085),
        (10, 10, 0.6915, 1.0),
        (200, 203, 0.9574, 0.9969),
        (0, 1, 0, 0.975),
    ],
)
def test_a_share_has_the_exact_interval_of_the_tables(found: int, of: int, low: float, high: float) -> None:
    told = intervals.share(found, of)
    assert told == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_there_is_no_share() -> None:
    assert intervals.share(0, 0) is None


@given(st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_lies_in_its_interval_and_the_other_share_in_the_mirror_of_it(counts: tuple[int, int]) -> None:
    found, of = counts
    told, mirrored = intervals.share(found, of), intervals.share(of - found, of)
    assert told is not None
    assert mirrored is not None
    assert 0.0 <= told[0] <= found / of <= told[1] <= 1.0
    assert mirrored == pytest.approx((1 - told[1], 1 - told[0]), abs=1e-9)


def test_the_interval_of_a_ranking_covers_the_truth_about_95_times_in_100() -> None:
    dice = np.random.Generator(np.random.PCG64(1))
    truth, hits = np.arange(170) < 80, 0
    for _ in range(300):
        scores = np.where(truth, dice.normal(2.0, 1.0, 170), dice.normal(0.0, 1.0, 170))
        told = intervals.one_minus_roca_percent(scores, truth)
        assert told is not None
        hits += told[0] <= 7.864960 <= told[1]  # 100 * P(N(2, 2) < 0)
    assert 0.92 <= hits / 300 <= 0.98


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=60))
def test_a_ranking_lies_in_its_interval_ties_included(rows: list[tuple[int, bool]]) -> None:
    scores, truth = np.array([float(s) for s, _ in rows]), np.array([t for _, t in rows], np.bool_)
    told, figure = intervals.one_minus_roca_percent(scores, truth), metrics.one_minus_roca_percent(scores, truth)
    if told is not None:
        assert figure is not None
        assert 0.0 <= told[0] <= figure + 1e-9
        assert figure - 1e-9 <= told[1] <= 100.0


def test_what_is_caught_has_the_interval_of_its_count_and_none_where_it_is_undefined() -> None:
    scores, truth = np.arange(110.0), np.arange(110) >= 99
    assert intervals.spam_caught_at(scores, truth, 1e-2) is None
    scores, truth = np.arange(110.0), np.arange(110) >= 100
    assert intervals.spam_caught_at(scores, truth, 1e-2) == intervals.share(10, 10)


def test_a_perfect_ranking_is_not_called_certain() -> None:
    scores = np.array([0.1, 0.2, 0.8, 0.9])
    assert intervals.one_minus_roca_percent(scores, scores > 0.5) is None
    assert intervals.one_minus_roca_percent(scores, scores > 0.85) is None
