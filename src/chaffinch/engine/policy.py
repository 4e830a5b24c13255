"""From a probability to an action: one table of thresholds."""

from __future__ import annotations

from dataclasses import dataclass

from chaffinch.engine.types import Action


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities of spam, 0 to 1, rising: from `hold_at` a person decides, from `spam_at` it is spam."""

    hold_at: float
    spam_at: float
    discard_at: float


def action_for(score: float, thresholds: Thresholds, *, allow_discard: bool) -> Action:
    """Return the action for a calibrated score. `DISCARD` only where the site opted in."""
    if allow_discard and score >= thresholds.discard_at:
        return Action.DISCARD
    if score >= thresholds.spam_at:
        return Action.SPAM
    if score >= thresholds.hold_at:
        return Action.HOLD
    return Action.APPROVE


_SEVERITY = (Action.APPROVE, Action.HOLD, Action.SPAM, Action.DISCARD)


def at_least(action: Action, least: Action) -> Action:
    """Return the action, or what is at least to happen if that is more."""
    return max(action, least, key=_SEVERITY.index)
