"""A campaign at the desk: one row for all its comments, one decision for all of them, and one step back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chaffinch.engine.types import Context, Label, Seen, Submission
from chaffinch.service import labelling, telling
from chaffinch.service.clock import Clock
from chaffinch.service.desk import Desk
from chaffinch.service.judging import Judge
from chaffinch.service.states import State
from chaffinch.service.telling import answer_of
from chaffinch.store import campaigns as store
from chaffinch.store import comments
from chaffinch.store.database import Connection, Database, Row

MOST = 500
"""Comments decided by one click: others wait half a second at most. What is left is told, and decided by the next."""
TAUGHT = 8
"""Comments of one decision that the filter learns, spread over them: the others say the same, and a campaign of
hundreds would outweigh all else a site has taught."""
ROWS = 50
"""Campaigns shown at once."""
_OPEN = (State.HELD.name, State.PUBLISHED.name, State.SPAM.name)


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One campaign of which a comment waits. `seen`: of the comments that are kept. `held` and `published` of them."""

    name: str
    seen: Seen
    held: int
    published: int
    example: str


@dataclass(frozen=True, slots=True)
class DecidedTogether:
    """What one decision about a campaign did. `at`: what it is taken back by. `left`: whether some are still open."""

    at: int
    count: int
    left: bool


class CampaignDesk:
    """Shows campaigns and decides about them."""

    def __init__(self, database: Database, judge: Judge, desk: Desk, clock: Clock) -> None:
        self._database = database
        self._judge = judge
        self._desk = desk
        self._clock = clock

    def rows(self, limit: int = ROWS) -> tuple[CampaignRow, ...]:
        """Return the campaigns of which comments are held, the newest first."""
        with self._database.read() as connection:
            return tuple(_row(row, store.example(connection, row.campaign)) for row in store.waiting(connection, limit))

    def decide(self, name: str, label: Label) -> DecidedTogether:
        """Write a person's decision about all comments of a campaign that no person has decided about.

        Those drawn for an audit are left to that. Durable and learned before this returns.

        Raises:
            StateError: it could not be written.

        """
        with self._database.read() as connection:
            rows = store.undecided(connection, name, _OPEN, MOST + 1, with_audits=False)
        some = rows[:MOST]
        taught = {row.id for row in some[:: -(-len(some) // TAUGHT)]} if some else set()
        features = {row.id: self._features(row) if row.id in taught else b"" for row in some}
        at = self._clock()
        count = self._database.write(lambda connection: self._decide(connection, features, label, at))
        self._judge.follow()
        return DecidedTogether(at, count, len(rows) > MOST)

    def undo(self, name: str, at: int) -> int:
        """Take one decision about a campaign back, with what was learned; return how many comments it was about."""

        def undo(connection: Connection) -> int:
            ids = store.decided_at(connection, name, at)
            for comment_id in ids:
                self._desk.undo_within(connection, comment_id)
            return len(ids)

        count = self._database.write(undo)
        self._judge.follow()
        return count

    def count_decided(self, name: str, at: int) -> int:
        """Return about how many comments of a campaign a decision of that moment still stands."""
        with self._database.read() as connection:
            return len(store.decided_at(connection, name, at))

    def _features(self, row: Row[Any]) -> bytes:
        submission = Submission(row.text, row.author or None, row.author_url or None)
        context = Context(site=row.site_id, article=row.article or None, parent=row.parent_text)
        return self._judge.feature_row(submission, context)

    def _decide(self, connection: Connection, features: dict[str, bytes], label: Label, at: int) -> int:
        """Decide about those that no person has decided about meanwhile; return how many."""
        open_now = {row.id for row in comments.decided_by_machine(connection, list(features))}
        told = {}
        for comment_id, row in features.items():
            current = comments.by_id(connection, comment_id) if comment_id in open_now else None
            if current is None or current.state not in _OPEN:
                continue
            model = self._judge.model
            made = labelling.decide(connection, current, label, row, model, at, is_known=not row)
            told[comment_id] = answer_of(made.state, False)
        telling.tell(connection, told, at)
        return len(told)


def _row(row: Row[Any], example: str) -> CampaignRow:
    seen = Seen(row.times, row.sources, row.sites, row.last - row.first)
    return CampaignRow(row.campaign, seen, row.held, row.published, example)
