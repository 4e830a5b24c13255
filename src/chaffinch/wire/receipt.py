"""Receipts over the wire: which comment is meant, and what is told of it. Not Akismet's calls but ours, beside them.

A form as Akismet's clients send it comes in, JSON goes out; errors are those of the Akismet calls.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from chaffinch.engine.types import Submission
from chaffinch.wire.akismet_answer import JSON, Answer
from chaffinch.wire.akismet_body import read_pairs
from chaffinch.wire.akismet_call import MAX_NAME, MAX_TEXT, MAX_URL, Envelope, host_key
from chaffinch.wire.akismet_fields import read_fields

READS = frozenset({"api_key", "comment_author", "comment_author_url", "comment_content", "guid"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What one call asks about: the comment of a guid, "" if none came, and all with this author and text."""

    key: str
    guid: str
    said: Submission


def read_wish(envelope: Envelope) -> Wish:
    """Return the call.

    Raises:
        TooLargeError: too many fields.

    """
    pairs = read_pairs(envelope.query, envelope.body, envelope.content_type)
    fields = read_fields(pairs, envelope.content_type, READS)
    said = Submission(
        text=fields.get("comment_content")[:MAX_TEXT],
        author=fields.get("comment_author")[:MAX_NAME] or None,
        author_url=fields.get("comment_author_url")[:MAX_URL] or None,
    )
    return Wish((fields.get("api_key") or host_key(envelope.host)).lower()[:64], fields.get("guid").lower()[:32], said)


def kept(things: Iterable[tuple[str, str]]) -> Answer:
    """Answer an export: name and value of everything that is kept."""
    return _answer({"kept": [{"name": name, "value": value} for name, value in things]})


def erased(count: int) -> Answer:
    """Answer an erasure: how many comments there were."""
    return _answer({"erased": count})


def _answer(value: object) -> Answer:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Answer(body.encode("utf-8", "replace"), content_type=JSON)
