"""Audits: comments drawn at random when they come, shown to a person without the verdict.

What a moderator corrects is no sample: it is what somebody noticed. So some comments are drawn blindly, before anybody
looks, by a keyed hash of their random number: not the score, nor the sender, nor anybody without the server secret has
a say in it. The score of that moment is kept, given by a filter that had not learned this comment. Only the labels of
drawn comments say how often the filter is wrong, and set thresholds (`engine/promise.py`); all labels teach.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from chaffinch.engine.types import Action, Verdict
from chaffinch.service.secret import ServerSecret
from chaffinch.service.sites import Site
from chaffinch.store import audits
from chaffinch.store.database import Connection

MOST_OPEN = 50
"""Audits of a site that wait at once. While so many do, no more are drawn: a flood must not bury the moderators, and
drawing stops for all comments alike, whatever their score."""

_UNSCORED = frozenset({"administrator", "guaranteed-spam", "unreadable-state"})
"""Signals whose verdict says nothing about visitors: the site's own people, tests, and what could not be judged."""


class Audit(Enum):
    """How the audit of a drawn comment stands."""

    WAITING = "WAITING"
    ANSWERED = "ANSWERED"


def states(connection: Connection, comment_ids: Sequence[str]) -> dict[str, Audit]:
    """Return how the audits of those of some comments stand that were drawn."""
    found = audits.labels(connection, comment_ids)
    return {comment_id: Audit.WAITING if label is None else Audit.ANSWERED for comment_id, label in found.items()}


def is_drawn(secret: ServerSecret, site: Site, comment_id: str) -> bool:
    """Return whether a new comment is drawn: its keyed number, uniform in 2**256, falls within the site's share."""
    if not site.promise.is_made:
        return False
    number = int(secret.lookup("audit", comment_id), 16)
    return number * site.audit_share.denominator < site.audit_share.numerator << 256


def kept(verdict: Verdict) -> Verdict:
    """Return a verdict that lets a person still answer: of what is discarded nothing would be left to look at."""
    return verdict._replace(action=Action.SPAM) if verdict.action is Action.DISCARD else verdict


def draw(connection: Connection, site_id: str, comment_id: str, verdict: Verdict, now: int) -> None:
    """Write the audit of a drawn comment, inside the transaction that writes the comment; unless too many wait."""
    if not any(reason.code in _UNSCORED for reason in verdict.evidence):
        values = {"comment_id": comment_id, "site_id": site_id, "score": verdict.score, "model": verdict.model}
        audits.draw(connection, values | {"drawn_at": now}, MOST_OPEN)
