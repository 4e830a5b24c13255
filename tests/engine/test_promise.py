"""The thresholds that keep a site's promise: what they never do, and what they are by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine import conformal
from chaffinch.engine.policy import DISCARD_FLOOR, HOLD_FLOOR, SPAM_FLOOR
from chaffinch.engine.promise import NOTHING, Promise, keep, promised, share, share_words
from chaffinch.engine.types import Action, Context, Submission, Thresholds
from chaffinch.errors import InputError
from tests.engine.tiny import SPAM, tiny_filter

BASE = Thresholds(0.4, 0.8, 0.98)
BUDGETS = ((0.05, 0.4), (0.01, 0.8), (0.0005, 0.98))
SHARES = st.sampled_from([None, *(Fraction(1, n) for n in (2, 10, 33, 100, 1000))])
SCORES = st.lists(st.integers(0, 1000).map(lambda n: round(n / 1000, 6)), max_size=120).map(sorted)
RULED = 1.0
"""What a decisive rule calls spam."""


@given(SHARES, SHARES, SCORES)
def test_thresholds_rise_keep_their_floors_and_lose_no_more_of_the_audited_than_was_promised(
    lose: Fraction | None, hold: Fraction | None, scores: list[float]
) -> None:
    kept = keep(Promise(lose, hold), BASE, BUDGETS, scores)
    if lose is None and hold is None:
        assert kept is None
        return
    assert kept is not None
    assert kept.hold_at < kept.spam_at < kept.discard_at
    assert kept.hold_at >= HOLD_FLOOR
    assert kept.spam_at >= SPAM_FLOOR
    assert kept.discard_at >= DISCARD_FLOOR
    for asked, threshold in ((lose, kept.spam_at), (hold, kept.hold_at)):
        if asked is not None and scores:
            is_enough = len(scores) >= conformal.needed(asked, scores.count(RULED))
            counted = scores if is_enough else [score for score in scores if score < RULED]
            assert conformal.reaching(counted, threshold) <= asked * len(counted)


@given(st.sampled_from([Fraction(1, n) for n in (2, 10, 33, 100, 1000)]), SCORES)
def test_whoever_asks_for_less_loss_gets_no_lower_threshold(asked: Fraction, scores: list[float]) -> None:
    one, less = (keep(Promise(lose_at_most=a), BASE, BUDGETS, scores) for a in (asked, asked / 2))
    assert one is not None
    assert less is not None
    assert one.spam_at <= less.spam_at


def test_without_audits_the_left_out_sites_of_the_base_model_decide() -> None:
    assert keep(NOTHING, BASE, BUDGETS, [0.9]) is None
    assert keep(Promise(Fraction(1, 1000)), BASE, BUDGETS, []) == Thresholds(0.4, 0.98, 0.980001)
    assert keep(Promise(Fraction(1, 100), Fraction(1, 20)), BASE, BUDGETS, []) == BASE
    assert keep(Promise(None, Fraction(1, 100)), BASE, BUDGETS, []) == Thresholds(0.8, 0.800001, 0.98)


def test_too_few_audits_only_push_a_threshold_above_every_one_of_them() -> None:
    asked = Promise(Fraction(1, 100))
    assert keep(asked, BASE, BUDGETS, [0.1] * 50) == BASE
    assert keep(asked, BASE, BUDGETS, [0.1] * 50 + [0.9]) == Thresholds(0.4, 0.900001, 0.98)


def test_one_ham_that_a_rule_caught_does_not_end_holding_and_calling_spam() -> None:
    asked = Promise(Fraction(1, 100), Fraction(1, 20))
    assert keep(asked, BASE, BUDGETS, [1.0]) == BASE
    assert keep(asked, BASE, BUDGETS, [0.9, 1.0]) == keep(asked, BASE, BUDGETS, [0.9]) != BASE
    lose = Promise(Fraction(1, 100))
    assert keep(lose, BASE, BUDGETS, [0.1] * 197 + [0.6, 1.0]) == Thresholds(0.4, 0.600001, 0.98), "the one of 199"


@given(SHARES.filter(bool), SCORES, st.integers(0, 5))
def test_no_number_of_hams_that_rules_caught_puts_spam_out_of_reach(
    asked: Fraction, scores: list[float], ruled: int
) -> None:
    """As long as the base model's own threshold is within reach."""
    for promise in (Promise(lose_at_most=asked), Promise(hold_at_most=asked)):
        kept = keep(promise, BASE, BUDGETS, scores + [RULED] * ruled)
        assert kept is not None
        assert kept.hold_at <= 1.0
        assert kept.spam_at <= 1.000001, "one step above holding, if that lies at 1"


def test_a_bare_guarantee_with_a_ham_that_a_rule_caught_is_none_and_goes_on_as_an_estimate() -> None:
    """One of 99 is more than 1 in 100, at any threshold: 199 leave room for it."""
    asked = Promise(Fraction(1, 100))
    assert keep(asked, BASE, BUDGETS, [0.1] * 98 + [RULED]) == BASE
    assert keep(asked, BASE, BUDGETS, [0.1] * 97 + [0.85, RULED]) == Thresholds(0.4, 0.850001, 0.98)
    assert keep(asked, BASE, BUDGETS, [0.1] * 196 + [0.6, RULED]) == BASE, "198"
    assert keep(asked, BASE, BUDGETS, [0.1] * 197 + [0.6, RULED]) == Thresholds(0.4, 0.600001, 0.98), "199"


def test_enough_audits_decide_alone_and_stop_more_spam_where_they_may() -> None:
    asked = Promise(Fraction(1, 100))
    assert keep(asked, BASE, BUDGETS, [0.1] * 98 + [0.6]) == Thresholds(0.4, 0.600001, 0.98)
    assert keep(asked, BASE, BUDGETS, [0.1] * 198 + [0.6]) == Thresholds(0.4, 0.5, 0.98), "one of 199 may be lost"


def test_a_site_is_judged_by_its_own_thresholds_and_only_that_site() -> None:
    judge = tiny_filter()
    own = Thresholds(0.999998, 0.999999, 1.0)
    theirs, others = judge.judge([Submission(SPAM[0])] * 2, [Context(thresholds=own), Context()])
    assert theirs.score == others.score
    assert (theirs.action, others.action) == (Action.APPROVE, Action.SPAM)


@pytest.mark.parametrize("text", ["1/1000", "0.1%", "0.1 %", "0.001", ".001", " 1/1000 ", "2/2000"])
def test_a_share_is_read_as_people_write_it(text: str) -> None:
    assert share(text) == Fraction(1, 1000)


@pytest.mark.parametrize(
    "text", ["", "%", "0", "0%", "1/0", "2", "101%", "3/2", "-1%", "1 in 1000", "1e-3", "½", "1/100001"]
)
def test_what_is_no_share_is_refused_and_what_would_be_one_is_said(text: str) -> None:
    with pytest.raises(InputError, match=r"write 1/1000, 0\.1% or 0\.001"):
        share(text)


@pytest.mark.parametrize("text", ["1", "100%", "1.0", "3/3"])
def test_a_share_of_all_is_one_and_no_promise(text: str) -> None:
    assert share(text) == 1
    with pytest.raises(InputError, match="write 1% for one in a hundred"):
        promised(text)
    assert promised("1%") == Fraction(1, 100)


@pytest.mark.parametrize("scores", [[], [0.9]])
def test_a_promise_of_all_that_was_written_before_is_judged_with(scores: list[float]) -> None:
    assert keep(Promise(Fraction(1), Fraction(1)), BASE, BUDGETS, scores) is not None


@given(st.fractions(Fraction(1, 100_000), 1, max_denominator=100_000))
def test_a_share_written_down_is_read_as_the_same(told: Fraction) -> None:
    assert share(str(told)) == told


@pytest.mark.parametrize(
    ("told", "words"), [("1/1000", "1 in 1,000"), ("3/100", "3 %"), ("1", "100 %"), ("1/3", "1 in 3")]
)
def test_a_share_in_words(told: str, words: str) -> None:
    assert share_words(Fraction(told)) == words
