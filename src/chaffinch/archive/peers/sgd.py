"""scikit-learn's linear model on hashed character n-grams: what many would build first, in a dozen lines.

Three things are not its defaults, each measured on samples of 2,000 rows a file. 1-ROCA % cold, then judged in order
and learned, of hajekj and of yasoob; cold of mademistakes; accuracy on TubeSpam, other sites known:

    alpha 1e-4                                     9.51 8.99   1.67 1.85           51.4
    alpha 1e-4, rate begins anew                   9.57 1.10   1.67 0.36   6.14    95.3
    alpha 1e-4, the same, sites weighed as ours    7.42 0.78   1.02 0.30   4.51    95.0
    alpha 1e-5, the same, sites weighed as ours    5.30 0.58   0.89 0.23   3.25    93.9
    alpha 1e-6, the same, sites weighed as ours    4.23 0.61   0.95 0.21   2.92    91.4

After a fit on many rows its rate has fallen so far that `partial_fit` teaches nothing: `t_` begins anew. A constant
rate of 0.3 in its place: 5.30 4.17, 0.89 0.94, 3.25, 78.0 with alpha 1e-5.
"""

from __future__ import annotations

import copy
import importlib.util
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chaffinch.archive.peers import letters
from chaffinch.archive.peers.peer import Peer
from chaffinch.engine.types import Label
from chaffinch.evaluation import preparation
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus


class _Sgd:
    def __init__(self) -> None:
        from sklearn.feature_extraction.text import HashingVectorizer
        from sklearn.linear_model import SGDClassifier

        self._vectorizer: Any = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=2**18)
        self._model: Any = SGDClassifier(loss="log_loss", alpha=1e-6, random_state=1)
        self._kept: Any = copy.deepcopy(self._model)

    def train(self, corpora: Sequence[Corpus], listener: Listener) -> None:
        rows = letters.shuffled(corpora)
        self._model.fit(self._features(rows), _truth(rows), sample_weight=preparation.weights(rows))
        self._model.t_ = 1.0
        self._kept = copy.deepcopy(self._model)
        listener.add(len(rows))

    def learn(self, rows: Sequence[Row]) -> None:
        self._model.partial_fit(self._features(rows), _truth(rows), classes=[False, True])

    def scores(self, rows: Sequence[Row]) -> list[float]:
        return [float(one) for one in self._model.decision_function(self._features(rows))]

    def forget(self) -> None:
        self._model = copy.deepcopy(self._kept)

    def seconds(self) -> float:
        return time.process_time()

    def _features(self, rows: Sequence[Row]) -> Any:
        said = [row.submission for row in rows]
        return self._vectorizer.transform([f"{s.author or ''}\n{s.author_url or ''}\n{s.text}" for s in said])


def _truth(rows: Sequence[Row]) -> list[bool]:
    return [row.label is Label.SPAM for row in rows]


@contextmanager
def _open(_folder: Path) -> Iterator[_Sgd]:
    yield _Sgd()


def _missing() -> str | None:
    return None if importlib.util.find_spec("sklearn") else "pip install 'chaffinch[bench]'"


def _version() -> str:
    import sklearn

    return str(sklearn.__version__)


SGD = Peer(
    name="scikit-learn, SGD",
    settings="char_wb 3-5 in 2^18, log_loss, alpha 1e-6; fit, sites weighed as ours, then partial_fit at first rate",
    neutral=0.0,
    missing=_missing,
    version=_version,
    open=_open,
)
"""scikit-learn."""
