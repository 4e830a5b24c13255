"""What sites promise about their honest comments: the thresholds that keep it, and how far it can be called kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from fractions import Fraction

from chaffinch.engine import conformal
from chaffinch.engine.interval import clopper_pearson
from chaffinch.engine.promise import Promise, keep
from chaffinch.engine.types import Context, Thresholds
from chaffinch.errors import StateError
from chaffinch.service.judging import Judge
from chaffinch.service.sites import Site
from chaffinch.store import audits
from chaffinch.store.database import Database

_LOG = logging.getLogger(__name__)

MISSED_AT_MOST = Fraction(1, 10)
"""Nothing is called a guarantee while more of the drawn comments than these ended without an answer: a sample of what
moderators liked to answer is not random any more. A tenth is a choice, not a measurement."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How one promise stands. Of `count` audited hams `found` reach the threshold: `low` to `high` of all, at 95 %.

    What `campaign-begins` holds keeps the learner's score and is not found as held: no threshold would let it through.

    `more`: so many audited hams are still missing; with none missing, and few audits unanswered, it `is_guarantee`.
    """

    asked: Fraction
    found: int
    count: int
    low: float
    high: float
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


class Promises:
    """Gives each site its thresholds, and tells how its promises stand."""

    def __init__(self, database: Database, judge: Judge) -> None:
        self._database = database
        self._judge = judge
        self._known: dict[str, tuple[tuple[Promise, int], Thresholds | None]] = {}

    def thresholds(self, site: Site) -> Thresholds | None:
        """Return the thresholds of a site, None where it promises nothing. Audits are read when their answers change.

        Audits of another base model do not count: its scores are other numbers.

        Raises:
            StateError: they cannot be read.
        """
        if not site.promise.is_made:
            return None
        state = site.promise, site.audit_generation
        known = self._known.get(site.id)
        if known is None or known[0] != state:
            known = self._known[site.id] = state, self._keep(site, self._ham_scores(site))
        return known[1]

    def bound(self, site: Site, context: Context) -> Context:
        """Return a context with the thresholds of its site; where they cannot be read, with that: it is held then."""
        try:
            return replace(context, thresholds=self.thresholds(site))
        except StateError as error:
            _LOG.error("the audits of site %s cannot be read: %s: %s", site.id, error.code, error)
            return replace(context, unreadable=(*context.unreadable, "audits"))

    def standing(self, site: Site) -> Standing:
        """Return how a site's promises stand; of one that promises nothing, the base model's thresholds.

        Raises:
            StateError: its audits cannot be read.
        """
        scores = self._ham_scores(site)
        with self._database.read() as connection:
            answered, missed = audits.counts(connection, site.id, self._judge.model)
            waiting = audits.count_open(connection, site.id).get(site.id, 0)
        held_to = self._keep(site, scores) or self._judge.thresholds
        is_random = missed <= MISSED_AT_MOST * (answered + missed)
        lose = _kept(site.promise.lose_at_most, scores, held_to.spam_at, is_random=is_random)
        hold = _kept(site.promise.hold_at_most, scores, held_to.hold_at, is_random=is_random)
        return Standing(site, held_to, lose, hold, answered, missed, waiting)

    def _keep(self, site: Site, scores: list[float]) -> Thresholds | None:
        return keep(site.promise, self._judge.thresholds, self._judge.budgets, scores)

    def _ham_scores(self, site: Site) -> list[float]:
        with self._database.read() as connection:
            return audits.ham_scores(connection, site.id, self._judge.model)


def _kept(asked: Fraction | None, scores: list[float], threshold: float, *, is_random: bool) -> Kept | None:
    if asked is None:
        return None
    count, found = len(scores), conformal.reaching(scores, threshold)
    more = max(0, conformal.needed(asked) - count)
    return Kept(asked, found, count, *clopper_pearson(found, count), more, is_random and not more)
