"""How often other systems asked, what they were told, and how often a person found that wrong: by site and month.

A count is what one would count among the comments themselves, had they no end: each comment once, in the month of its
first check, under the last answer of the machine, and as wrong where the last word is a person's and says so. Every
change is written in the transaction that caused it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from chaffinch.engine.types import Action, Verdict
from chaffinch.service.clock import SECOND, Clock
from chaffinch.service.sites import Site
from chaffinch.service.states import State
from chaffinch.store import comments
from chaffinch.store import usage as store
from chaffinch.store.database import Connection, Database, Row


class Counted(Enum):
    """As what a comment counts: what the system that asked about it was told."""

    SPAM = "SPAM"
    HAM = "HAM"


_COLUMN = {Counted.SPAM: "spam", Counted.HAM: "ham"}
_WRONG = {
    (Counted.HAM, State.SPAM): "missed_spam",
    (Counted.SPAM, State.PUBLISHED): "false_positives",
}
"""What was told, and what a person made of the comment, to the column that counts it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Comments that were asked about. Of those called ham some were spam after all, of those called spam some ham."""

    spam: int = 0
    ham: int = 0
    missed_spam: int = 0
    false_positives: int = 0

    @property
    def answered(self) -> int:
        """How many were asked about."""
        return self.spam + self.ham


def month_of(moment: int) -> str:
    """Return the month of a moment in Unix milliseconds, UTC.

    >>> month_of(1_795_521_600_000)
    '2026-11'
    """
    return f"{datetime.fromtimestamp(moment // SECOND, UTC):%Y-%m}"


def months_before(month: str, number: int) -> str:
    """Return an earlier month.

    >>> months_before("2026-11", 5), months_before("2026-01", 13)
    ('2026-06', '2024-12')
    """
    year, rest = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 - number, 12)
    return f"{year:04}-{rest + 1:02}"


def counted_as(site: Site, verdict: Verdict) -> Counted:
    """Return what a verdict tells another system, and so as what its comment counts."""
    is_held_as_spam = verdict.action is Action.HOLD and site.hold_answer
    return Counted.SPAM if is_held_as_spam or verdict.action in (Action.SPAM, Action.DISCARD) else Counted.HAM


def count(connection: Connection, site_id: str, moment: int, counted: Counted) -> None:
    """Count a comment that is asked about for the first time; runs inside the caller's transaction."""
    store.add(connection, site_id, month_of(moment), {_COLUMN[counted]: 1})


def count_again(connection: Connection, comment_id: str, counted: Counted) -> None:
    """Count a comment under another answer than before, if it is another; runs inside the caller's transaction."""
    comment = comments.by_id(connection, comment_id)
    if comment is None or comment.counted == counted.name:
        return
    changes = {_COLUMN[counted]: 1}
    if comment.counted is not None:
        changes[_COLUMN[Counted[comment.counted]]] = -1
    store.add(connection, comment.site_id, month_of(comment.created_at), changes)
    comments.set_counted(connection, comment_id, counted.name)


def count_decision(connection: Connection, comment: Row[Any], before: State | None, after: State | None) -> None:
    """Count a person's decision about a comment that was asked about; runs inside the caller's transaction.

    `before` and `after`: what persons made of it; None where the last word was or is the machine's.
    """
    if comment.counted is None or before is after:
        return
    told = Counted[comment.counted]
    changes = {
        _WRONG[told, state]: step
        for state, step in ((before, -1), (after, 1))
        if state is not None and (told, state) in _WRONG
    }
    if changes:
        store.add(connection, comment.site_id, month_of(comment.created_at), changes)


class Usage:
    """Tells the counts."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def this_month(self) -> str:
        """Return the current month."""
        return month_of(self._clock())

    def by_month(self, site_id: str, months: int | None = None) -> dict[str, Counts]:
        """Return the counts of the last so many months, or of all; oldest first, none where nothing was asked.

        Raises:
            StateError: they cannot be read.

        """
        since = "" if months is None else months_before(self.this_month(), months - 1)
        with self._database.read() as connection:
            return {row.month: _counts(row) for row in store.of_site(connection, site_id, since)}

    def of_month(self, site_id: str, month: str) -> Counts:
        """Return the counts of one month ("2026-11").

        Raises:
            StateError: they cannot be read.

        """
        with self._database.read() as connection:
            return next((_counts(row) for row in store.of_site(connection, site_id, month, month)), Counts())


def _counts(row: Row[Any]) -> Counts:
    return Counts(*(getattr(row, name) for name in store.COUNTS))
