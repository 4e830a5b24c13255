"""From scores of ham to a threshold that a new ham reaches with a known chance: split conformal calibration.

If n scores of ham and the next one are exchangeable, the next one is above the k-th smallest of them with a chance of
at most 1 - k/(n + 1), whatever the scores' distribution (Papadopoulos, Proedrou, Vovk and Gammerman 2002, "Inductive
Confidence Machines for Regression"; Vovk, Gammerman and Shafer 2005, "Algorithmic Learning in a Random World"; Lei,
G'Sell, Rinaldo, Tibshirani and Wasserman 2018, "Distribution-Free Predictive Inference for Regression", section 2).
Ties only make the chance smaller: equal scores are on the same side.

Shares are fractions: (n + 1)(1 - 1/1000) in floats is off by one for some n, and that one is the promise.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Any

from chaffinch.engine.policy import STEP
from chaffinch.engine.types import Thresholds

Budget = tuple[float, float]
"""A share of ham, and the lowest score such that no more of it lies at or above: measured on sites not trained on."""


def needed(share: Fraction, beyond: int = 0) -> int:
    """Return how many hams it takes until a threshold keeps `share` (0 to 1, both excluded).

    `beyond`: so many of them no threshold spares, for a rule decided them. Their rank must lie above k.

    >>> needed(Fraction(1, 1000)), needed(Fraction(3, 100))
    (999, 33)
    >>> needed(Fraction(1, 1000), beyond=1), needed(Fraction(3, 100), beyond=2)
    (1999, 99)
    """
    return ceil((beyond + 1) / share) - 1


def rank(count: int, share: Fraction) -> int:
    """Return k = ceil((n + 1)(1 - share)); over `count` where so few hams can keep no such share.

    >>> rank(999, Fraction(1, 1000)), rank(1999, Fraction(1, 1000)), rank(998, Fraction(1, 1000))
    (999, 1998, 999)
    """
    return ceil((count + 1) * (1 - share))


def threshold(ham_scores: Sequence[float], share: Fraction) -> float | None:
    """Return the threshold that the next ham reaches with a chance of at most `share`; None where hams are too few.

    `ham_scores`: ascending, of six digits. The threshold lies just above the k-th smallest, so a tie is never cut. None
    for a share of all too, k = 0: whoever may lose everything needs no threshold.
    """
    k = rank(len(ham_scores), share)
    return above(ham_scores[k - 1]) if 1 <= k <= len(ham_scores) else None


def above(score: float) -> float:
    """Return the lowest threshold that a score of six digits does not reach."""
    return round(score + STEP, 6)


def reaching(ham_scores: Sequence[float], threshold: float) -> int:
    """Return how many of ascending scores are at or above a threshold."""
    return len(ham_scores) - bisect_left(ham_scores, threshold)


def by_budget(budgets: Sequence[Budget], share: Fraction) -> float:
    """Return the threshold of the greatest budget that is no greater than `share`, or else that of the smallest.

    Never less than that of a greater budget: more sites have enough ham to tell a greater share, and a model file may
    keep what each tells alone.
    """
    kept = max((budget for budget, _ in budgets if Fraction(str(budget)) <= share), default=0.0)
    return max(score for budget, score in budgets if budget >= kept)


def budgets_of(card: Mapping[str, Any], thresholds: Thresholds) -> tuple[Budget, ...]:
    """Return the three budgets of a base model whose file tells no more than its thresholds and what they are for."""
    told = card.get("budgets", {"hold": 0.05, "spam": 0.01, "discard": 0.0005})
    scores = {"hold": thresholds.hold_at, "spam": thresholds.spam_at, "discard": thresholds.discard_at}
    return tuple((float(told[name]), score) for name, score in scores.items())
