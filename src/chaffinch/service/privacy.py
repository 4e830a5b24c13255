"""What is kept, why and how long, told from the schema itself and the running settings: it cannot say otherwise."""

from __future__ import annotations

import re
from dataclasses import asdict

from chaffinch.service.clock import SECOND
from chaffinch.service.disclosure import Field, Group
from chaffinch.service.retention import Retention
from chaffinch.service.watching import Counted
from chaffinch.sightings.tallies import TURN
from chaffinch.store.purposes import INTERESTS, Basis, Purpose, reason_of
from chaffinch.store.schema import metadata

TABLES: dict[str, str] = {
    "comment": "Your comment",
    "decision": "Decisions about your comment",
    "reaction": "What you liked or reported",
    "feedback": "What the filter learned from a moderator's decision",
    "checkpoint": "The filter's weights",
    "audit": "Comments drawn at random to see how often the filter is wrong",
    "remote_check": "What another system that asked about your comment was answered",
    "outbox": "Messages to other systems",
    "usage": "How often a site's other systems asked",
    "answer": "Answers to other systems",
    "answer_comment": "Which comments those answers speak of",
    "session": "Moderators who are signed in",
    "sign_in_link": "Sign-in links of moderators",
    "thread": "Pages that are commented on",
    "site": "Sites on this server",
    "site_key": "Keys of those sites",
    "disclosure": "What this page has said since when",
    "sweep": "What was deleted because its time had come",
    "server": "This server",
}
"""Every table in plain words, readers' own data first."""

FIELDS: dict[str, str] = {
    "comment.author": "the name you gave",
    "comment.author_url": "the website you gave, if any",
    "comment.text": "what you wrote",
    "comment.created_at": "when you sent it",
    "comment.state": "whether it is published, waiting or refused",
    "comment.score": "how probable the filter thought spam",
    "comment.match_lookup": "a keyed fingerprint of name and text",
    "comment.form_token": "a keyed fingerprint of the form you sent",
    "comment.decided_at": "when it was last decided about",
    "comment.source": "how it came in",
    "comment.parent_id": "which comment it answers",
    "comment.campaign": "a number shared with other comments of nearly the same words, if many sent such",
    "comment.path": "its place among the comments of the page",
    "comment.root": "the place of the conversation it is part of",
    "comment.likes": "how many networks liked it",
    "comment.reports": "how many reported it since a moderator last decided",
    "reaction.comment_id": "which comment",
    "reaction.kind": "whether you liked or reported it",
    "reaction.source": "a keyed fingerprint of a part of your address and of that comment",
    "reaction.created_at": "when",
    "comment.counted": "whether another system that asked was told spam or ham",
    "decision.action": "what was decided",
    "decision.created_at": "when",
    "decision.model": "which model judged",
    "decision.score": "how probable it thought spam",
    "decision.evidence": "the filter's reasons, with the words that weighed",
    "decision.decided_by": "whether a person or the machine decided",
    "feedback.row": "hashed features of the comment, not its text",
    "feedback.label": "what the moderator said it is",
    "feedback.created_at": "when the moderator said so",
    "feedback.position": "its place in the order of learning",
    "feedback.feature_version": "how its features were made",
    "feedback.reasons": "names of the filter's reasons, words among them as hashes",
    "checkpoint.state": "numbers learned from all labels together",
    "checkpoint.position": "how far in that order they go",
    "checkpoint.model": "the base model they stand on",
    "checkpoint.digest": "a check sum",
    "checkpoint.created_at": "when they were written",
    "audit.comment_id": "which comment was drawn",
    "audit.score": "how probable the filter thought spam when it came",
    "audit.model": "which model judged",
    "audit.label": "what a moderator said it is",
    "audit.drawn_at": "when it was drawn",
    "outbox.kind": "what kind of message",
    "outbox.payload": "what was decided",
    "outbox.created_at": "when it was written",
    "outbox.done_at": "when it was delivered, or given up",
    "outbox.attempts": "how often it was sent",
    "outbox.next_at": "when it is sent next",
    "outbox.deadline": "until when it is sent again",
    "outbox.last_result": "how the last attempt ended",
    "remote_check.answer": "what it was answered last",
    "remote_check.asked_at": "when it asked",
    "remote_check.callback": "the address at which it wants to be told otherwise",
    "usage.month": "the month",
    "usage.spam": "how many were called spam",
    "usage.ham": "how many were not",
    "usage.missed_spam": "how many of those were spam after all",
    "usage.false_positives": "how many were called spam, and were none",
    "answer.lookup": "a keyed fingerprint of the key of the call",
    "answer.call_lookup": "a keyed fingerprint of the call",
    "answer.answer": "what was answered, encrypted under a key that only the caller has",
    "answer.created_at": "when it was answered",
    "answer_comment.lookup": "the same fingerprint of the key",
    "session.lookup": "a keyed fingerprint of the session cookie",
    "session.csrf": "a random token that proves a form is the desk's own",
    "session.expires_at": "when the session ends",
    "sign_in_link.lookup": "a keyed fingerprint of the link",
    "sign_in_link.expires_at": "when it stops working",
    "sign_in_link.used_at": "when it was used",
    "thread.permalink": "the page's address",
    "thread.place": "the same address in one form for all links to it",
    "thread.last_number": "how many comments it has had",
    "thread.title": "its title",
    "thread.article": "the beginning of its text",
    "thread.created_at": "when the first comment came",
    "site.url": "the site's address",
    "site.name": "its name",
    "site.hold_answer": "what other systems are told in doubt",
    "site.allow_discard": "whether blatant spam may be thrown away at once",
    "site.recheck": "whether other systems are asked to wait in doubt",
    "site.is_reachable": "whether the last message to it got through",
    "site.lose_at_most": "what share of honest comments may be called spam",
    "site.hold_at_most": "what share of them may have to wait",
    "site.audit_share": "what share of comments is drawn at random and shown to a moderator",
    "site.audit_generation": "how often answers to those changed",
    "site.shares": "whether it shares what its moderators teach the filter",
    "site.created_at": "when it was added",
    "site.coral_secret": "the secret under which Coral signs what it asks, encrypted",
    "site_key.key_lookup": "a keyed fingerprint of the key",
    "site_key.key_encrypted": "the key, encrypted",
    "site_key.created_at": "when it was made",
    "site_key.retired_at": "when it was retired",
    "disclosure.since": "since when it says so",
    "disclosure.digest": "a check sum of what it says",
    "disclosure.parts": "a check sum of each part of it",
    "sweep.ended_at": "when",
    "sweep.counts": "how many of each kind",
    "server.secret_check": "a proof that the secret file belongs to this database",
    "server.log_generation": "how often learning was done anew",
    "server.created_at": "when it was first started",
}


SHARING = reason_of(metadata.tables["site"].c.shares).purpose.value
"""What learning across sites is for."""
_FLOODS = "To notice floods: nearly the same words from many senders, or many comments of one, in a short time."


def counted() -> Group:
    """Return what is counted in memory and stored nowhere: told from what counts, like the rest from what stores."""
    hours = 2 * TURN // (3600 * SECOND)
    end = f"At most {hours} hours after you sent it, and at once when this server stops. It is never written to a disk."
    basis, interest = Basis.LEGITIMATE_INTEREST.value, INTERESTS[Purpose.JUDGE]
    rows = (
        Field("memory", one.name.lower(), one.value, _FLOODS, basis, interest, end, is_personal=True) for one in Counted
    )
    return Group("What is counted for some hours", is_stored=False, fields=tuple(rows))


def _in_days(sentence: str, days: dict[str, int]) -> str:
    """Fill the settings in; one day is not "1 days"."""
    return re.sub(r"\b1 days\b", "1 day", sentence.format(**days))


def data_page(retention: Retention) -> tuple[Group, ...]:
    """Return every stored column, grouped by table, with the running retention filled in."""
    days = asdict(retention)
    groups = []
    for name, heading in TABLES.items():
        rows = []
        for one in metadata.tables[name].columns:
            why = reason_of(one)
            key = f"{name}.{one.name}"
            rows.append(
                Field(
                    table=name,
                    field=str(one.name),  # SQLAlchemy has a kind of its own
                    what=FIELDS.get(key, one.name.replace("_", " ")),
                    purpose=why.purpose.value,
                    basis=why.basis.value,
                    interest=INTERESTS[why.purpose] if why.basis is Basis.LEGITIMATE_INTEREST else None,
                    end=_in_days(why.end.value, days),
                    is_personal=why.basis is not Basis.NO_PERSONAL_DATA,
                )
            )
        groups.append(Group(heading, is_stored=True, fields=tuple(rows)))
    return tuple(groups)
