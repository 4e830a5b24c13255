"""From a probability to an action: one table of thresholds, and the floors under them."""

from __future__ import annotations

from chaffinch.engine.types import Action
from chaffinch.engine.types import Thresholds as Thresholds

HOLD_FLOOR, SPAM_FLOOR, DISCARD_FLOOR = 0.1, 0.5, 0.9
"""No threshold falls below. Small corpora, or such that are easily told apart, have no ham near the middle; a budget
alone then calls spam what is hardly doubtful (two corpora of 80 rows gave 0.0024 for both spam and discarding)."""
STEP = 1e-6
"""Scores have six digits: what is one step above a score is not reached by it."""


def action_for(score: float, thresholds: Thresholds, *, allow_discard: bool) -> Action:
    """Return the action for a calibrated score. `DISCARD` only where the site opted in."""
    if allow_discard and score >= thresholds.discard_at:
        return Action.DISCARD
    if score >= thresholds.spam_at:
        return Action.SPAM
    if score >= thresholds.hold_at:
        return Action.HOLD
    return Action.APPROVE


def floored(hold: float, spam: float, discard: float) -> Thresholds:
    """Return thresholds that rise and lie on or above their floors, on six digits as scores are; never lower than told.

    One above 1 is never reached: no score was found at which so little ham would be lost.
    """
    hold = max(six_digits(hold), HOLD_FLOOR)
    spam = max(six_digits(spam), SPAM_FLOOR, round(hold + STEP, 6))
    discard = max(six_digits(discard), DISCARD_FLOOR, round(spam + STEP, 6))
    return Thresholds(hold, spam, discard)


def six_digits(threshold: float) -> float:
    """Round up: just above a score (`threshold_for`) must not become that score, or the ham that has it is lost."""
    rounded = round(threshold, 6)
    return rounded if rounded >= threshold else round(rounded + STEP, 6)


_SEVERITY = (Action.APPROVE, Action.HOLD, Action.SPAM, Action.DISCARD)


def at_least(action: Action, least: Action) -> Action:
    """Return the action, or what is at least to happen if that is more."""
    return max(action, least, key=_SEVERITY.index)
