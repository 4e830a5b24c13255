"""Queries of the retention sweep: what has ended, deleted."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from chaffinch.store.schema import comment, outbox, remote_check, session, sign_in_link, thread


def ended_comments(connection: Connection, refused_before: int, checked_before: int, limit: int) -> list[str]:
    """Return ids of comments that have ended: refused or held ones by their last decision, other systems' by it too."""
    refused = comment.c.state.in_(("HELD", "SPAM", "DISCARDED")) & (comment.c.decided_at < refused_before)
    checked = comment.c.source.in_(("AKISMET", "API")) & (comment.c.decided_at < checked_before)
    found = select(comment.c.id).where(refused).union(select(comment.c.id).where(checked)).limit(limit)
    return list(connection.execute(found).scalars())


def delete_outbox(connection: Connection, before: int) -> int:
    """Delete what was written to the outbox before a moment."""
    return connection.execute(delete(outbox).where(outbox.c.created_at < before)).rowcount


def delete_remote_checks(connection: Connection, before: int) -> int:
    """Forget what other systems that asked before a moment were answered, and where they could be told otherwise."""
    return connection.execute(delete(remote_check).where(remote_check.c.asked_at < before)).rowcount


def delete_sign_ins(connection: Connection, before: int) -> int:
    """Delete links and sessions that expired before a moment."""
    links = connection.execute(delete(sign_in_link).where(sign_in_link.c.expires_at < before)).rowcount
    return links + connection.execute(delete(session).where(session.c.expires_at < before)).rowcount


def delete_empty_threads(connection: Connection) -> int:
    """Delete threads without any comment."""
    used = select(comment.c.id).where(comment.c.thread_id == thread.c.id).correlate(thread)
    return connection.execute(delete(thread).where(~used.exists())).rowcount
