"""Calibration and thresholds, from the margins that unseen sites get; every site weighs the same within its label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine import calibration
from chaffinch.engine.calibration import Calibration
from chaffinch.engine.policy import Thresholds, floored
from chaffinch.engine.types import Label
from chaffinch.evaluation.preparation import Corpus, labels_of

F64 = NDArray[np.float64]

PAGE_PREFIXES = ("blog", "ham_blog", "ham_news", "ham_fb")
"""Corpora of comments on web pages, by how their files are called. Only these set calibration and thresholds: chats,
video comments and messages teach, but what is a fair share of lost ham is a question about pages."""

HOLD_BUDGET, SPAM_BUDGET, DISCARD_BUDGET = 0.05, 0.01, 0.0005
"""Shares of unseen sites' ham, averaged over sites, that may score at or above each threshold."""


def pages(corpora: Sequence[Corpus]) -> Sequence[Corpus]:
    """Return the corpora that set calibration and thresholds: those of pages, if these have both labels; else all."""
    on_pages = [one for one in corpora if one.name.startswith(PAGE_PREFIXES)]
    return on_pages if len(labels_of(on_pages)) == len(Label) else corpora


def decide(corpora: Sequence[Corpus], margins: Mapping[str, F64]) -> tuple[Calibration, Thresholds]:
    """Calibrate and set thresholds on the margins of each corpus's rows."""
    everything = np.concatenate([margins[one.name] for one in corpora])
    truth = np.array([row.label is Label.SPAM for one in corpora for row in one.rows])
    sizes = {(one.name, label): sum(r.label is label for r in one.rows) for one in corpora for label in Label}
    weight = np.array([1.0 / max(sizes[one.name, r.label or Label.HAM], 50) for one in corpora for r in one.rows])
    for label in (True, False):
        weight[truth == label] /= weight[truth == label].sum() / 1000.0
    fitted = calibration.fit(everything, truth, weight)
    scores = fitted.probabilities(everything)
    ham = ~truth
    found = [
        calibration.threshold_for(scores[ham], weight[ham], budget)
        for budget in (HOLD_BUDGET, SPAM_BUDGET, DISCARD_BUDGET)
    ]
    return fitted, floored(*found)


def doubt(corpora: Sequence[Corpus]) -> str | None:
    """Return what to tell whoever trains if the ham is too little for the budgets, else None."""
    hams = sum(row.label is Label.HAM for one in corpora for row in one.rows)
    if hams * SPAM_BUDGET >= 1:
        return None
    return (
        f"thresholds rest on {hams} hams: with fewer than {1 / SPAM_BUDGET:.0f}, one is more than the "
        f"{SPAM_BUDGET:.0%} of ham that may be lost"
    )
