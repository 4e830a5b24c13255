"""The tests that every filter is put to, ours included: cold, learning as it goes, and the videos of TubeSpam."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from chaffinch.archive.peers.peer import Session
from chaffinch.engine.types import Label
from chaffinch.evaluation import intervals, metrics
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.protocols import Feedback

FIRST_PERCENT = 70
"""Of each video of TubeSpam, what is learned; the rest is judged."""


def cold(session: Session, rows: Sequence[Row]) -> dict[str, Any]:
    """Judge all rows with what the filter knows, and return the figures."""
    before = session.seconds()
    scores = session.scores(rows)
    return figures(scores, rows) | {"microseconds_per_comment": _microseconds(session, before, rows)}


def prequential(
    session: Session,
    rows: Sequence[Row],
    neutral: float,
    *,
    feedback: Feedback = Feedback.ALL,
    delay: int = 0,
    progress: Callable[[int], None] = lambda _n: None,
) -> dict[str, Any]:
    """Judge each row, then learn it once `delay` further rows were judged; by ERRORS, only what was called wrongly."""
    scores: list[float] = []
    waiting: deque[Row | None] = deque()
    before = session.seconds()
    for row in rows:
        (score,) = session.scores([row])
        scores.append(score)
        is_wrong = (score > neutral) is not (row.label is Label.SPAM)
        waiting.append(row if is_wrong or feedback is Feedback.ALL else None)
        if len(waiting) > delay and (told := waiting.popleft()):
            session.learn([told])
        progress(1)
    return figures(scores, rows) | {"microseconds_per_comment": _microseconds(session, before, rows)}


def videos(
    session: Session, rows: Sequence[Row], neutral: float, progress: Callable[[int], None] = lambda _n: None
) -> dict[str, float]:
    """Return, by video, the accuracy in per cent on the last rows after learning the first, in the order of the file.

    Alberto, Lochter and Almeida (2015), "TubeSpam: Comment Spam Filtering on YouTube", split each video in this way.
    Rows of a video stand together.
    """
    found: dict[str, float] = {}
    for name, group in groupby(rows, key=lambda row: row.site):
        some = list(group)
        cut = len(some) * FIRST_PERCENT // 100
        session.forget()
        session.learn(some[:cut])
        scores = session.scores(some[cut:])
        right = sum(
            (score > neutral) is (row.label is Label.SPAM) for score, row in zip(scores, some[cut:], strict=True)
        )
        found[name] = 100.0 * right / len(scores)
        progress(len(some))
    return found


def figures(scores: Sequence[float], rows: Sequence[Row]) -> dict[str, Any]:
    """Return the figures of a ranking; None where undefined."""
    found, truth = np.array(scores, np.float64), np.array([row.label is Label.SPAM for row in rows], np.bool_)
    return {
        "spam": int(truth.sum()),
        "ham": int((~truth).sum()),
        "one_minus_roca_percent": metrics.one_minus_roca_percent(found, truth),
        "one_minus_roca_interval": intervals.one_minus_roca_percent(found, truth),
        "spam_caught_at_fpr_1e-2": metrics.spam_caught_at(found, truth, 1e-2),
        "spam_caught_interval": intervals.spam_caught_at(found, truth, 1e-2),
    }


def _microseconds(session: Session, before: float, rows: Sequence[Row]) -> float | None:
    return 1e6 * (session.seconds() - before) / len(rows) if rows else None
