"""What another system was answered about a comment, and what it is to be told otherwise.

All of it runs inside the caller's transaction: an answer, a decision and the message about it are written together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from chaffinch.service.clock import DAY
from chaffinch.service.states import State
from chaffinch.store import outbox, remote
from chaffinch.store.database import Connection, Row

WINDOW = 7 * DAY
"""How long after it asked another system is told that a verdict has changed, and how long telling it is tried."""
RECHECK_SECONDS = 120
"""What Akismet itself sends as `X-akismet-recheck-after`."""
SUPERSEDED = "superseded"
DELIVERED = "delivered"


class Answer(Enum):
    """What another system knows: wanted, spam, or to wait for a word from here."""

    HAM = "HAM"
    SPAM = "SPAM"
    PENDING = "PENDING"


def answer_of(state: State, hold_answer: bool) -> Answer:
    """Return the final answer for a comment in a state: doubt is what its site makes of it."""
    if state is State.HELD:
        return Answer.SPAM if hold_answer else Answer.HAM
    return Answer.HAM if state is State.PUBLISHED else Answer.SPAM


def answered(
    connection: Connection, site_id: str, comment_id: str, callback: str | None, answer: Answer, now: int
) -> None:
    """Write what another system is being answered; whatever still waited to be told is out of date."""
    values = {"comment_id": comment_id, "site_id": site_id, "callback": callback, "answer": answer.name}
    remote.put(connection, values | {"asked_at": now})
    _supersede(connection, comment_id, now)


def heard(connection: Connection, site_id: str, comment_id: str, answer: Answer, now: int) -> None:
    """Write that another system has said by itself what a comment is: it need not be told."""
    if remote.by_comment(connection, comment_id) is None:
        answered(connection, site_id, comment_id, None, answer, now)
    remote.set_answer(connection, comment_id, answer.name)
    _supersede(connection, comment_id, now)


def tell(connection: Connection, wanted: Mapping[str, Answer], now: int, *, wait: int = 0) -> None:
    """Let other systems be told, unless they know or cannot be called back. `wait`: milliseconds until the first try.

    `wanted`: the answer by the comment's id. Of one comment only the last word waits: no older one is sent after it.
    """
    waiting = _waiting(connection, wanted)
    old, new = [], []
    for known in remote.by_comments(connection, list(wanted)):
        answer, message = wanted[known.comment_id], waiting.get(known.comment_id)
        if known.callback is None or (message is None and known.answer == answer.name):
            continue
        if message is not None and answer_in(message) is answer:
            if not message.attempts and message.next_at > now + wait:
                outbox.hurry(connection, message.id, now + wait)
            continue
        # What waits may have reached the site without our hearing of it: so the new word is sent even to who knows it.
        old += [message.id] if message is not None else []
        new.append(_message(known.site_id, known.comment_id, answer, now, now + wait))
    outbox.end(connection, old, now, SUPERSEDED)
    outbox.add(connection, new)


def tell_again(connection: Connection, site_id: str, comment_id: str, answer: Answer, now: int) -> None:
    """Let another system be told what it should know, whatever it knows."""
    outbox.add(connection, [_message(site_id, comment_id, answer, now, now)])


def _message(site_id: str, comment_id: str, answer: Answer, now: int, due: int) -> dict[str, Any]:
    return {
        "site_id": site_id,
        "kind": "verdict-changed",
        "payload": json.dumps({"answer": answer.name}),
        "created_at": now,
        "comment_id": comment_id,
        "next_at": due,
        "deadline": now + WINDOW,
    }


def answer_in(message: Row[Any]) -> Answer:
    """Return what a message says."""
    return Answer[json.loads(message.payload)["answer"]]


def intended(connection: Connection, comment_ids: Iterable[str]) -> dict[str, Answer]:
    """Return what other systems know once all that waits is delivered; those that cannot be told are left out."""
    ids = list(comment_ids)
    waiting = _waiting(connection, ids)
    return {
        known.comment_id: answer_in(waiting[known.comment_id]) if known.comment_id in waiting else Answer[known.answer]
        for known in remote.by_comments(connection, ids)
        if known.callback is not None
    }


def _waiting(connection: Connection, comment_ids: Iterable[str]) -> dict[str, Row[Any]]:
    return {message.comment_id: message for message in outbox.waiting(connection, list(comment_ids))}


def _supersede(connection: Connection, comment_id: str, now: int) -> None:
    waiting = [message.id for message in outbox.waiting(connection, [comment_id])]
    outbox.end(connection, waiting, now, SUPERSEDED)
