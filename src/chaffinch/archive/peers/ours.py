"""Chaffinch as one of the filters that are compared: trained on the very rows that the others get."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

import chaffinch
from chaffinch.archive.peers.peer import Peer
from chaffinch.engine.calibration import Calibration
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.policy import Thresholds
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.training import SCALE_BITS, Recipe
from chaffinch.engine.types import Label
from chaffinch.evaluation import base_model
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus

_SITE = "evaluated"


class _Ours:
    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        nothing = np.zeros(1 << 8, np.int16)
        self._judge = Filter(BaseModel("nothing", nothing, SCALE_BITS, Calibration(), Thresholds(0.5, 0.9, 0.99), {}))

    def train(self, corpora: Sequence[Corpus], listener: Listener) -> None:
        self._judge = Filter(base_model.plain(corpora, self._recipe, listener))

    def learn(self, rows: Sequence[Row]) -> None:
        for row in rows:
            (features,) = self._judge.features([row.submission], [row.context(_SITE)])
            self._judge.learn(features, _SITE, row.label or Label.HAM)

    def scores(self, rows: Sequence[Row]) -> list[float]:
        contexts = [row.context(_SITE) for row in rows]
        return [verdict.score for verdict in self._judge.judge([row.submission for row in rows], contexts)]

    def forget(self) -> None:
        self._judge.reset()

    def seconds(self) -> float:
        return time.process_time()


def ours(recipe: Recipe, name: str = "Chaffinch") -> Peer:
    """Return Chaffinch, to be trained by a recipe; `name` is what tables call it."""

    @contextmanager
    def opened(_folder: Path) -> Iterator[_Ours]:
        yield _Ours(recipe)

    return Peer(
        name=name,
        settings="as it ships, but for what it is trained on; it also reads the article, where one is known",
        neutral=0.5,
        missing=lambda: None,
        version=lambda: chaffinch.__version__,
        open=opened,
        passes=1 + recipe.epochs,
    )
