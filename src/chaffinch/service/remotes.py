"""How other systems stand to the comments they asked about, as a moderator sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from chaffinch.service.states import Source, State
from chaffinch.service.telling import DELIVERED, SUPERSEDED, Answer, answer_in, answer_of
from chaffinch.store import outbox, remote
from chaffinch.store.database import Connection, Row


class Told(Enum):
    """Whether another system knows where a comment stands: by its own question, by our word, not yet, or not at all."""

    KNOWS = "KNOWS"
    WAITS = "WAITS"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"
    CANNOT_BE = "CANNOT_BE"


@dataclass(frozen=True, slots=True)
class Remote:
    """One comment that another system asked about.

    `answer`: what it knows, None once that has had its time. `can_be_told`: it gave an address for that. `at`, Unix
    milliseconds: of DELIVERED and FAILED when that was, of WAITS when it is sent next. `why`: the code of the attempt
    that failed.
    """

    told: Told
    answer: Answer | None
    can_be_told: bool
    at: int | None = None
    why: str | None = None


def remotes(connection: Connection, comments: Iterable[Row[Any]]) -> dict[str, Remote]:
    """Return how other systems stand to what they asked about, by the comment's id. Rows as `store.comments.queue`."""
    asked = {row.id: row for row in comments if row.source == Source.AKISMET.name}
    known = {row.comment_id: row for row in remote.by_comments(connection, list(asked))}
    newest = {row.comment_id: row for row in outbox.newest(connection, list(asked))}
    return {
        one: _remote(known.get(one), newest.get(one), answer_of(State[row.state], bool(row.hold_answer)))
        for one, row in asked.items()
    }


def _remote(known: Row[Any] | None, message: Row[Any] | None, wanted: Answer) -> Remote:
    told, at, why = _told(known, message, wanted)
    answer = None if known is None else Answer[known.answer]
    return Remote(told, answer, known is not None and known.callback is not None, at, why)


def _told(known: Row[Any] | None, message: Row[Any] | None, wanted: Answer) -> tuple[Told, int | None, str | None]:
    if message is not None and message.done_at is None and message.next_at is not None:
        return Told.WAITS, message.next_at, message.last_result
    is_at_odds = known is not None and known.answer != wanted.name
    is_delivered = message is not None and message.last_result == DELIVERED and answer_in(message) is wanted
    if message is not None and is_delivered and not is_at_odds:
        return Told.DELIVERED, message.done_at, None
    if known is not None and not is_at_odds:
        return Told.KNOWS, None, None
    if message is not None and message.last_result not in (None, SUPERSEDED, DELIVERED):
        return Told.FAILED, message.done_at, message.last_result
    return Told.CANNOT_BE, None, None
