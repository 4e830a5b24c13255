"""Train a base model from corpora, with calibration and thresholds from sites it had not seen.

Every corpus is left out once (in folds); the margins it then gets are what a stranger's site would see. Calibration
and thresholds are fitted to those, balanced over sites, and the model that ships is then trained on everything.

A run can be resumed from the folds that were finished: hand in what was kept of them as `done`. A fit that was under
way begins anew, since its order of rows is one stream of draws.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine import calibration, training
from chaffinch.engine.blocks import FEATURE_VERSION
from chaffinch.engine.features import extract
from chaffinch.engine.learner import MARGIN_BITS
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.parsing import parse
from chaffinch.engine.policy import Thresholds
from chaffinch.engine.spamfilter import Filter, chunks
from chaffinch.engine.training import SCALE_BITS, Example, Recipe
from chaffinch.engine.types import Label
from chaffinch.errors import InputError
from chaffinch.evaluation import augmentation, metrics, preparation, thresholds
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import SILENT, Listener
from chaffinch.evaluation.preparation import Corpus, labels_of

F64 = NDArray[np.float64]

FOLDS = 6


def train(
    corpora: Sequence[Corpus],
    recipe: Recipe,
    date: str,
    listener: Listener = SILENT,
    folds: int = FOLDS,
    done: MutableMapping[str, Any] | None = None,
) -> BaseModel:
    """Return a base model. `date` goes into its name and card (ISO 8601). `done`: finished folds, read and added to.

    Raises:
        InputError: one label is missing, from all the corpora or from what a fold leaves.
    """
    rows = [row for one in corpora for row in one.rows]
    left_out = held_out_margins(corpora, recipe, listener, folds, {} if done is None else done)
    pages = thresholds.pages(corpora)
    decided = thresholds.decide(pages, left_out)
    if doubt := thresholds.doubt(pages):
        listener.tell(doubt)
    measured = _measured(corpora, left_out)
    listener.tell(f"fitting the model that ships on {len(rows):,} rows")
    weights = _weights(rows, recipe, listener)
    fingerprint = hashlib.sha256(weights.astype("<i2").tobytes()).hexdigest()[:8]
    version = f"base-{date.replace('-', '')}-{fingerprint}"
    card = _card(corpora, recipe, date, measured)
    return BaseModel(version, weights, SCALE_BITS, decided.calibration, decided.thresholds, card, decided.budgets)


def work(corpora: Sequence[Corpus], recipe: Recipe, folds: int = FOLDS) -> int:
    """Return how many rows a training goes over: those of each model, and one pass to judge."""
    return min(folds, len(corpora)) * fitting_work(corpora, recipe) + sum(len(one.rows) for one in corpora)


def fitting_work(corpora: Sequence[Corpus], recipe: Recipe) -> int:
    """Return how many rows one fit goes over, copies in disguise included: one pass to read and one an epoch."""
    rows = [row for one in corpora for row in one.rows]
    return (len(rows) + len(augmentation.copies(rows, recipe.seed))) * (1 + recipe.epochs)


def held_out_margins(
    corpora: Sequence[Corpus], recipe: Recipe, listener: Listener, folds: int, done: MutableMapping[str, Any]
) -> dict[str, F64]:
    """Return, by corpus, the margins (logits) that a model trained without it gives its rows.

    Corpora are dealt into folds by size; the spam of a fold is never in the training of that fold.

    Raises:
        InputError: what a fold leaves for its training has one label only.
    """
    parts = dealt(corpora, folds)
    margins: dict[str, F64] = {}
    for number, fold in enumerate(parts, start=1):
        names = {one.name for one in fold}
        part, rest = f"fold {number} of {len(parts)}", [one for one in corpora if one.name not in names]
        if part in done:
            listener.tell(f"{part}: done earlier")
            listener.skip(fitting_work(rest, recipe) + sum(len(one.rows) for one in fold))
        else:
            listener.tell(f"{part}: leaving out {', '.join(sorted(names))}")
            done[part] = _margins_of(fold, rest, recipe, listener)
        margins.update({name: np.array(found, np.float64) for name, found in done[part].items()})
    return margins


def dealt(corpora: Sequence[Corpus], folds: int) -> list[list[Corpus]]:
    """Deal corpora into folds of like size, and prove that each leaves something to learn from.

    Raises:
        InputError: what a fold leaves has one label only.
    """
    parts: list[list[Corpus]] = [[] for _ in range(min(folds, len(corpora)))]
    for one in sorted(corpora, key=lambda c: (-len(c.rows), c.name)):
        min(parts, key=lambda fold: sum(len(c.rows) for c in fold)).append(one)
    _need_both(corpora, "these corpora have")
    for fold in parts:
        names = {one.name for one in fold}
        told = f"each corpus is left out once, and without {', '.join(sorted(names))} the others have"
        _need_both([one for one in corpora if one.name not in names], told)
    return parts


def _need_both(corpora: Sequence[Corpus], told: str) -> None:
    found = labels_of(corpora)
    if len(found) < len(Label):
        only = next((f"only {label.name.lower()}" for label in found), "no labelled row")
        raise InputError(f"{told} {only}: training needs spam and ham, in two corpora or more")


def plain(corpora: Sequence[Corpus], recipe: Recipe, listener: Listener) -> BaseModel:
    """Return weights alone, as a model that is not calibrated: its order of comments counts, its thresholds do not."""
    weights = _weights([row for one in corpora for row in one.rows], recipe, listener)
    return BaseModel("plain", weights, SCALE_BITS, calibration.Calibration(), Thresholds(0.5, 0.9, 0.99), {})


def _margins_of(
    fold: Sequence[Corpus], rest: Sequence[Corpus], recipe: Recipe, listener: Listener
) -> dict[str, list[float]]:
    """Return the margins that plain weights of the rest give the rows of a fold."""
    judge, found = Filter(plain(rest, recipe, listener)), {}
    for one in fold:
        margins = judge.margins([row.submission for row in one.rows], [row.context() for row in one.rows])
        found[one.name] = (margins / (1 << MARGIN_BITS)).tolist()
        listener.add(len(one.rows))
    return found


def _weights(rows: Sequence[Row], recipe: Recipe, listener: Listener) -> NDArray[np.int16]:
    examples = _examples(rows, recipe.seed, listener)
    told = 0

    def progress(done: int, _total: int) -> None:
        nonlocal told
        listener.add(done - told)
        told = done

    weights = training.rounded(training.fit(examples, recipe, progress))
    progress(recipe.epochs * len(examples), 0)
    return weights


def _examples(rows: Sequence[Row], seed: int, listener: Listener) -> list[Example]:
    rows = augmentation.with_disguises(rows, seed)
    lent = preparation.with_borrowed_authors(rows, seed)
    weights = preparation.weights(rows)
    unsaid = preparation.unsaid(rows, weights)
    found: list[Example] = []
    every = [row.submission for row in lent]
    for part in chunks(every):
        some, submissions = lent[part], every[part]
        batch = extract(parse(submissions), submissions, [row.context() for row in some])
        found += training.examples(batch, [row.label is Label.SPAM for row in some], weights[part], unsaid[part])
        listener.add(len(some))
    return found


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
        "budgets": {
            "hold": thresholds.HOLD_BUDGET,
            "spam": thresholds.SPAM_BUDGET,
            "discard": thresholds.DISCARD_BUDGET,
        },
        "limits": "Rude and off-topic ham is ham. Machine-written praise that sells is rare in the corpora.",
    }
