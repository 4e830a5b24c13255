"""From a margin to a probability (always the last step), and from a budget of lost ham to a threshold."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """p = 1 / (1 + exp(-(slope m + offset))): Platt (1999), "Probabilistic outputs for support vector machines"."""

    slope: float = 1.0
    offset: float = 0.0

    def probability(self, margin: float) -> float:
        """Return the probability of spam for a margin, rounded to six digits so that a last bit never decides."""
        logit = self.slope * margin + self.offset
        return round(1.0 / (1.0 + math.exp(-min(30.0, max(-30.0, logit)))), 6)

    def margin(self, probability: float) -> float:
        """Return the margin of a probability, which is brought within what six digits tell: never 0 or 1."""
        told = min(1 - 1e-6, max(1e-6, probability))
        return (math.log(told / (1 - told)) - self.offset) / self.slope

    def probabilities(self, margins: F64) -> F64:
        """Return the same for many margins, float64, same shape."""
        return np.array([self.probability(margin) for margin in margins.tolist()], np.float64)


def fit(margins: F64, is_spam: NDArray[np.bool_], weights: F64, steps: int = 50) -> Calibration:
    """Fit Platt's sigmoid by Newton's method on weighted log loss, from margins of rows held out of training.

    All arrays have the shape (rows,). Targets are smoothed as in Platt's section 2.2. A step that raises the loss is
    halved (Lin, Lin and Weng 2007, "A note on Platt's probabilistic outputs"): bare Newton runs away on weak margins.
    """
    spam, ham = weights[is_spam].sum(), weights[~is_spam].sum()
    target = np.where(is_spam, (spam + 1) / (spam + 2), 1 / (ham + 2))
    slope, offset = 1.0, math.log((spam + 1) / (ham + 1))

    def loss(slope: float, offset: float) -> float:
        logits = slope * margins + offset
        return float((weights * (np.logaddexp(0.0, logits) - target * logits)).sum())

    for _ in range(steps):
        p = 1.0 / (1.0 + np.exp(-np.clip(slope * margins + offset, -30, 30)))
        error = weights * (p - target)
        curve = weights * p * (1 - p) + 1e-12
        g1, g0 = float((error * margins).sum()), float(error.sum())
        h11, h10, h00 = (
            float((curve * margins * margins).sum()),
            float((curve * margins).sum()),
            float(curve.sum()),
        )
        determinant = h11 * h00 - h10 * h10
        if determinant < 1e-9:
            break
        d1, d0 = (h00 * g1 - h10 * g0) / determinant, (h11 * g0 - h10 * g1) / determinant
        before = loss(slope, offset) * (1 + 1e-12)
        while abs(d1) + abs(d0) >= 1e-9 and loss(slope - d1, offset - d0) > before:
            d1, d0 = d1 / 2, d0 / 2
        slope, offset = slope - d1, offset - d0
        if abs(d1) + abs(d0) < 1e-9:
            break
    return Calibration(round(slope, 6), round(offset, 6))


def threshold_for(ham_scores: F64, weights: F64, budget: float) -> float:
    """Return the lowest score at which no more than `budget` (a share, by weight) of hams is at or above it.

    Equal scores are never split: a threshold that would cut through a tie moves above it.
    """
    order = np.argsort(-ham_scores, kind="stable")
    scores, lost = ham_scores[order], np.cumsum(weights[order]) / weights.sum()
    over = np.flatnonzero(lost > budget)
    if not over.size:
        return float(scores[-1])
    return float(np.nextafter(scores[over[0]], 2.0))
