"""Train a base model from corpora, with calibration and thresholds from sites it had not seen.

Every corpus is left out once (in folds); the margins it then gets are what a stranger's site would see. Calibration
and thresholds are fitted to those, balanced over sites, and the model that ships is then trained on everything.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine import calibration, training
from chaffinch.engine.features import FEATURE_VERSION, extract, parse
from chaffinch.engine.learner import MARGIN_BITS
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.policy import Thresholds
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.training import SCALE_BITS, Example, Recipe
from chaffinch.engine.types import Label
from chaffinch.evaluation import metrics, preparation
from chaffinch.evaluation.corpus import Row

Tell = Callable[[str], None]
F64 = NDArray[np.float64]

MAX_GROUP = 4000
"""Rows of one site and label: beyond, a large corpus adds time and no accuracy elsewhere."""
FOLDS = 6

PAGE_PREFIXES = ("blog", "ham_blog", "ham_news", "ham_fb")
"""Corpora of comments on web pages, by how their files are called. Only these set calibration and thresholds: chats,
video comments and messages teach, but what is a fair share of lost ham is a question about pages."""

HOLD_BUDGET, SPAM_BUDGET, DISCARD_BUDGET = 0.05, 0.01, 0.0005
"""Shares of unseen sites' ham, averaged over sites, that may score at or above each threshold."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The labelled rows of one source, near-duplicates capped, large groups thinned; `site` of each row is its name."""

    name: str
    rows: tuple[Row, ...]
    read: int


def corpus(name: str, rows: Sequence[Row], seed: int) -> Corpus:
    """Return the rows of one file made ready for training. Unlabelled rows are left out."""
    labelled = [replace(row, site=name) for row in rows if row.label is not None]
    kept = preparation.capped(labelled)
    dice = random.Random(f"{seed}:{name}")  # noqa: S311 - not a secret, a reproducible draw
    chosen: set[int] = set()
    for label in Label:
        group = [n for n, row in enumerate(kept) if row.label is label]
        chosen.update(dice.sample(group, MAX_GROUP) if len(group) > MAX_GROUP else group)
    return Corpus(name, tuple(row for n, row in enumerate(kept) if n in chosen), len(rows))


def train(
    corpora: Sequence[Corpus], recipe: Recipe, date: str, tell: Tell = lambda _line: None, folds: int = FOLDS
) -> BaseModel:
    """Return a base model. `date` goes into its name and card (ISO 8601). `tell` is given lines of progress."""
    rows = [row for one in corpora for row in one.rows]
    left_out = held_out_margins(corpora, recipe, tell, folds)
    on_pages = [one for one in corpora if one.name.startswith(PAGE_PREFIXES)]
    fitted, thresholds = _decide(on_pages or corpora, left_out)
    measured = _measured(corpora, left_out)
    tell(f"fitting the model that ships on {len(rows):,} rows")
    weights = training.rounded(training.fit(_examples(rows, recipe.seed), recipe, _share_of(tell)))
    fingerprint = hashlib.sha256(weights.astype("<i2").tobytes()).hexdigest()[:8]
    version = f"base-{date.replace('-', '')}-{fingerprint}"
    return BaseModel(version, weights, SCALE_BITS, fitted, thresholds, _card(corpora, recipe, date, measured))


def fitted_on(corpora: Sequence[Corpus], recipe: Recipe, progress: Callable[[int, int], None]) -> Filter:
    """Return a filter with plain weights of the corpora, not calibrated: for margins only."""
    rows = [row for one in corpora for row in one.rows]
    weights = training.rounded(training.fit(_examples(rows, recipe.seed), recipe, progress))
    return Filter(BaseModel("fold", weights, SCALE_BITS, calibration.Calibration(), Thresholds(0.5, 0.9, 0.99), {}))


def held_out_margins(corpora: Sequence[Corpus], recipe: Recipe, tell: Tell, folds: int) -> dict[str, F64]:
    """Return, by corpus, the margins (logits) that a model trained without it gives its rows.

    Corpora are dealt into folds by size; the spam of a fold is never in the training of that fold.
    """
    dealt: list[list[Corpus]] = [[] for _ in range(min(folds, len(corpora)))]
    for one in sorted(corpora, key=lambda c: (-len(c.rows), c.name)):
        min(dealt, key=lambda fold: sum(len(c.rows) for c in fold)).append(one)
    margins: dict[str, F64] = {}
    for number, fold in enumerate(dealt, start=1):
        names = {one.name for one in fold}
        tell(f"fold {number} of {len(dealt)}: leaving out {', '.join(sorted(names))}")
        judge = fitted_on([one for one in corpora if one.name not in names], recipe, _share_of(tell))
        for one in fold:
            submissions = [row.submission for row in one.rows]
            margins[one.name] = judge.margins(submissions, [row.context() for row in one.rows]) / (1 << MARGIN_BITS)
    return margins


def _share_of(tell: Tell) -> Callable[[int, int], None]:
    def progress(done: int, total: int) -> None:
        if done % 20_000 == 0:
            tell(f"  {100 * done // total} % of {total:,} steps")

    return progress


def _examples(rows: Sequence[Row], seed: int) -> list[Example]:
    lent = preparation.with_borrowed_authors(rows, seed)
    weights = preparation.weights(rows)
    found: list[Example] = []
    for at in range(0, len(lent), 256):
        some = lent[at : at + 256]
        submissions = [row.submission for row in some]
        batch = extract(parse(submissions), submissions, [row.context() for row in some])
        found += training.examples(batch, [row.label is Label.SPAM for row in some], weights[at : at + 256])
    return found


def _decide(corpora: Sequence[Corpus], margins: Mapping[str, F64]) -> tuple[calibration.Calibration, Thresholds]:
    """Calibrate and set thresholds on margins of unseen sites; every site weighs the same within its label."""
    everything = np.concatenate([margins[one.name] for one in corpora])
    truth = np.array([row.label is Label.SPAM for one in corpora for row in one.rows])
    sizes = {(one.name, label): sum(r.label is label for r in one.rows) for one in corpora for label in Label}
    weight = np.array([1.0 / max(sizes[one.name, r.label or Label.HAM], 50) for one in corpora for r in one.rows])
    for label in (True, False):
        weight[truth == label] /= weight[truth == label].sum() / 1000.0
    fitted = calibration.fit(everything, truth, weight)
    scores = fitted.probabilities(everything)
    ham = ~truth
    hold, spam, discard = (
        calibration.threshold_for(scores[ham], weight[ham], budget)
        for budget in (HOLD_BUDGET, SPAM_BUDGET, DISCARD_BUDGET)
    )
    return fitted, Thresholds(*(round(t, 6) for t in (hold, spam, discard)))


def _measured(corpora: Sequence[Corpus], margins: Mapping[str, F64]) -> dict[str, float | None]:
    """Return 1-ROCA % by corpus, each judged by a model that had not seen it."""
    return {
        one.name: metrics.one_minus_roca_percent(
            margins[one.name], np.array([r.label is Label.SPAM for r in one.rows], np.bool_)
        )
        for one in corpora
    }


def _card(
    corpora: Sequence[Corpus], recipe: Recipe, date: str, measured: Mapping[str, float | None]
) -> dict[str, object]:
    languages = Counter(row.lang or "unknown" for one in corpora for row in one.rows)
    return {
        "what": "Base model of Chaffinch: hashed linear model for spam in comments on web pages",
        "date": date,
        "feature_version": FEATURE_VERSION,
        "recipe": {
            "bits": recipe.bits,
            "rate": recipe.rate,
            "l2": recipe.l2,
            "epochs": recipe.epochs,
            "seed": recipe.seed,
        },
        "corpora": [
            {
                "name": one.name,
                "rows_read": one.read,
                "spam": sum(r.label is Label.SPAM for r in one.rows),
                "ham": sum(r.label is Label.HAM for r in one.rows),
                "one_minus_roca_percent_left_out": None if (q := measured[one.name]) is None else round(q, 3),
            }
            for one in corpora
        ],
        "rows": sum(len(one.rows) for one in corpora),
        "languages": dict(sorted(languages.items())),
        "budgets": {"hold": HOLD_BUDGET, "spam": SPAM_BUDGET, "discard": DISCARD_BUDGET},
        "limits": "Rude and off-topic ham is ham. Machine-written praise that sells is rare in the corpora.",
    }
