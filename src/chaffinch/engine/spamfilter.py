"""Placeholder with the final signatures; LEAD replaces the inside (a toy: words only)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence

from chaffinch.engine.policy import Thresholds, action_for
from chaffinch.engine.types import Action, Context, Evidence, Label, Submission, Verdict


class Filter:
    """Toy filter used only until the engine lands."""

    def __init__(self) -> None:
        self.version = "base-toy"
        self.thresholds = Thresholds(0.5, 0.9, 0.999)
        self._weights: dict[str, int] = {}

    @classmethod
    def from_model(cls, data: bytes) -> Filter:
        """Ignore the bytes."""
        return cls()

    def judge(self, submissions: Sequence[Submission], contexts: Sequence[Context]) -> list[Verdict]:
        """Judge."""
        out = []
        for s, c in zip(submissions, contexts, strict=True):
            words = set(re.findall(r"\w+", s.text.lower()))
            bad = words & {"casino", "viagra", "cheap", "loans", "jackpot", "seo"}
            score = min(0.999, max(0.001, 0.2 + 0.4 * len(bad) + 0.2 * sum(self._weights.get(w, 0) for w in words)))
            action = action_for(score, self.thresholds, allow_discard=c.allow_discard)
            if c.is_guaranteed_spam or c.is_honeypot_filled:
                action, score = Action.SPAM, 0.999
            if c.is_administrator:
                action, score = Action.APPROVE, 0.001
            if c.unreadable:
                action = Action.HOLD
            ev = tuple(Evidence("words", 1.0, f"The word “{w}” is common in spam.") for w in sorted(bad))
            out.append(Verdict(action, score, ev, self.version))
        return out

    def features(self, submissions: Sequence[Submission], contexts: Sequence[Context]) -> list[bytes]:
        """Rows."""
        return [json.dumps(sorted(set(re.findall(r"\w+", s.text.lower())))).encode() for s in submissions]

    def learn(self, row: bytes, site: str, label: Label) -> None:
        """Learn."""
        for w in json.loads(row):
            self._weights[w] = self._weights.get(w, 0) + (1 if label is Label.SPAM else -1)

    def reset(self) -> None:
        """Forget."""
        self._weights = {}

    def dump(self) -> bytes:
        """Dump."""
        return json.dumps(self._weights, sort_keys=True).encode()

    def load(self, state: bytes) -> None:
        """Load."""
        self._weights = json.loads(state)

    def digest(self) -> str:
        """Digest."""
        return hashlib.sha256(self.dump()).hexdigest()
