"""From margins to probabilities, from budgets to thresholds, from scores to actions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.calibration import Calibration, fit, threshold_for
from chaffinch.engine.policy import Thresholds, action_for
from chaffinch.engine.types import Action

GROUPS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), min_size=1, max_size=40)
BUDGETS = st.sampled_from([0.0, 0.001, 0.01, 0.05, 0.1, 0.3])


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 0.0), (0.6, -1.0), (2.5, 0.8)])
def test_fitting_recovers_the_slope_and_offset_that_made_the_labels(slope: float, offset: float) -> None:
    dice = np.random.Generator(np.random.PCG64(7))
    margins = dice.normal(0, 2, 30_000)
    truth = dice.random(30_000) < 1 / (1 + np.exp(-(slope * margins + offset)))
    found = fit(margins, truth, np.ones(30_000))
    assert found.slope == pytest.approx(slope, rel=0.06)
    assert found.offset == pytest.approx(offset, abs=0.06)


def test_a_row_of_weight_two_counts_as_two_rows() -> None:
    dice = np.random.Generator(np.random.PCG64(8))
    margins, truth = dice.normal(0, 2, 400), dice.random(400) < 0.4
    heavy = fit(margins, truth, np.full(400, 2.0))
    twice = fit(np.tile(margins, 2), np.tile(truth, 2), np.ones(800))
    assert abs(heavy.slope) < 0.2, "these margins say nothing"
    assert heavy.slope == pytest.approx(twice.slope, abs=1e-5)
    assert heavy.offset == pytest.approx(twice.offset, abs=1e-5)


def test_separable_margins_still_give_a_finite_slope() -> None:
    found = fit(np.array([-2.0, -1.0, 1.0, 2.0]), np.array([False, False, True, True]), np.ones(4))
    assert 0 < found.slope < 100


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20), st.floats(0.01, 10), st.floats(-10, 10))
def test_probabilities_keep_the_order_of_margins(margins: list[float], slope: float, offset: float) -> None:
    found = Calibration(slope, offset).probabilities(np.sort(np.array(margins)))
    assert np.all(np.diff(found) >= 0)
    assert np.all((found >= 0) & (found <= 1))
    assert found.tolist() == np.round(found, 6).tolist()


@given(GROUPS, BUDGETS)
def test_a_threshold_never_exceeds_its_budget(groups: list[tuple[int, int]], budget: float) -> None:
    scores, weights = np.array([s / 9 for s, _ in groups]), np.array([float(w) for _, w in groups])
    threshold = threshold_for(scores, weights, budget)
    lost = weights[scores >= threshold].sum() / weights.sum()
    assert lost <= budget + 1e-12


@given(GROUPS, BUDGETS)
def test_a_threshold_is_the_lowest_that_splits_no_tie(groups: list[tuple[int, int]], budget: float) -> None:
    scores, weights = np.array([s / 9 for s, _ in groups]), np.array([float(w) for _, w in groups])
    threshold = threshold_for(scores, weights, budget)
    below = scores[scores < threshold]
    if below.size:
        next_tie = weights[scores >= below.max()].sum() / weights.sum()
        assert next_tie > budget - 1e-12


@given(st.permutations(list(range(12))), BUDGETS)
def test_a_threshold_does_not_depend_on_the_order_of_rows(order: list[int], budget: float) -> None:
    scores, weights = np.array([n // 3 / 4 for n in range(12)]), np.ones(12)
    assert threshold_for(scores[order], weights, budget) == threshold_for(scores, weights, budget)


@pytest.mark.parametrize(
    ("score", "allow", "action"),
    [
        (0.0, True, Action.APPROVE),
        (0.499999, True, Action.APPROVE),
        (0.5, False, Action.HOLD),
        (0.799999, True, Action.HOLD),
        (0.8, False, Action.SPAM),
        (0.989999, True, Action.SPAM),
        (0.99, False, Action.SPAM),
        (0.99, True, Action.DISCARD),
        (1.0, False, Action.SPAM),
        (1.0, True, Action.DISCARD),
    ],
)
def test_each_threshold_includes_its_own_score(score: float, allow: bool, action: Action) -> None:
    assert action_for(score, Thresholds(0.5, 0.8, 0.99), allow_discard=allow) is action
