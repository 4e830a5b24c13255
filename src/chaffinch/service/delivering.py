"""The deliverer: takes what is due from the outbox, sends it, writes what became of it.

At least once: what was sent but not yet written down when a process dies is sent again, which changes nothing on a site
that has it already. Of one comment only the newest word is ever in the outbox, so the last thing sent is the last thing
meant.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from chaffinch.delivery import destination
from chaffinch.delivery.destination import Destination
from chaffinch.delivery.outcome import Kind, Outcome
from chaffinch.errors import NotFoundError
from chaffinch.service import telling
from chaffinch.service.clock import SECOND, Clock
from chaffinch.service.sites import Sites
from chaffinch.service.telling import DELIVERED, Answer, answer_in
from chaffinch.store import outbox, remote
from chaffinch.store import sites as site_store
from chaffinch.store.database import Connection, Database, Row
from chaffinch.wire import akismet_webhook

BATCH = 100
"""Comments in one message: about 8 KiB. After a failure a tenth: WordPress looks for each in a table without an index,
and a large site may not find a hundred in five seconds."""
BACKOFF = (60 * SECOND, 300 * SECOND, 1_800 * SECOND, 7_200 * SECOND, 43_200 * SECOND)
"""Until the next attempt after the first, second ... one; the last for all that follow."""
REFUSALS = 3
"""How often a site may say that it does not know a comment: the first time it may not have stored it yet."""

Send = Callable[[Destination, bytes], Outcome]
_LOG = logging.getLogger(__name__)
_UNREADABLE = Outcome(Kind.TEMPORARY, "answer-unreadable")
_NO_KEY = Outcome(Kind.PERMANENT, "no-key")
_ELSEWHERE = Outcome(Kind.PERMANENT, "other-origin")
_REFUSED = "not-known-there"
_ENDED = "callback-ended"


@dataclass(slots=True)
class _Results:
    """What is to be written about the messages of one attempt, by the code of its result."""

    delivered: list[Row[Any]] = field(default_factory=list)
    later: dict[str, list[Row[Any]]] = field(default_factory=dict)
    never: dict[str, list[Row[Any]]] = field(default_factory=dict)


class Deliverer:
    """Tells sites what was decided otherwise. One at a time: two could send an old word after a new one."""

    def __init__(self, database: Database, sites: Sites, send: Send, clock: Clock) -> None:
        self._database = database
        self._sites = sites
        self._send = send
        self._clock = clock
        self._last = ""

    def step(self) -> bool:
        """Send one batch of what is due to one site, each in its turn; return whether there was anything.

        Raises:
            StateError: the database cannot be read or written; nothing is lost, something may be sent again.
            SecretError: the server secret is another one.

        """
        with self._database.read() as connection:
            due = outbox.due_sites(connection, self._clock())
        if due:
            self._last = next((site_id for site_id in due if site_id > self._last), due[0])
            self._serve(self._last)
        return bool(due)

    def _serve(self, site_id: str) -> None:
        with self._database.read() as connection:
            due = outbox.due(connection, site_id, self._clock(), BATCH)
        now = self._clock()
        over = [row for row in due if row.callback is None or row.deadline <= now]
        if over:
            self._database.write(lambda connection: _give_up(connection, over, now))
            return
        batch = [row for row in due if row.callback == due[0].callback][: _size(due)]
        if batch:
            results, is_reached = self._attempt(batch)
            self._database.write(lambda c: _write(c, site_id, batch, results, is_reached, self._clock()))

    def _attempt(self, batch: Sequence[Row[Any]]) -> tuple[_Results, bool]:
        outcome = self._sent(batch)
        results = _Results()
        is_reached = outcome.kind is Kind.DELIVERED
        if is_reached:
            try:
                statuses = akismet_webhook.read_statuses(outcome.body)
            except ValueError:
                outcome, is_reached = _UNREADABLE, False
            else:
                for row in batch:
                    if statuses is None or statuses.get(row.comment_id, False):
                        results.delivered.append(row)
                    else:
                        refused = results.later if row.attempts + 1 < REFUSALS else results.never
                        refused.setdefault(_REFUSED, []).append(row)
        if outcome.kind is Kind.TEMPORARY:
            results.later[outcome.code] = list(batch)
        elif outcome.kind is Kind.PERMANENT:
            results.never[outcome.code] = list(batch)
        if not is_reached:
            _LOG.warning("site %s could not be told: %s", batch[0].site_id, outcome.code)
        return results, is_reached

    def _sent(self, batch: Sequence[Row[Any]]) -> Outcome:
        # Asked again although it was asked when the check came in: the key goes nowhere but to the site's own origin.
        place = destination.under(batch[0].url, batch[0].callback)
        if place is None:
            return _ELSEWHERE
        try:
            key = self._sites.key_of(batch[0].site_id)
        except NotFoundError:
            return _NO_KEY
        told = [(row.comment_id, answer_in(row) is Answer.SPAM) for row in batch]
        return self._send(place, akismet_webhook.message(key, told))


def _write(
    connection: Connection, site_id: str, batch: Sequence[Row[Any]], results: _Results, is_reached: bool, now: int
) -> None:
    """Write one attempt: what was delivered, what is tried again and when, what is given up."""
    delivered = {row.id for row in results.delivered}
    for message in batch:
        _settle(connection, message, is_delivered=message.id in delivered, now=now)
    outbox.end(connection, [row.id for row in results.delivered], now, DELIVERED, attempts=1)
    for code, rows in results.never.items():
        outbox.end(connection, [row.id for row in rows], now, code, attempts=1)
    for code, rows in results.later.items():
        for row in rows:
            outbox.put_off(connection, row.id, min(now + _wait(row.attempts), row.deadline), code)
        if not is_reached:
            outbox.put_off_site(connection, site_id, now, now + _wait(rows[0].attempts), code)
    if batch[0].is_reachable != is_reached:
        site_store.set_reachable(connection, site_id, is_reached)


def _settle(connection: Connection, message: Row[Any], *, is_delivered: bool, now: int) -> None:
    """Write what the site knows; if it was answered directly while this was under way, tell it that once more.

    Nobody can say which of the two reached it last.
    """
    if outbox.waiting(connection, [message.comment_id]):  # this one, or a newer word
        if is_delivered:
            remote.set_answer(connection, message.comment_id, answer_in(message).name)
        return
    known = remote.by_comment(connection, message.comment_id)
    if known is None or known.callback is None:
        return
    if known.answer not in (answer_in(message).name, Answer.PENDING.name):
        telling.tell_again(connection, message.site_id, message.comment_id, Answer[known.answer], now)


def _give_up(connection: Connection, rows: Sequence[Row[Any]], now: int) -> None:
    for row in rows:
        outbox.end(connection, [row.id], now, row.last_result or _ENDED)


def _size(due: Sequence[Row[Any]]) -> int:
    return max(1, BATCH // 10 ** due[0].attempts) if due else 0


def _wait(attempts: int) -> int:
    return BACKOFF[min(attempts, len(BACKOFF) - 1)]
