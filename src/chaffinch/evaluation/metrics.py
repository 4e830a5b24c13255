"""Measures of a ranking and of decisions. Undefined is None, never a guess.

1-ROCA %: Cormack and Lynam (2005), "TREC 2005 Spam Track Overview": the area above the ROC curve, per cent.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Truth = NDArray[np.bool_]


def one_minus_roca_percent(scores: F64, is_spam: Truth) -> float | None:
    """Return the chance, in per cent, that a random ham scores above a random spam; a tie counts half."""
    spam, ham = int(is_spam.sum()), int((~is_spam).sum())
    if not spam or not ham:
        return None
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    area = (ranks[is_spam].sum() - spam * (spam + 1) / 2) / (spam * ham)
    return float(100 * (1 - area))


def spam_caught_at(scores: F64, is_spam: Truth, rate: float) -> float | None:
    """Return the greatest recall whose false-positive rate does not exceed `rate`; ties are never split.

    None where a single ham weighs more than `rate` (fewer than 1/rate hams), or one class is missing.
    """
    spam, ham = int(is_spam.sum()), int((~is_spam).sum())
    if not spam or not ham or ham * rate < 1 - 1e-9:
        return None
    order = np.argsort(-scores, kind="stable")
    ranked, truth = scores[order], is_spam[order]
    is_last_of_tie = np.append(ranked[1:] != ranked[:-1], True)
    lost = np.cumsum(~truth)[is_last_of_tie] / ham
    caught = np.cumsum(truth)[is_last_of_tie] / spam
    allowed = caught[lost <= rate + 1e-12]
    return float(allowed.max()) if allowed.size else 0.0


def brier(scores: F64, is_spam: Truth) -> float | None:
    """Return the mean squared difference of probability and truth (Brier 1950)."""
    return float(np.mean((scores - is_spam) ** 2)) if scores.size else None


def percent(part: NDArray[np.bool_], of: NDArray[np.bool_]) -> float | None:
    """Return how many per cent of `of` are in `part`."""
    total = int(of.sum())
    return 100.0 * int((part & of).sum()) / total if total else None
