"""Calibration and thresholds, from the margins that unseen sites get; every site weighs the same within its label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine import calibration, conformal
from chaffinch.engine.calibration import Calibration
from chaffinch.engine.conformal import Budget
from chaffinch.engine.policy import Thresholds, floored, six_digits
from chaffinch.engine.types import Label
from chaffinch.evaluation.preparation import Corpus, labels_of

F64 = NDArray[np.float64]

PAGE_PREFIXES = ("blog", "ham_blog", "ham_news", "ham_fb")
"""Corpora of comments on web pages, by how their files are called. Only these set calibration and thresholds: chats,
video comments and messages teach, but what is a fair share of lost ham is a question about pages."""

HOLD_BUDGET, SPAM_BUDGET, DISCARD_BUDGET = 0.03, 0.005, 0.0005
"""Shares of unseen sites' ham that may score at or above each threshold: to be lost on *every* site with enough ham
to tell (`conformal.needed`), to be held or discarded on average over sites.

What is lost nobody looks at; what is held waits for a person. So the threshold of spam is that of the language that is
told from spam by least, and the threshold of holding that of the average site. Each set of pages left out of one of six
folds, and each threshold set without that set (features of version 2). Of ten sets of ham in nine languages the worst
lost and the worst held, and the mean over the six blogs with both labels and over all fourteen sets with spam of what
was stopped (held or called spam), in per cent:

    hold, spam                            lost   held   six blogs   all
    every site 2, every site 0.5          1.24    0.7      53        71
    average 3, every site 0.5             1.30   19.4      81        90

The first held hardly anything and published four in five of the spam of `blog_mademistakes`; a corrected spam also has
further to go. The second holds 0 to 3.5 % of the ham of six blogs in English, but 13 to 19 % on blogs in French,
Portuguese and Chinese before their first correction. A site that wants less held says so (`--hold-at-most`)."""
STOPPED_AT_LEAST = 0.7
"""Share of left-out spam, averaged over sites, that must be stopped: where the budget of HOLD alone would stop less,
hold more. A filter that loses nothing because it stops nothing is none."""
DISCARD_EVERYWHERE = 0.001
"""And no more than this share of the ham of *every* site with enough to tell is discarded."""
SHARES = (0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005)
"""What sites may promise: for each the threshold is kept with the model, until audits of their own decide.

The smaller a share, the fewer sites have enough ham to tell it. So that whoever asks for less never gets a lower
threshold, each counts the sites that could tell a greater share too. The base model's own thresholds do not:
each is what its share needs on the sites that can tell it, or a site of 100 hams would set that of 0.5 %."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the margins of unseen sites decide for a base model."""

    calibration: Calibration
    thresholds: Thresholds
    budgets: tuple[Budget, ...]


def pages(corpora: Sequence[Corpus]) -> Sequence[Corpus]:
    """Return the corpora that set calibration and thresholds: those of pages, if these have both labels; else all."""
    on_pages = [one for one in corpora if one.name.startswith(PAGE_PREFIXES)]
    return on_pages if len(labels_of(on_pages)) == len(Label) else corpora


def decide(corpora: Sequence[Corpus], margins: Mapping[str, F64]) -> Decided:
    """Calibrate and set thresholds on the margins of each corpus's rows."""
    everything = np.concatenate([margins[one.name] for one in corpora])
    truth = np.concatenate([truth_of(one) for one in corpora])
    weight = balanced(corpora)
    fitted = calibration.fit(everything, truth, weight)
    scores = fitted.probabilities(everything)
    hams = _hams(corpora, scores)

    def averaged(budget: float) -> float:
        return calibration.threshold_for(scores[~truth], weight[~truth], budget)

    def everywhere(budget: float) -> float:
        found = [conformal.threshold(ham, Fraction(str(budget))) for ham in hams]
        return max((one for one in found if one is not None), default=averaged(budget))

    hold = min(averaged(HOLD_BUDGET), _stopping(scores[truth], weight[truth], STOPPED_AT_LEAST))
    discard = max(averaged(DISCARD_BUDGET), everywhere(DISCARD_EVERYWHERE))
    found = floored(hold, everywhere(SPAM_BUDGET), discard)
    rising = accumulate((six_digits(everywhere(share)) for share in SHARES), max)
    return Decided(fitted, found, tuple(zip(SHARES, rising, strict=True)))


def truth_of(one: Corpus) -> NDArray[np.bool_]:
    """Return which rows of a corpus are spam, bool (rows,)."""
    return np.array([row.label is Label.SPAM for row in one.rows], np.bool_)


def balanced(corpora: Sequence[Corpus]) -> F64:
    """Return how much each row counts, float64 (rows of all,): every site alike within its label, both labels alike."""
    truth = np.concatenate([truth_of(one) for one in corpora])
    sizes = {(one.name, label): sum(r.label is label for r in one.rows) for one in corpora for label in Label}
    weight = np.array([1.0 / max(sizes[one.name, r.label or Label.HAM], 50) for one in corpora for r in one.rows])
    for label in (True, False):
        weight[truth == label] /= weight[truth == label].sum() / 1000.0
    return weight


def _hams(corpora: Sequence[Corpus], scores: F64) -> list[list[float]]:
    """Return the scores of each corpus's ham, ascending, out of those of all rows."""
    found, at = [], 0
    for one in corpora:
        some = scores[at : at + len(one.rows)]
        found.append(np.sort(some[~truth_of(one)]).tolist())
        at += len(one.rows)
    return found


def _stopping(spam_scores: F64, weights: F64, share: float) -> float:
    """Return the greatest score at or above which at least `share` of spam lies, by weight."""
    order = np.argsort(-spam_scores, kind="stable")
    stopped = np.cumsum(weights[order]) / weights.sum()
    return float(spam_scores[order][np.searchsorted(stopped, share - 1e-12)])


def doubt(corpora: Sequence[Corpus]) -> str | None:
    """Return what to tell whoever trains if the ham is too little for the budgets, else None."""
    hams = sum(row.label is Label.HAM for one in corpora for row in one.rows)
    if hams * SPAM_BUDGET >= 1:
        return None
    return (
        f"thresholds rest on {hams} hams: with fewer than {1 / SPAM_BUDGET:.0f}, one is more than the "
        f"{100 * SPAM_BUDGET:g} % of ham that may be lost"
    )
