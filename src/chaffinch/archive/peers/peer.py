"""What a filter must be able to do to be compared: the interface that ours and other people's share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus


class Session(Protocol):
    """One filter at work, in a folder of its own. Rows count as comments of one site."""

    def train(self, corpora: Sequence[Corpus], listener: Listener) -> None:
        """Learn the comments of other sites, once and before anything else: what `forget` goes back to.

        The listener hears of each row `Peer.passes` times.
        """

    def learn(self, rows: Sequence[Row]) -> None:
        """Learn labelled rows of the site, in their order."""

    def scores(self, rows: Sequence[Row]) -> list[float]:
        """Return a score for each row, learning nothing. Higher is more like spam."""

    def forget(self) -> None:
        """Forget what `learn` taught: go back to what `train` left, or to nothing."""

    def seconds(self) -> float:
        """Return the CPU seconds that the filter's processes have used so far; differences count."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A filter that can be compared.

    `settings`: how it is configured, one sentence. `neutral`: a score above is called spam, one at or below is not.
    `missing`: what has to be installed before it can run, None where nothing. `version`: as the program tells it.
    `open`: a session in an empty folder; leaving it ends every process of it. `passes`: of training over each row.
    """

    name: str
    settings: str
    neutral: float
    missing: Callable[[], str | None]
    version: Callable[[], str]
    open: Callable[[Path], AbstractContextManager[Session]]
    passes: int = 1
