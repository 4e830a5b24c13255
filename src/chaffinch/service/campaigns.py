"""Campaigns noticed late: which of the comments we hold are of one, and what of it was published before it was sure.

Written down in the background, a second or so after the sightings have noticed. Once enough sources are behind a
campaign for the next copy to be refused (`campaign.CERTAIN`), what the machine published of it goes to HOLD, not to
spam: readers have seen it, somebody honest may have been copied, and with one word of a person it is back. A person's
decision is never touched, nor what an administrator wrote. The system that asked is told what its site makes of doubt;
where it can no longer be told and would have to be, its comment stays as it knows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from chaffinch.engine.campaign import CERTAIN
from chaffinch.engine.sentences import LATE, sentence
from chaffinch.engine.types import Action, Evidence, Seen, Verdict
from chaffinch.service import arriving, telling, usage
from chaffinch.service.clock import SECOND, Clock
from chaffinch.service.states import Source, State
from chaffinch.service.telling import Answer, answer_of
from chaffinch.service.watching import Campaign, Watch
from chaffinch.sightings.question import WINDOW
from chaffinch.store import campaigns as store
from chaffinch.store.database import Connection, Database, Row

MOST = 500
"""Comments of one campaign taken back in one transaction: others wait half a second at most; the rest comes next."""
_WAIT = 10 * SECOND
"""How long after it was noticed a comment may be written: it is counted before it is judged."""
_KEPT = "administrator"
"""The reason of a verdict that stands, whatever others write."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """Comments of a campaign that are not written down yet; given up at `until`, Unix milliseconds."""

    campaign: Campaign
    until: int


class Campaigns:
    """Writes down what was noticed, and takes back."""

    def __init__(self, database: Database, watch: Watch, clock: Clock) -> None:
        self._database = database
        self._watch = watch
        self._clock = clock
        self._pending: list[_Pending] = []

    def step(self) -> bool:
        """Write down what was noticed since the last time; return whether there is more to do at once.

        Raises:
            StateError: the database or the sightings cannot be read or written; what was noticed is tried again.

        """
        now = self._clock()
        self._pending += [_Pending(one, now + _WAIT) for one in self._watch.noticed()]
        later, is_more = [], False
        for one in self._pending:  # all of it once more, should one not be written: that changes nothing
            missing, taken = self._database.write(partial(self._write, campaign=one.campaign))
            is_more = is_more or taken == MOST
            rest = missing if now < one.until else ()
            if rest or taken == MOST:
                later.append(_Pending(replace(one.campaign, members=tuple(rest)), one.until))
        self._pending = later
        return is_more

    def _write(self, connection: Connection, campaign: Campaign) -> tuple[list[tuple[str, str]], int]:
        """Write one campaign; return which of its comments are not there yet, and how many were taken back."""
        since = self._clock() - WINDOW
        ids, missing = [], []
        for site_id, prefix in campaign.members:
            found = store.of_match(connection, site_id, prefix, since)
            ids += found
            missing += [] if found else [(site_id, prefix)]
        store.join(connection, ids, campaign.name)
        if campaign.seen.sources < CERTAIN:
            return missing, 0
        rows = self._movable(connection, campaign.name)
        self._take_back(connection, rows, campaign.seen, self._clock())
        return missing, len(rows)

    def _movable(self, connection: Connection, name: str) -> list[Row[Any]]:
        """Return what of a campaign is to be taken back, as much as is done at once; what must stay keeps none back."""
        movable: list[Row[Any]] = []
        after: tuple[int, str] | None = None
        while len(movable) < MOST:
            rows = store.undecided(connection, name, [State.PUBLISHED.name], MOST, after=after)
            known = telling.intended(connection, [row.id for row in rows])
            movable += [row for row in rows if _moves(row, row.id in known)]
            if len(rows) < MOST:
                break
            after = rows[-1].created_at, rows[-1].id
        return movable[:MOST]

    @staticmethod
    def _take_back(connection: Connection, rows: Sequence[Row[Any]], seen: Seen, now: int) -> None:
        """Move what the machine published to HOLD, and let those be told who asked."""
        wanted = {row.id: _wanted(row) for row in rows}
        arriving.move(connection, {row.id: _verdict(row, seen) for row in rows}, now)
        telling.tell(connection, wanted, now)
        for row in rows:
            if row.counted is not None:
                usage.count_again(connection, row.id, usage.Counted[wanted[row.id].name])


def _moves(row: Row[Any], can_be_told: bool) -> bool:
    if any(reason.code == _KEPT for reason in arriving.load_evidence(row.evidence)):
        return False
    return row.source != Source.AKISMET.name or can_be_told or _wanted(row) is Answer.HAM


def _wanted(row: Row[Any]) -> Answer:
    """Return what is to be told of a comment once it is held."""
    return answer_of(State.HELD, bool(row.hold_answer))


def _verdict(row: Row[Any], seen: Seen) -> Verdict:
    """Return HOLD for a comment that was published, with what was noticed before the reasons it had then."""
    noticed = Evidence(LATE, 0.0, sentence(LATE, 0.0, seen), about=seen)
    return Verdict(Action.HOLD, row.score, (noticed, *arriving.load_evidence(row.evidence)), row.model)
