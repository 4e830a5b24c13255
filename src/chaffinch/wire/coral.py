"""Coral's external moderation phase: a signed question about one comment, and its answer.

Source: Coral (Vox Media), "External Moderation Phases" and "Webhook Signing" of its documentation, and the phase's code
in coralproject/talk. Coral asks last, about comments that none of its own phases has decided about. Whatever is not an
answer, an error or silence beyond its timeout, makes it go on as if it had not asked.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from chaffinch.engine.types import Action, Submission
from chaffinch.errors import FieldError
from chaffinch.wire.charset import clean
from chaffinch.wire.json_body import JsonAnswer, json_answer, read_object

MAX_TEXT = 65_536
MAX_URL = 2_000
"""Characters that are read; more is cut off."""

_FLAG = {"actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}]}

NO_OPINION = JsonAnswer(204)
"""Coral goes on: the comment is published, unless the site wants to see all comments first."""
HELD = json_answer({"status": "PREMOD"})
NOT_SIGNED = JsonAnswer(401, b'{"code": "not-signed"}', (("WWW-Authenticate", "X-Coral-Signature"),))
"""The same for a wrong signature, a site without a secret, and no such site."""
UNREADABLE_STATE = json_answer({"code": "state-unreadable"}, 503)

JUDGED: dict[Action, JsonAnswer] = {
    Action.APPROVE: NO_OPINION,
    Action.HOLD: HELD,
    Action.SPAM: json_answer({"status": "SYSTEM_WITHHELD", **_FLAG}),
    Action.DISCARD: json_answer({"status": "REJECTED", **_FLAG}),
}
"""Spam is withheld with a flag, not rejected: that is what Coral does with its own spam filter's findings, and a
moderator sees it in the queue. Only what the site lets us discard is rejected unseen."""


@dataclass(frozen=True, slots=True)
class Moderation:
    """What Coral asks about. Its numbers of author, parent, story and tenant do not leave this module."""

    submission: Submission
    permalink: str | None
    is_administrator: bool


def is_signed(secret: str, body: bytes, header: str) -> bool:
    """Whether the header `X-Coral-Signature` holds the body's HMAC-SHA-256 under the phase's signing secret.

    While a secret is being replaced, Coral signs with the old one and the new: `sha256=…,sha256=…`. One is enough.
    """
    expected = hmac.new(secret.encode(), body, sha256).hexdigest().encode()
    given = [piece.strip() for piece in header.encode("latin-1", "replace").split(b",")]
    fitting = [hmac.compare_digest(one.removeprefix(b"sha256="), expected) for one in given if one[:7] == b"sha256="]
    return any(fitting)


def read_moderation(body: bytes) -> Moderation:
    """Return what Coral asks about. Only the text must be there, and it may be empty.

    Raises:
        InputError: not a JSON object, or no `comment.body`.

    """
    sent = read_object(body)
    text = _within(sent, "comment").get("body")
    if not isinstance(text, str):
        raise FieldError("comment.body is not a text", field="comment.body")
    url = _within(sent, "story").get("url")
    is_address = isinstance(url, str) and url.lower().startswith(("http://", "https://"))
    return Moderation(
        submission=Submission(clean(text)[:MAX_TEXT]),
        permalink=clean(url)[:MAX_URL] if isinstance(url, str) and is_address else None,
        is_administrator=_within(sent, "author").get("role") == "ADMIN",
    )


def unreadable(message: str) -> JsonAnswer:
    """Answer a signed question that cannot be read. Coral logs the status and goes on."""
    return json_answer({"code": "bad-input", "message": message}, 400)


def too_large(message: str) -> JsonAnswer:
    """Answer a body over the limit."""
    return json_answer({"code": "too-large", "message": message}, 413)


def _within(sent: dict[str, Any], name: str) -> dict[str, Any]:
    value = sent.get(name)
    return value if isinstance(value, dict) else {}
