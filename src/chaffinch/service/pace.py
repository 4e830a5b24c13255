"""How long it takes until enough honest comments are audited, at the pace at which comments came lately."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from chaffinch.service.clock import DAY
from chaffinch.service.retention import Retention
from chaffinch.service.sites import Site
from chaffinch.service.states import State
from chaffinch.store import comments
from chaffinch.store.database import Connection

WINDOW_DAYS = 14
"""How far back comments are counted: two weeks, so that every day of the week weighs alike."""
SOON_DAYS = 90
"""A share of audits is proposed that makes a guarantee within a quarter, if any does."""
_SHARES = tuple(Fraction(1, n) for n in (50, 20, 10, 5, 2, 1))


@dataclass(frozen=True, slots=True)
class Pace:
    """`per_day`: comments that were not spam, lately. `share` of all is audited. An answer counts for `audit_days`."""

    per_day: float
    share: Fraction
    audit_days: int

    def days(self, more: int, needed: int, share: Fraction | None = None) -> float | None:
        """Return in how many days `more` hams are audited, also at another share; None where it never comes to that.

        It never does where as many answers end as come before `needed` of them are there.
        """
        if not more:
            return 0.0
        a_day = self.per_day * float(self.share if share is None else share)
        return more / a_day if a_day * self.audit_days > needed else None

    def faster(self, more: int, needed: int) -> Fraction | None:
        """Return a greater share that makes it soon, or else ever; None where none does or it is soon already."""
        now = self.days(more, needed)
        if now is not None and now <= SOON_DAYS:
            return None
        greater = [share for share in _SHARES if share > self.share]
        soon = (s for s in greater if (days := self.days(more, needed, s)) is not None and days <= SOON_DAYS)
        return next(soon, None) or next((s for s in reversed(greater) if self.days(more, needed, s) is not None), None)


def pace(connection: Connection, site: Site, retention: Retention, now: int) -> Pace:
    """Return a site's pace.

    Counted is what stands published or held: what is neither was taken for spam. Where comments are kept for less than
    two weeks, or the site is younger, as long as that.
    """
    days = min(WINDOW_DAYS, retention.refused_days, retention.checked_days, max(1.0, (now - site.created_at) / DAY))
    states = (State.PUBLISHED.name, State.HELD.name)
    count = comments.count_since(connection, site.id, states, int(now - days * DAY))
    return Pace(count / days, site.audit_share, retention.audit_days)
