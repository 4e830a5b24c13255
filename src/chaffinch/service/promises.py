"""What sites promise about their honest comments: the thresholds that keep it."""

from __future__ import annotations

import logging
from dataclasses import replace

from chaffinch.engine.promise import Promise, keep
from chaffinch.engine.types import Context, Thresholds
from chaffinch.errors import StateError
from chaffinch.service.judging import Judge
from chaffinch.service.sites import Site
from chaffinch.store import audits
from chaffinch.store.database import Database

_LOG = logging.getLogger(__name__)


class Promises:
    """Gives each site its thresholds."""

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
            known = self._known[site.id] = state, self._keep(site)
        return known[1]

    def bound(self, site: Site, context: Context) -> Context:
        """Return a context with the thresholds of its site; where they cannot be read, with that: it is held then."""
        try:
            return replace(context, thresholds=self.thresholds(site))
        except StateError as error:
            _LOG.error("the audits of site %s cannot be read: %s: %s", site.id, error.code, error)
            return replace(context, unreadable=(*context.unreadable, "audits"))

    def _keep(self, site: Site) -> Thresholds | None:
        with self._database.read() as connection:
            scores = audits.ham_scores(connection, site.id, self._judge.model)
        return keep(site.promise, self._judge.thresholds, self._judge.budgets, scores)
