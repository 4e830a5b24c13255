"""Every figure against its definition, counted the slow way."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.types import Action
from chaffinch.evaluation import metrics
from chaffinch.evaluation.protocols import Outcome, report

SCORED = st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=60)
SPAM_OR_HAM = st.lists(st.tuples(st.sampled_from(Action), st.booleans()), max_size=40)


def arrays(pairs: list[tuple[int, bool]]) -> tuple[metrics.F64, metrics.Truth]:
    return np.array([s / 6 for s, _ in pairs], np.float64), np.array([t for _, t in pairs], np.bool_)


@given(SCORED)
def test_one_minus_roca_is_the_share_of_misordered_pairs(pairs: list[tuple[int, bool]]) -> None:
    spam, ham = [s for s, t in pairs if t], [s for s, t in pairs if not t]
    found = metrics.one_minus_roca_percent(*arrays(pairs))
    if not spam or not ham:
        assert found is None
        return
    wrong = sum(1.0 if h > s else 0.5 if h == s else 0.0 for s in spam for h in ham)
    assert found == pytest.approx(100 * wrong / (len(spam) * len(ham)), abs=1e-9)


@given(SCORED, st.sampled_from([1e-3, 1e-2, 0.05, 0.2, 0.5, 1.0]))
def test_spam_caught_is_the_best_over_all_thresholds_that_keep_the_rate(
    pairs: list[tuple[int, bool]], rate: float
) -> None:
    spam, ham = [s for s, t in pairs if t], [s for s, t in pairs if not t]
    found = metrics.spam_caught_at(*arrays(pairs), rate)
    if not spam or not ham or len(ham) * rate < 1 - 1e-9:
        assert found is None
        return
    recalls = [
        sum(s >= threshold for s in spam) / len(spam)
        for threshold in range(8)
        if sum(h >= threshold for h in ham) <= rate * len(ham) + 1e-9
    ]
    assert found == pytest.approx(max(recalls))


def test_a_tie_of_ham_and_spam_is_never_split() -> None:
    scores, truth = np.array([0.9] * 10 + [0.5] * 100), np.array([True] * 5 + [False] * 5 + [False] * 100)
    assert metrics.spam_caught_at(scores, truth, 0.01) == 0.0
    assert metrics.spam_caught_at(scores, truth, 0.05) == 1.0


@pytest.mark.parametrize(
    ("hams", "rate", "is_defined"), [(99, 1e-2, False), (100, 1e-2, True), (999, 1e-3, False), (1000, 1e-3, True)]
)
def test_a_rate_finer_than_one_ham_is_undefined(hams: int, rate: float, is_defined: bool) -> None:
    truth = np.arange(hams + 3) < 3
    found = metrics.spam_caught_at(truth.astype(np.float64), truth, rate)
    assert found == (1.0 if is_defined else None)


@given(SCORED)
def test_brier_is_the_mean_squared_error(pairs: list[tuple[int, bool]]) -> None:
    found = metrics.brier(*arrays(pairs))
    assert found is None if not pairs else found == pytest.approx(sum((s / 6 - t) ** 2 for s, t in pairs) / len(pairs))


@given(SPAM_OR_HAM)
def test_a_report_counts_what_was_done_to_each_class(pairs: list[tuple[Action, bool]]) -> None:
    truth = np.array([t for _, t in pairs], np.bool_)
    told = report("x", Outcome(truth.astype(np.float64), truth, tuple(a for a, _ in pairs), 0.0))

    def share(is_spam: bool, *actions: Action) -> float | None:
        of = [a for a, t in pairs if t is is_spam]
        return 100 * sum(a in actions for a in of) / len(of) if of else None

    assert told["ham_lost_percent"] == pytest.approx(share(False, Action.SPAM, Action.DISCARD))
    assert told["ham_held_percent"] == pytest.approx(share(False, Action.HOLD))
    assert told["spam_held_percent"] == pytest.approx(share(True, Action.HOLD))
    assert told["spam_missed_percent"] == pytest.approx(share(True, Action.APPROVE))
    assert (told["n"], told["spam"], told["ham"]) == (len(pairs), int(truth.sum()), int((~truth).sum()))


def test_a_report_has_the_promised_fields_and_nulls_where_nothing_is_defined() -> None:
    told = json.loads(json.dumps(report("empty", Outcome(np.zeros(0), np.zeros(0, np.bool_), (), 0.0))))
    assert list(told) == [
        "file",
        "n",
        "spam",
        "ham",
        "one_minus_roca_percent",
        "spam_caught_at_fpr_1e-2",
        "spam_caught_at_fpr_1e-3",
        "ham_lost_percent",
        "ham_held_percent",
        "spam_held_percent",
        "spam_missed_percent",
        "brier",
        "calibration_error",
        "microseconds_per_comment",
    ]
    assert [told[name] for name in list(told)[4:]] == [None] * 10
