"""How a judge is put to the test: frozen, or learning as it goes.

- frozen: the base model judges every comment and learns nothing. What a site sees before its first correction.
- prequential: each comment is judged, then learned, in order of time (Dawid 1984, "The prequential approach").
  `errors` learns only what a person would have corrected: what was decided wrongly or held.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Action, Label
from chaffinch.evaluation import metrics, reliability
from chaffinch.evaluation.corpus import Row

BATCH = 1000
LATE = 20
"""Comments judged until a correction is learned, where it comes late: a moderator looks in now and then."""
_RIGHT = {Label.HAM: Action.APPROVE, Label.SPAM: Action.SPAM}


class Protocol(Enum):
    """When the judge learns."""

    FROZEN = "frozen"
    PREQUENTIAL = "prequential"


class Feedback(Enum):
    """What the judge is told, in a prequential run."""

    ALL = "all"
    ERRORS = "errors"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a judge said about labelled rows, in the order judged. Arrays (rows,); times in CPU seconds for all."""

    scores: metrics.F64
    is_spam: metrics.Truth
    actions: tuple[Action, ...]
    seconds: float


def in_order(rows: Sequence[Row]) -> list[Row]:
    """Return labelled rows in order of time if every one tells its own, else in the order of the file.

    One row without a time is enough for that: times of some rows say nothing about the place of the others.
    """
    labelled = [row for row in rows if row.label is not None]
    if all(row.ts is not None for row in labelled):
        labelled.sort(key=lambda row: row.ts or 0.0)
    return labelled


def frozen(judge: Filter, rows: Sequence[Row], progress: Callable[[int], None] = lambda _n: None) -> Outcome:
    """Judge all rows with what the judge knows now."""
    scores: list[float] = []
    actions: list[Action] = []
    seconds = 0.0
    for at in range(0, len(rows), BATCH):
        some = rows[at : at + BATCH]
        submissions, contexts = [r.submission for r in some], [r.context() for r in some]
        before = time.process_time()
        verdicts = judge.judge(submissions, contexts)
        seconds += time.process_time() - before
        scores += [v.score for v in verdicts]
        actions += [v.action for v in verdicts]
        progress(len(some))
    return _outcome(rows, scores, actions, seconds)


def prequential(
    judge: Filter,
    rows: Sequence[Row],
    *,
    feedback: Feedback = Feedback.ALL,
    delay: int = 0,
    site: str = "evaluated",
    progress: Callable[[int], None] = lambda _n: None,
) -> Outcome:
    """Judge each row, then learn it once `delay` further rows have been judged. Rows count as those of one `site`."""
    scores: list[float] = []
    actions: list[Action] = []
    waiting: deque[tuple[bytes, Label]] = deque()
    before = time.process_time()
    for row in rows:
        context = row.context(site)
        (verdict,) = judge.judge([row.submission], [context])
        scores.append(verdict.score)
        actions.append(verdict.action)
        label = row.label or Label.HAM
        if feedback is Feedback.ALL or verdict.action is not _RIGHT[label]:
            waiting.append((judge.features([row.submission], [context])[0], label))
        else:
            waiting.append((b"", label))
        if len(waiting) > delay:
            features, told = waiting.popleft()
            if features:
                judge.learn(features, site, told)
        progress(1)
    return _outcome(rows, scores, actions, time.process_time() - before)


def _outcome(rows: Sequence[Row], scores: Sequence[float], actions: Sequence[Action], seconds: float) -> Outcome:
    truth = np.array([row.label is Label.SPAM for row in rows], np.bool_)
    return Outcome(np.array(scores, np.float64), truth, tuple(actions), seconds)


def report(name: str, outcome: Outcome) -> dict[str, Any]:
    """Return the figures of one file; None where undefined."""
    scores, truth = outcome.scores, outcome.is_spam
    lost = np.array([a in (Action.SPAM, Action.DISCARD) for a in outcome.actions], np.bool_)
    held = np.array([a is Action.HOLD for a in outcome.actions], np.bool_)
    return {
        "file": name,
        "n": int(truth.size),
        "spam": int(truth.sum()),
        "ham": int((~truth).sum()),
        "one_minus_roca_percent": metrics.one_minus_roca_percent(scores, truth),
        "spam_caught_at_fpr_1e-2": metrics.spam_caught_at(scores, truth, 1e-2),
        "spam_caught_at_fpr_1e-3": metrics.spam_caught_at(scores, truth, 1e-3),
        "ham_lost_percent": metrics.percent(lost, ~truth),
        "ham_held_percent": metrics.percent(held, ~truth),
        "spam_held_percent": metrics.percent(held, truth),
        "spam_missed_percent": metrics.percent(~lost & ~held, truth),
        "brier": metrics.brier(scores, truth),
        "calibration_error": reliability.calibration_error(reliability.bins(scores, truth)),
        "microseconds_per_comment": 1e6 * outcome.seconds / truth.size if truth.size else None,
    }
