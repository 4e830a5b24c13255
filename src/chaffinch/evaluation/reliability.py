"""Whether a score of 0.8 means that four of five are spam: bins, calibration error, and the parts of the Brier score.

Bins hold equally much, because equally wide ones leave the middle of a filter's scores to a handful of comments (Nguyen
and O'Connor 2015, "Posterior Calibration and Exploratory Analysis for Natural Language Processing Models"); equal
scores are never split. The calibration error is the mean distance of score and share over the bins (Naeini, Cooper and
Hauskrecht 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning"); the parts of the Brier score are
Murphy's (1973, "A New Vector Partition of the Probability Score").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chaffinch.evaluation.metrics import F64, Truth

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Comments of like scores: their share of all by weight, mean score, and what share of them is spam."""

    weight: float
    score: float
    spam: float


@dataclass(frozen=True, slots=True)
class Parts:
    """Brier = reliability - resolution + uncertainty, once each score is the mean of its bin.

    `reliability`: how far scores lie from what comes (0 is best); `resolution`: how far bins lie from the average.
    """

    reliability: float
    resolution: float
    uncertainty: float


def bins(scores: F64, is_spam: Truth, weights: F64 | None = None, number: int = BINS) -> list[Bin]:
    """Return at most `number` bins, by rising score; fewer where equal scores fill more than one."""
    if not scores.size:
        return []
    order = np.argsort(scores, kind="stable")
    ranked, truth = scores[order], is_spam[order].astype(np.float64)
    weight = np.ones(scores.size) if weights is None else weights[order]
    below = (np.cumsum(weight) - weight / 2) / weight.sum()
    first_of_tie = np.searchsorted(ranked, ranked, side="left")
    chosen = np.minimum((below * number).astype(np.intp), number - 1)[first_of_tie]
    found = []
    for one in np.unique(chosen):
        here = chosen == one
        mass = weight[here].sum()
        mean, share = ((weight[here] * values[here]).sum() / mass for values in (ranked, truth))
        found.append(Bin(float(mass / weight.sum()), float(mean), float(share)))
    return found


def calibration_error(found: Sequence[Bin]) -> float | None:
    """Return the mean distance of score and share of spam, 0 to 1, over bins by their weight; None without any."""
    return sum(one.weight * abs(one.score - one.spam) for one in found) if found else None


def parts(found: Sequence[Bin]) -> Parts | None:
    """Return what the Brier score of binned scores is made of; None without bins."""
    if not found:
        return None
    average = sum(one.weight * one.spam for one in found)
    return Parts(
        reliability=sum(one.weight * (one.score - one.spam) ** 2 for one in found),
        resolution=sum(one.weight * (one.spam - average) ** 2 for one in found),
        uncertainty=average * (1 - average),
    )


def diagram(found: Sequence[Bin], width: int = 20) -> list[str]:
    """Return a reliability diagram as a Markdown table: where scores fit, the bars of a row are equally long."""
    lines = ["| score, mean | of these spam | score | spam |", "|---|---|---|---|"]
    for one in found:
        bars = ["█" * round(width * value) or "·" for value in (one.score, one.spam)]
        lines.append(f"| {one.score:.3f} | {one.spam:.3f} | `{bars[0]}` | `{bars[1]}` |")
    return lines
