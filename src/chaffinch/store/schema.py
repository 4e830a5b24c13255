"""The tables. Each column says why it is kept and when it ends; times are Unix milliseconds, UTC."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from chaffinch.store.purposes import Basis, End, Purpose, Reason, column

metadata = MetaData()

_SITE = Reason(Purpose.OPERATE, Basis.NO_PERSONAL_DATA, End.WITH_SITE)
_SHOWN = Reason(Purpose.PUBLISH, Basis.SERVICE, End.COMMENT)
_JUDGED = Reason(Purpose.JUDGE, Basis.LEGITIMATE_INTEREST, End.COMMENT)
_ONCE = Reason(Purpose.ONCE, Basis.LEGITIMATE_INTEREST, End.WITH_COMMENT)
_MATCH = Reason(Purpose.MATCH, Basis.LEGITIMATE_INTEREST, End.WITH_COMMENT)
_DECIDED = Reason(Purpose.ACCOUNT, Basis.LEGITIMATE_INTEREST, End.WITH_COMMENT)
_REASONS = Reason(Purpose.JUDGE, Basis.LEGITIMATE_INTEREST, End.WITH_COMMENT)
_LEARNED = Reason(Purpose.LEARN, Basis.LEGITIMATE_INTEREST, End.FEEDBACK)
_RECORDED = Reason(Purpose.RECORD, Basis.LEGITIMATE_INTEREST, End.FEEDBACK)
_SHARING = Reason(Purpose.SHARE, Basis.NO_PERSONAL_DATA, End.WITH_SITE)
_WEIGHTS = Reason(Purpose.LEARN, Basis.LEGITIMATE_INTEREST, End.CHECKPOINT)
_NOTIFY = Reason(Purpose.NOTIFY, Basis.LEGITIMATE_INTEREST, End.OUTBOX)
_CALLED_BACK = Reason(Purpose.NOTIFY, Basis.LEGITIMATE_INTEREST, End.CALLBACK)
_SECURE = Reason(Purpose.SECURE, Basis.LEGITIMATE_INTEREST, End.SIGN_IN)
_PAGE = Reason(Purpose.OPERATE, Basis.NO_PERSONAL_DATA, End.THREAD)
_PLACE = Reason(Purpose.OPERATE, Basis.LEGITIMATE_INTEREST, End.THREAD)
"""An address of a page may name a person: other systems send it as it is in their visitor's browser."""
_KEY = Reason(Purpose.ADMIT, Basis.NO_PERSONAL_DATA, End.WITH_SITE)
_COUNTED = Reason(Purpose.COUNT, Basis.NO_PERSONAL_DATA, End.WITH_SITE)
_ALIKE = Reason(Purpose.JUDGE, Basis.LEGITIMATE_INTEREST, End.WITH_COMMENT)
_COUNTED_AS = Reason(Purpose.COUNT, Basis.LEGITIMATE_INTEREST, End.WITH_COMMENT)
_ANSWER = Reason(Purpose.AGAIN, Basis.LEGITIMATE_INTEREST, End.ANSWER)
_AUDITED = Reason(Purpose.CALIBRATE, Basis.LEGITIMATE_INTEREST, End.AUDIT)
_REACTED = Reason(Purpose.REACT, Basis.LEGITIMATE_INTEREST, End.REACTION)
_REACTIONS = Reason(Purpose.REACT, Basis.LEGITIMATE_INTEREST, End.WITH_COMMENT)
_SERVER = Reason(Purpose.OPERATE, Basis.NO_PERSONAL_DATA, End.SERVER)
_DISCLOSED = Reason(Purpose.DISCLOSE, Basis.NO_PERSONAL_DATA, End.WITH_SITE)
_SWEPT = Reason(Purpose.DISCLOSE, Basis.NO_PERSONAL_DATA, End.SWEEP)

site = Table(
    "site",
    metadata,
    column("id", String(32), primary_key=True, why=_SITE),
    column("url", Text, nullable=False, unique=True, why=_SITE),
    column("name", Text, nullable=False, why=_SITE),
    column("hold_answer", Boolean, nullable=False, why=_SITE),
    column("allow_discard", Boolean, nullable=False, why=_SITE),
    column("created_at", BigInteger, nullable=False, why=_SITE),
    column("coral_secret", LargeBinary, why=_KEY),
    column("recheck", Boolean, nullable=False, server_default=text("1"), why=_SITE),
    column("is_reachable", Boolean, nullable=False, server_default=text("1"), why=_SITE),
    column("shares", Boolean, nullable=False, server_default=text("1"), why=_SHARING),
    column("lose_at_most", String(32), why=_SITE),
    column("hold_at_most", String(32), why=_SITE),
    column("audit_share", String(32), nullable=False, server_default=text("'1/50'"), why=_SITE),
    column("audit_generation", Integer, nullable=False, server_default=text("0"), why=_SITE),
)
"""Shares are fractions as text, "1/1000". `audit_generation` grows whenever an answer to an audit comes, changes or
ends, so that whoever has read the answers before reads them anew."""

site_key = Table(
    "site_key",
    metadata,
    column("id", Integer, primary_key=True, why=_KEY),
    column("site_id", String(32), ForeignKey("site.id"), nullable=False, index=True, why=_KEY),
    column("key_lookup", String(64), nullable=False, unique=True, why=_KEY),
    column("key_encrypted", LargeBinary, nullable=False, why=_KEY),
    column("created_at", BigInteger, nullable=False, why=_KEY),
    column("retired_at", BigInteger, why=_KEY),
)

thread = Table(
    "thread",
    metadata,
    column("id", Integer, primary_key=True, why=_PAGE),
    column("site_id", String(32), ForeignKey("site.id"), nullable=False, why=_PAGE),
    column("permalink", Text, nullable=False, why=_PLACE),
    column("title", Text, nullable=False, why=_PAGE),
    column("article", Text, nullable=False, why=_PAGE),
    column("created_at", BigInteger, nullable=False, why=_PAGE),
    column("place", Text, nullable=False, server_default=text("''"), why=_PLACE),
    column("last_number", Integer, nullable=False, server_default=text("0"), why=_PAGE),
    Index("thread_by_place", "site_id", "place", unique=True),
    Index("thread_of_site", "site_id", "created_at"),
)
"""`permalink` is the address as it was first told, without what tracks readers; `place` the form by which the thread is
found (see `store.places`). `last_number` only grows, so no comment takes the number of one that is gone."""

comment = Table(
    "comment",
    metadata,
    column("id", String(32), primary_key=True, why=_SHOWN),
    column("site_id", String(32), ForeignKey("site.id"), nullable=False, why=_SHOWN),
    column("thread_id", Integer, ForeignKey("thread.id"), nullable=False, why=_SHOWN),
    column("parent_id", String(32), ForeignKey("comment.id"), why=_SHOWN),
    column("source", String(16), nullable=False, why=_JUDGED),
    column("author", Text, nullable=False, why=_SHOWN),
    column("author_url", Text, nullable=False, why=_SHOWN),
    column("text", Text, nullable=False, why=_SHOWN),
    column("state", String(16), nullable=False, why=_SHOWN),
    column("score", Float, nullable=False, why=_JUDGED),
    column("match_lookup", String(64), nullable=False, why=_MATCH),
    column("form_token", String(64), unique=True, why=_ONCE),
    column("created_at", BigInteger, nullable=False, why=_SHOWN),
    column("decided_at", BigInteger, nullable=False, why=_DECIDED),
    column("counted", String(8), why=_COUNTED_AS),
    column("campaign", String(16), why=_ALIKE),
    column("path", String(64), why=_SHOWN),
    column("root", Integer, why=_SHOWN),
    column("likes", Integer, nullable=False, server_default=text("0"), why=_REACTIONS),
    column("reports", Integer, nullable=False, server_default=text("0"), why=_REACTIONS),
    Index("comment_tree", "thread_id", "state", "path"),
    Index("comment_conversations", "thread_id", "state", text("root DESC"), "path"),
    Index("comment_liked", "thread_id", "state", text("likes DESC"), "path"),
    Index("comment_reported", "state", "reports"),
    Index("comment_thread", "thread_id", "state", "created_at", "id"),
    Index("comment_queue", "state", "created_at", "id"),
    Index("comment_queue_of_site", "site_id", "state", "created_at", "id"),
    Index("comment_match", "site_id", "match_lookup"),
    Index("comment_ends", "state", "decided_at"),
    Index("comment_asked_ends", "source", "decided_at"),
    Index("comment_answers", "parent_id"),
    Index("comment_campaign", "campaign", "state"),
)
"""`path` and `root` say where a comment of our own form stands in its thread (see `store.paths`); those that other
systems ask about stand in none. `likes` and `reports` are counts; reports begin anew when a person has decided."""

reaction = Table(
    "reaction",
    metadata,
    column("comment_id", String(32), ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True, why=_REACTED),
    column("kind", String(8), primary_key=True, why=_REACTED),
    column("source", String(64), primary_key=True, why=_REACTED),
    column("created_at", BigInteger, nullable=False, index=True, why=_REACTED),
)
"""Who liked or reported a comment already. `source` is a keyed hash of comment and network: a network has another
one at each comment, so nothing tells what else was liked from there."""

decision = Table(
    "decision",
    metadata,
    column("id", Integer, primary_key=True, why=_DECIDED),
    column(
        "comment_id",
        String(32),
        ForeignKey("comment.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
        why=_DECIDED,
    ),
    column("decided_by", String(16), nullable=False, why=_DECIDED),
    column("action", String(16), nullable=False, why=_DECIDED),
    column("score", Float, why=_REASONS),
    column("evidence", Text, nullable=False, why=_REASONS),
    column("model", Text, nullable=False, why=_REASONS),
    column("created_at", BigInteger, nullable=False, why=_DECIDED),
)

feedback = Table(
    "feedback",
    metadata,
    column("position", Integer, primary_key=True, why=_LEARNED),
    column("site_id", String(32), ForeignKey("site.id"), nullable=False, why=_LEARNED),
    column("comment_id", String(32), nullable=False, why=_LEARNED),
    column("label", String(8), nullable=False, why=_LEARNED),
    column("row", LargeBinary, nullable=False, why=_LEARNED),
    column("created_at", BigInteger, nullable=False, index=True, why=_LEARNED),
    column("feature_version", Integer, nullable=False, server_default=text("1"), why=_LEARNED),
    column("reasons", Text, why=_RECORDED),
    Index("feedback_comment", "comment_id", unique=True),
    Index("feedback_features", "feature_version", "position"),
    Index("feedback_of_site", "site_id", "position"),
    sqlite_autoincrement=True,
)
"""The feedback log. It holds what lives; an entry that ends is deleted and the weights are folded anew without it.
Positions are never used twice (AUTOINCREMENT), so a position names one entry for ever. Rows of another feature version
than the program's are not learned: see `service.renewing`. `reasons` names those the comment had, see
`service.records`."""

checkpoint = Table(
    "checkpoint",
    metadata,
    column("position", Integer, primary_key=True, why=_WEIGHTS),
    column("model", Text, nullable=False, why=_WEIGHTS),
    column("state", LargeBinary, nullable=False, why=_WEIGHTS),
    column("digest", String(64), nullable=False, why=_WEIGHTS),
    column("created_at", BigInteger, nullable=False, why=_WEIGHTS),
)

remote_check = Table(
    "remote_check",
    metadata,
    column("comment_id", String(32), ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True, why=_CALLED_BACK),
    column("site_id", String(32), ForeignKey("site.id"), nullable=False, why=_CALLED_BACK),
    column("callback", Text, why=_CALLED_BACK),
    column("answer", String(8), nullable=False, why=_CALLED_BACK),
    column("asked_at", BigInteger, nullable=False, why=_CALLED_BACK),
    Index("remote_check_asked", "asked_at", "comment_id"),
)
"""A comment that another system asked about: what it was answered last, and where it can be told otherwise."""

outbox = Table(
    "outbox",
    metadata,
    column("id", Integer, primary_key=True, why=_NOTIFY),
    column("site_id", String(32), ForeignKey("site.id"), nullable=False, why=_NOTIFY),
    column("kind", String(32), nullable=False, why=_NOTIFY),
    column("payload", Text, nullable=False, why=_NOTIFY),
    column("created_at", BigInteger, nullable=False, index=True, why=_NOTIFY),
    column("done_at", BigInteger, why=_NOTIFY),
    column("comment_id", String(32), why=_NOTIFY),
    column("attempts", Integer, nullable=False, server_default=text("0"), why=_NOTIFY),
    column("next_at", BigInteger, why=_NOTIFY),
    column("deadline", BigInteger, why=_NOTIFY),
    column("last_result", String(32), why=_NOTIFY),
    Index("outbox_due", "done_at", "next_at"),
    Index("outbox_of_comment", "comment_id", "id"),
)
"""What a site is to be told about a comment. At most one message of a comment waits; it is done once it was delivered,
was given up, or a newer one took its place."""

usage = Table(
    "usage",
    metadata,
    column("site_id", String(32), ForeignKey("site.id"), primary_key=True, why=_COUNTED),
    column("month", String(7), primary_key=True, why=_COUNTED),
    column("spam", Integer, nullable=False, why=_COUNTED),
    column("ham", Integer, nullable=False, why=_COUNTED),
    column("missed_spam", Integer, nullable=False, why=_COUNTED),
    column("false_positives", Integer, nullable=False, why=_COUNTED),
)
"""What other systems asked, counted by site and month ("2026-11", UTC) of the check. `comment.counted` names the
column a comment counts in, "SPAM" or "HAM": what the system that asked was told last."""

answer = Table(
    "answer",
    metadata,
    column("lookup", String(64), primary_key=True, why=_ANSWER),
    column("site_id", String(32), ForeignKey("site.id"), nullable=False, index=True, why=_ANSWER),
    column("call_lookup", String(64), nullable=False, why=_ANSWER),
    column("answer", LargeBinary, nullable=False, why=_ANSWER),
    column("created_at", BigInteger, nullable=False, index=True, why=_ANSWER),
)
"""What a program was answered, encrypted under a key that only its caller knows. Empty once a comment it speaks of is
erased: that the call was answered is still known, so it is not done again."""

answer_comment = Table(
    "answer_comment",
    metadata,
    column("lookup", String(64), ForeignKey("answer.lookup", ondelete="CASCADE"), primary_key=True, why=_ANSWER),
    column("comment_id", String(32), primary_key=True, index=True, why=_ANSWER),
)

audit = Table(
    "audit",
    metadata,
    column("comment_id", String(32), primary_key=True, why=_AUDITED),
    column("site_id", String(32), ForeignKey("site.id"), nullable=False, why=_AUDITED),
    column("score", Float, nullable=False, why=_AUDITED),
    column("model", Text, nullable=False, why=_AUDITED),
    column("label", String(8), why=_AUDITED),
    column("drawn_at", BigInteger, nullable=False, index=True, why=_AUDITED),
    Index("audit_sample", "site_id", "label", "model", "score"),
    Index("audit_waiting", "label", "drawn_at", "comment_id"),
)
"""Comments drawn at random when they came, with the score they had then. It outlives its comment, for it holds no word
of it; one whose comment ended before a person answered counts as missed."""

sign_in_link = Table(
    "sign_in_link",
    metadata,
    column("lookup", String(64), primary_key=True, why=_SECURE),
    column("expires_at", BigInteger, nullable=False, why=_SECURE),
    column("used_at", BigInteger, why=_SECURE),
)

session = Table(
    "session",
    metadata,
    column("lookup", String(64), primary_key=True, why=_SECURE),
    column("csrf", String(64), nullable=False, why=_SECURE),
    column("expires_at", BigInteger, nullable=False, why=_SECURE),
)

disclosure = Table(
    "disclosure",
    metadata,
    column("id", Integer, primary_key=True, why=_DISCLOSED),
    column("site_id", String(32), ForeignKey("site.id"), nullable=False, index=True, why=_DISCLOSED),
    column("since", BigInteger, nullable=False, why=_DISCLOSED),
    column("digest", String(64), nullable=False, why=_DISCLOSED),
    column("parts", Text, nullable=False, why=_DISCLOSED),
)
"""What the data page of a site has said since when: one check sum of the whole, and in `parts`, as JSON, one of each
part, so that it can be told which part changed."""

sweep = Table(
    "sweep",
    metadata,
    column("id", Integer, primary_key=True, why=_SWEPT),
    column("ended_at", BigInteger, nullable=False, index=True, why=_SWEPT),
    column("counts", Text, nullable=False, why=_SWEPT),
)
"""When the retention sweep ended, and how many of each kind it deleted, as JSON: numbers without a name."""

server = Table(
    "server",
    metadata,
    column("id", Integer, primary_key=True, why=_SERVER),
    column("secret_check", String(64), nullable=False, why=_SERVER),
    column("log_generation", Integer, nullable=False, server_default=text("0"), why=_SERVER),
    column("created_at", BigInteger, nullable=False, why=_SERVER),
)
"""One row. `log_generation` grows whenever an entry of the feedback log ends or is written anew, and when a site begins
or ceases to share, so that readers fold anew."""
