"""Judges for corpora that they have not seen: six models do for all corpora, each for those of its fold.

Calibration and thresholds of a judge come from the margins of all other corpora of pages, each given by a model that
had not seen it. As in `left_out`, no threshold has seen the scores of the corpus it is used on.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from chaffinch.engine import modelfile
from chaffinch.engine.learner import MARGIN_BITS
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.training import Recipe
from chaffinch.evaluation import base_model, thresholds
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.metrics import F64
from chaffinch.evaluation.preparation import Corpus

JudgeFor = Callable[[str], Filter]
"""The judge for a corpus, by the corpus's name."""


def judges(corpora: Sequence[Corpus], recipe: Recipe, listener: Listener, done: MutableMapping[str, Any]) -> JudgeFor:
    """Return what gives for a corpus a judge trained without it. `done`: finished models, read and added to.

    Raises:
        InputError: what a fold leaves for its training has one label only.
    """
    dealt = base_model.dealt(corpora, base_model.FOLDS)
    costs = [_cost(fold, corpora, recipe) for fold in dealt]
    listener.expect(sum(costs))
    models: dict[str, BaseModel] = {}
    margins: dict[str, F64] = {}
    for number, (fold, cost) in enumerate(zip(dealt, costs, strict=True), start=1):
        part = f"model {number} of {len(dealt)}"
        if part in done:
            listener.tell(f"{part}: done earlier")
            listener.skip(cost)
        else:
            listener.tell(f"{part}: leaving out {', '.join(sorted(one.name for one in fold))}")
            done[part] = _trained(fold, corpora, recipe, listener)
        model = modelfile.read(base64.b64decode(done[part]["model"]))
        models |= {one.name: model for one in fold}
        margins |= {name: np.array(found, np.float64) for name, found in done[part]["margins"].items()}
    pages = thresholds.pages(corpora)

    def judge_for(name: str) -> Filter:
        decided = thresholds.decide([one for one in pages if one.name != name], margins)
        told = replace(models[name], version=f"without-{name}", calibration=decided.calibration)
        return Filter(replace(told, thresholds=decided.thresholds, budgets=decided.budgets))

    return judge_for


def _rest(fold: Sequence[Corpus], corpora: Sequence[Corpus]) -> list[Corpus]:
    return [one for one in corpora if one not in fold]


def _cost(fold: Sequence[Corpus], corpora: Sequence[Corpus], recipe: Recipe) -> int:
    return base_model.fitting_work(_rest(fold, corpora), recipe) + sum(len(one.rows) for one in fold)


def _trained(fold: Sequence[Corpus], corpora: Sequence[Corpus], recipe: Recipe, listener: Listener) -> dict[str, Any]:
    model = base_model.plain(_rest(fold, corpora), recipe, listener)
    judge, margins = Filter(model), {}
    for one in fold:
        found = judge.margins([row.submission for row in one.rows], [row.context() for row in one.rows])
        margins[one.name] = (found / (1 << MARGIN_BITS)).tolist()
        listener.add(len(one.rows))
    return {"model": base64.b64encode(modelfile.write(model)).decode(), "margins": margins}
