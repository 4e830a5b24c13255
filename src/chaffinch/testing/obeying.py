"""The judge of a test: it says what it was told to say, and judges by the shipped model where it was told nothing."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Action, Context, Evidence, Submission, Verdict

SCORES: dict[Action, float] = {Action.APPROVE: 0.01, Action.HOLD: 0.5, Action.SPAM: 0.99, Action.DISCARD: 1.0}
"""What is said of the score where the test does not care."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A verdict for every text that contains `text`, whatever its case."""

    text: str
    action: Action
    score: float

    def verdict(self, model: str) -> Verdict:
        """Return the verdict, with the reason that a test wished for it."""
        weight = {Action.APPROVE: -10.0, Action.HOLD: 0.0}.get(self.action, 10.0)
        return Verdict(self.action, self.score, (Evidence("set-by-test", weight, "A test set this verdict."),), model)


class ObeyingFilter(Filter):
    """A filter that grants wishes, the newest first."""

    def __init__(self, model: BaseModel) -> None:
        super().__init__(model)
        self._wishes: list[Wish] = []
        self._gate = threading.Lock()

    def wish(self, wish: Wish) -> None:
        """Grant this one before all earlier ones."""
        with self._gate:
            self._wishes.insert(0, wish)

    def forget_wishes(self) -> None:
        """Judge by the model again."""
        with self._gate:
            self._wishes.clear()

    def judge(
        self, submissions: Sequence[Submission], contexts: Sequence[Context], *, explain: bool = True
    ) -> list[Verdict]:
        """Return a verdict for each submission."""
        with self._gate:
            wishes = list(self._wishes)
        granted = [self._granted(wishes, one.text.lower()) for one in submissions]
        judged = super().judge(submissions, contexts, explain=explain)
        return [wish or verdict for wish, verdict in zip(granted, judged, strict=True)]

    def _granted(self, wishes: list[Wish], text: str) -> Verdict | None:
        found = next((wish for wish in wishes if wish.text in text), None)
        return None if found is None else found.verdict(self.version)
