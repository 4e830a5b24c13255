"""Bins, calibration error and the parts of the Brier score, by hand and by force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.evaluation import metrics
from chaffinch.evaluation.reliability import Bin, bins, calibration_error, diagram, parts

SCORED = st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=60)


def arrays(pairs: list[tuple[int, bool]]) -> tuple[metrics.F64, metrics.Truth]:
    return np.array([s / 8 for s, _ in pairs], np.float64), np.array([t for _, t in pairs], np.bool_)


@given(SCORED, st.integers(1, 12))
def test_bins_hold_everything_once_and_never_split_equal_scores(pairs: list[tuple[int, bool]], number: int) -> None:
    scores, truth = arrays(pairs)
    found = bins(scores, truth, number=number)
    assert 1 <= len(found) <= number
    assert sum(one.weight for one in found) == pytest.approx(1)
    assert sum(one.weight * one.score for one in found) == pytest.approx(scores.mean())
    assert sum(one.weight * one.spam for one in found) == pytest.approx(truth.mean())
    assert [one.score for one in found] == sorted(one.score for one in found)
    alone = [one.score for one in found if one.score in scores]
    assert len(alone) == len(set(alone))


@given(SCORED)
def test_the_brier_score_of_binned_scores_is_the_sum_of_its_parts(pairs: list[tuple[int, bool]]) -> None:
    """With as many bins as comments a bin holds one score, and nothing is lost by binning: Murphy's own theorem."""
    scores, truth = arrays(pairs)
    quality = parts(bins(scores, truth, number=100 * len(pairs)))
    assert quality is not None
    told = quality.reliability - quality.resolution + quality.uncertainty
    assert told == pytest.approx(metrics.brier(scores, truth))


@given(SCORED, st.integers(1, 12))
def test_a_comment_that_counts_twice_is_two_comments(pairs: list[tuple[int, bool]], number: int) -> None:
    scores, truth = arrays(pairs)
    twice = bins(np.repeat(scores, 2), np.repeat(truth, 2), number=number)
    weighted = bins(np.append(scores, scores), np.append(truth, truth), np.ones(2 * scores.size), number=number)
    assert [one.score for one in twice] == pytest.approx([one.score for one in weighted])


def test_four_comments_in_two_bins_by_hand() -> None:
    """0.1 and 0.3, one spam: |0.2 - 0.5| = 0.3; 0.6 and 1.0, both spam: |0.8 - 1| = 0.2; on average 0.25."""
    found = bins(np.array([0.6, 0.1, 1.0, 0.3]), np.array([True, False, True, True]), number=2)
    assert [(one.weight, round(one.score, 9), one.spam) for one in found] == [(0.5, 0.2, 0.5), (0.5, 0.8, 1.0)]
    assert calibration_error(found) == pytest.approx(0.25)
    quality = parts(found)
    assert quality is not None
    assert quality.reliability == pytest.approx((0.09 + 0.04) / 2)
    assert quality.resolution == pytest.approx(0.25**2)
    assert quality.uncertainty == pytest.approx(0.75 * 0.25)


def test_weights_make_sites_alike() -> None:
    """Three ham of one site weigh as one spam of another: half of everything is spam."""
    found = bins(np.full(4, 0.5), np.array([True, False, False, False]), np.array([3.0, 1.0, 1.0, 1.0]))
    assert found == [Bin(1.0, 0.5, 0.5)]
    assert calibration_error(found) == 0.0


def test_of_nothing_nothing_is_told() -> None:
    assert bins(np.zeros(0), np.zeros(0, np.bool_)) == []
    assert calibration_error([]) is None
    assert parts([]) is None


def test_the_diagram_has_a_row_a_bin_and_equal_bars_where_scores_fit() -> None:
    *_, low, high = diagram([Bin(0.5, 0.0, 0.0), Bin(0.5, 0.75, 0.5)])
    assert low == "| 0.000 | 0.000 | `·` | `·` |"
    assert high == f"| 0.750 | 0.500 | `{'█' * 15}` | `{'█' * 10}` |"
