"""Whether conformal thresholds keep their promise on real sites: set on half of a site's ham, counted on the rest.

Theory says that, averaged over draws, at most `share` of new ham is lost, and no less than `share` - 1/(n + 1) where
scores do not tie, n the hams calibrated on. A site whose comments do not come from one barrel, or a program that is
wrong by one, would show here.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from statistics import fmean

from chaffinch.engine import conformal

ROUNDS = 50
"""Draws of a half: the standard error of a mean of 1 % lost on 300 hams is then under 0.1 points."""


def lost_beyond(ham_scores: Sequence[float], share: Fraction, seed: int, rounds: int = ROUNDS) -> float | None:
    """Return what share of the other half is lost at a threshold that a random half of some ham keeps, on average.

    None where a half is too few for the share. Coverage is one minus that.
    """
    half = len(ham_scores) // 2
    if half < conformal.needed(share):
        return None
    dice, lost = random.Random(seed), []  # noqa: S311 - a reproducible draw
    for _ in range(rounds):
        mixed = dice.sample(list(ham_scores), len(ham_scores))
        threshold = conformal.threshold(sorted(mixed[:half]), share)
        if threshold is not None:
            lost.append(fmean(score >= threshold for score in mixed[half:]))
    return fmean(lost)
