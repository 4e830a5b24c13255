"""How a site's promises stand: what was counted of its audited hams, and what is missing to a guarantee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from chaffinch.engine import conformal
from chaffinch.engine.interval import clopper_pearson
from chaffinch.engine.promise import DECIDED, keep
from chaffinch.engine.types import Thresholds
from chaffinch.service.clock import Clock
from chaffinch.service.judging import Judge
from chaffinch.service.pace import Pace, pace
from chaffinch.service.retention import Retention
from chaffinch.service.sites import Site
from chaffinch.store import audits
from chaffinch.store.database import Database

MISSED_AT_MOST = Fraction(1, 10)
"""Nothing is called a guarantee while more of the drawn comments than these ended without an answer: a sample of what
moderators liked to answer is not random any more. A tenth is a choice, not a measurement."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How one promise stands. Of `count` audited hams `found` reach the threshold: `low` to `high` of all, at 95 %.

    `ruled` of those found a rule called spam whatever the thresholds are. What `campaign-begins` holds keeps the
    learner's score and is not found as held: no threshold would let it through.

    `needed`: so many audited hams make it a guarantee, as long as no rule catches another one; `more` are missing. With
    none missing, and few audits unanswered, it `is_guarantee`.
    """

    asked: Fraction
    found: int
    ruled: int
    count: int
    low: float
    high: float
    needed: int
    more: int
    is_guarantee: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How a site's promises stand. `answered`, `missed`, `waiting`: audits, of spam too. None: not asked for."""

    site: Site
    thresholds: Thresholds
    lose: Kept | None
    hold: Kept | None
    answered: int
    missed: int
    waiting: int
    pace: Pace


class Standings:
    """Tells how the promises of sites stand."""

    def __init__(self, database: Database, judge: Judge, retention: Retention, clock: Clock) -> None:
        self._database = database
        self._judge = judge
        self._retention = retention
        self._clock = clock

    def standing(self, site: Site) -> Standing:
        """Return how a site's promises stand; of one that promises nothing, the base model's thresholds.

        Raises:
            StateError: its audits cannot be read.
        """
        with self._database.read() as connection:
            scores = audits.ham_scores(connection, site.id, self._judge.model)
            answered, missed = audits.counts(connection, site.id, self._judge.model)
            waiting = audits.count_open(connection, site.id).get(site.id, 0)
            lately = pace(connection, site, self._retention, self._clock())
        made = keep(site.promise, self._judge.thresholds, self._judge.budgets, scores)
        held_to = made or self._judge.thresholds
        is_random = missed <= MISSED_AT_MOST * (answered + missed)
        lose = _kept(site.promise.lose_at_most, scores, held_to.spam_at, is_random=is_random)
        hold = _kept(site.promise.hold_at_most, scores, held_to.hold_at, is_random=is_random)
        return Standing(site, held_to, lose, hold, answered, missed, waiting, lately)


def _kept(asked: Fraction | None, scores: Sequence[float], threshold: float, *, is_random: bool) -> Kept | None:
    if asked is None:
        return None
    count, ruled = len(scores), conformal.reaching(scores, DECIDED)
    found = max(ruled, conformal.reaching(scores, threshold))
    needed = conformal.needed(asked, ruled)
    more = max(0, needed - count)
    low, high = clopper_pearson(found, count)
    return Kept(asked, found, ruled, count, low, high, needed, more, is_random and not more)
