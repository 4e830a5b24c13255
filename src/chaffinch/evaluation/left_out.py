"""What a base model does to sites, and languages, that it has never seen: most of them have only real comments.

Each set is left out once, in folds; its rows are judged by a model trained without it, with calibration and
thresholds set without it. That takes a tenth of the quality table's time, since thresholds of all sets come from the
same folds: the models of other folds have seen the set's texts, but no threshold has seen its scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean
from typing import Any

import numpy as np

from chaffinch.engine.interval import clopper_pearson
from chaffinch.engine.parsing import parse
from chaffinch.engine.signals import holding
from chaffinch.engine.training import Recipe
from chaffinch.evaluation import base_model, coverage, reliability, thresholds
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.metrics import F64, percent
from chaffinch.evaluation.preparation import Corpus
from chaffinch.evaluation.reliability import Bin
from chaffinch.evaluation.thresholds import Decided, truth_of

_ENGLISH = "en"
LEAST = 70
"""Rows of a label that a set must have to be told about: with fewer, one comment is over a percent."""
COVERED = (Fraction(1, 10), Fraction(1, 20), Fraction(1, 50), Fraction(1, 100))
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class Left:
    """One set that was left out: percentages of its ham and of its spam, None where it has too few of either.

    `language`: of most of its rows. `lost_high`: with so many hams, the share that is lost may be as high as this
    (97.5 % sure). `stopped`: spam that was held or called spam, `caught`: called spam.
    """

    site: str
    language: str
    ham: int
    lost: float | None
    lost_high: float | None
    held: float | None
    spam: int
    stopped: float | None
    caught: float | None

    @property
    def is_strange(self) -> bool:
        """Whether it is what a base model has seen least of: real comments only, or another language than English."""
        return not self.spam or self.language != _ENGLISH


@dataclass(frozen=True, slots=True)
class Covered:
    """Lost, in per cent, at thresholds that promise `share`: mean over sites with enough ham, and the worst of them."""

    share: Fraction
    sites: int
    mean: float
    worst: float


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything in the table. `bins`: scores of all sets left out, every site alike within its label."""

    sets: tuple[Left, ...]
    covered: tuple[Covered, ...]
    bins: tuple[Bin, ...]


def work(corpora: Sequence[Corpus], recipe: Recipe) -> int:
    """Return how many rows measuring goes over."""
    return base_model.work(corpora, recipe) - base_model.fitting_work(corpora, recipe)


def measure(corpora: Sequence[Corpus], recipe: Recipe, listener: Listener, done: MutableMapping[str, Any]) -> Measured:
    """Return what models do to pages, and sets of ham, they have not seen. `done`: finished folds, of a training too.

    Raises:
        InputError: what a fold leaves for its training has one label only.
    """
    margins = base_model.held_out_margins(corpora, recipe, listener, base_model.FOLDS, done)
    pages = thresholds.pages(corpora)
    shown = [one for one in corpora if one in pages or not truth_of(one).any() or language(one) != _ENGLISH]
    decided = {one.name: thresholds.decide([o for o in pages if o is not one], margins) for one in shown}
    scores = {one.name: _scores(one, margins[one.name], decided[one.name]) for one in shown}
    sets = (_left(one, scores[one.name], decided[one.name]) for one in shown)
    everything = np.concatenate([scores[one.name] for one in pages])
    truth = np.concatenate([truth_of(one) for one in pages])
    bins = reliability.bins(everything, truth, thresholds.balanced(pages))
    hams = [np.sort(scores[one.name][~truth_of(one)]).tolist() for one in pages]
    covered = (_covered(hams, share) for share in COVERED)
    told = tuple(one for one in sets if one.lost is not None or one.stopped is not None)
    return Measured(told, tuple(one for one in covered if one is not None), tuple(bins))


def language(one: Corpus) -> str:
    """Return the language that most rows of a corpus tell; English where none is told."""
    told = Counter(row.lang for row in one.rows if row.lang)
    return told.most_common(1)[0][0] if told else _ENGLISH


def _scores(one: Corpus, margins: F64, decided: Decided) -> F64:
    """Return the scores a set gets, rules written by hand included."""
    fitted, soft = decided.calibration, []
    for at in range(0, len(one.rows), _CHUNK):
        some = one.rows[at : at + _CHUNK]
        plains = parse([row.submission for row in some]).plains
        rules = [holding(row.submission, row.context(), plain) for row, plain in zip(some, plains, strict=True)]
        soft += [sum(rule.weight for rule in held if rule.action is None) for held in rules]
    return fitted.probabilities(margins + np.array(soft) / fitted.slope)


def _left(one: Corpus, scores: F64, decided: Decided) -> Left:
    spam, held_to = truth_of(one), decided.thresholds
    lost, stopped = scores >= held_to.spam_at, scores >= held_to.hold_at
    hams, spams = int((~spam).sum()), int(spam.sum())
    has_ham, has_spam = hams >= LEAST, spams >= LEAST
    return Left(
        one.name,
        language(one),
        hams,
        percent(lost, ~spam) if has_ham else None,
        100 * clopper_pearson(int(lost[~spam].sum()), hams)[1] if has_ham else None,
        percent(stopped & ~lost, ~spam) if has_ham else None,
        spams,
        percent(stopped, spam) if has_spam else None,
        percent(lost, spam) if has_spam else None,
    )


def _covered(hams: Sequence[Sequence[float]], share: Fraction) -> Covered | None:
    found = [coverage.lost_beyond(ham, share, seed) for seed, ham in enumerate(hams)]
    lost = [100 * one for one in found if one is not None]
    return Covered(share, len(lost), fmean(lost), max(lost)) if lost else None


def summary(sets: Sequence[Left]) -> dict[str, float | None]:
    """Return the row that is promised: the worst strange set, the worst of all, and the mean of spam stopped."""
    strange = [one for one in sets if one.is_strange]
    both = [one for one in sets if one.lost is not None and one.stopped is not None]
    return {
        "lost_worst_strange": _most(strange, "lost"),
        "held_worst_strange": _most(strange, "held"),
        "lost_worst": _most(sets, "lost"),
        "held_worst": _most(sets, "held"),
        "stopped_mean": _mean(sets, "stopped"),
        "stopped_mean_two_classes": _mean(both, "stopped"),
        "caught_mean": _mean(sets, "caught"),
        "caught_mean_two_classes": _mean(both, "caught"),
    }


def _known(sets: Sequence[Left], name: str) -> list[float]:
    return [value for one in sets if (value := getattr(one, name)) is not None]


def _most(sets: Sequence[Left], name: str) -> float | None:
    return max(_known(sets, name), default=None)


def _mean(sets: Sequence[Left], name: str) -> float | None:
    return fmean(_known(sets, name)) if _known(sets, name) else None
