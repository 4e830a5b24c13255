"""Which comment another system means: recognised by site, author and text, for its feedback carries no number.

What comes back is seldom the same bytes. WordPress checks text with backslashes before quotes and, where it has lost
what was submitted, hands back what it stored: entities for `&`, quotes and emoji, tags it does not allow taken out,
`rel="nofollow ugc"` put in. So what a reader would see is compared, and where its links lead.
"""

from __future__ import annotations

from typing import Any

from chaffinch.engine.text import plain
from chaffinch.engine.types import Label, Submission
from chaffinch.service.secret import ServerSecret
from chaffinch.store import feedback
from chaffinch.store.database import Connection, Row


def match_lookup(secret: ServerSecret, site_id: str, submission: Submission) -> str:
    """Return the keyed hash by which the same author and text are recognised, in whatever dress.

    Blanks, case, backslashes, entities, markup and invisible characters do not count. A comment without text, as a
    pingback that is asked about before it is fetched, is told from others by its author's address.
    """
    author, text = _bare(submission.author or ""), _bare(submission.text)
    rest = "" if text.strip("\0") else (submission.author_url or "").lower()
    return secret.lookup("comment-match", f"{site_id}\0{author}\0{text}\0{rest}")


def _bare(source: str) -> str:
    """Return what a reader would see of a text, and after it the targets of its links."""
    seen = plain(source.replace("\\", ""))
    return "\0".join((seen.text, *(link.target for link in seen.links))).replace("\\", "").lower()


def settle(connection: Connection, comment: Row[Any], label: Label) -> bool:
    """End labels that contradict a new one on comments just like this one; return whether another has the same already.

    Runs inside the caller's transaction.
    """
    others = [
        entry
        for entry in feedback.of_match(connection, comment.site_id, comment.match_lookup)
        if entry.comment_id != comment.id
    ]
    feedback.end(connection, [entry.position for entry in others if entry.label != label.name])
    return any(entry.label == label.name for entry in others)
