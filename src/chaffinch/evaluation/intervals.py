"""How far a figure of a small site can be trusted: intervals of 95 %.

- 1-ROCA %: DeLong, DeLong and Clarke-Pearson (1988), "Comparing the areas under two or more correlated receiver
  operating characteristic curves", on the logit of the area, so that no end lies outside 0 to 100.
- a share: Clopper and Pearson (1934), "The use of confidence or fiducial limits", exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from chaffinch.evaluation import metrics
from chaffinch.evaluation.metrics import F64, Truth

_NORMAL = 1.959963984540054
"""97.5 % of a normal distribution lie below."""
_TAIL = 0.025
_HALVINGS = 60


def one_minus_roca_percent(scores: F64, is_spam: Truth) -> tuple[float, float] | None:
    """Return an interval of 1-ROCA %; None with less than two of a label, or where all pairs are in order, or none.

    There the method finds no variance at all, and would call a handful of rows certain.
    """
    spam, ham = scores[is_spam], scores[~is_spam]
    if spam.size < 2 or ham.size < 2:
        return None
    above = _shares_below(spam, ham)
    below = 1.0 - _shares_below(ham, spam)
    area = float(above.mean())
    variance = float(above.var(ddof=1) / spam.size + below.var(ddof=1) / ham.size)
    if variance == 0.0 or not 0.0 < area < 1.0:
        return None
    middle, spread = math.log((1 - area) / area), _NORMAL * math.sqrt(variance) / (area * (1 - area))
    return 100 * _logistic(middle - spread), 100 * _logistic(middle + spread)


def _shares_below(some: F64, others: F64) -> F64:
    """Return for each of some the share of the others that lie below it; a tie counts half."""
    ranked = np.sort(others)
    return (np.searchsorted(ranked, some, "left") + np.searchsorted(ranked, some, "right")) / (2.0 * others.size)


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value)) if value > -700 else 0.0


def share(found: int, of: int) -> tuple[float, float] | None:
    """Return an interval of the share `found / of`, each 0 to 1; None where there is nothing to share."""
    if of == 0:
        return None
    low = 0.0 if found == 0 else _root(lambda p: _TAIL - (1.0 - _at_most(found - 1, of, p)))
    high = 1.0 if found == of else _root(lambda p: _at_most(found, of, p) - _TAIL)
    return low, high


def spam_caught_at(scores: F64, is_spam: Truth, rate: float) -> tuple[float, float] | None:
    """Return an interval of `metrics.spam_caught_at`, its threshold taken as given; None where that is undefined."""
    caught, spam = metrics.spam_caught_at(scores, is_spam, rate), int(is_spam.sum())
    return None if caught is None else share(round(caught * spam), spam)


def _root(falling: Callable[[float], float]) -> float:
    """Return where a falling function of 0 to 1 crosses zero, by halving."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2


def _at_most(found: int, of: int, p: float) -> float:
    """Return the chance of at most so many of `of`, each with chance p (0 < p < 1)."""
    return math.fsum(
        math.exp(
            math.lgamma(of + 1)
            - math.lgamma(k + 1)
            - math.lgamma(of - k + 1)
            + k * math.log(p)
            + (of - k) * math.log1p(-p)
        )
        for k in range(found + 1)
    )
