"""Queries on the outbox: what sites are to be told, and how telling them went."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from chaffinch.store.schema import outbox, remote_check, site

_waits = outbox.c.done_at.is_(None) & outbox.c.next_at.is_not(None)


def add(connection: Connection, messages: list[dict[str, Any]]) -> None:
    """Add what is to be told to sites."""
    if messages:
        connection.execute(insert(outbox), messages)


def waiting(connection: Connection, comment_ids: list[str]) -> list[Row[Any]]:
    """Return the messages about some comments that have not been delivered yet: one of each at most."""
    return list(connection.execute(select(outbox).where(_waits & outbox.c.comment_id.in_(comment_ids))))


def end(connection: Connection, ids: list[int], now: int, result: str, attempts: int = 0) -> None:
    """End messages with their last result, after so many more attempts."""
    if not ids:
        return
    values = {"done_at": now, "last_result": result, "attempts": outbox.c.attempts + attempts}
    connection.execute(update(outbox).where(outbox.c.id.in_(ids) & outbox.c.done_at.is_(None)).values(values))


def put_off(connection: Connection, message_id: int, until: int, result: str) -> None:
    """Write an attempt that failed, and when the next one is due."""
    values = {"next_at": until, "last_result": result, "attempts": outbox.c.attempts + 1}
    connection.execute(update(outbox).where((outbox.c.id == message_id) & outbox.c.done_at.is_(None)).values(values))


def put_off_site(connection: Connection, site_id: str, now: int, until: int, result: str) -> None:
    """Put off whatever of a site is due and could not be sent either."""
    due = _waits & (outbox.c.site_id == site_id) & (outbox.c.next_at <= now)
    connection.execute(update(outbox).where(due).values(next_at=until, last_result=result))


def hurry(connection: Connection, message_id: int, now: int) -> None:
    """Let a message that was meant for later be due now."""
    connection.execute(update(outbox).where(outbox.c.id == message_id).values(next_at=now))


def due_sites(connection: Connection, now: int) -> list[str]:
    """Return the sites that have something due, in the order of their ids."""
    found = select(outbox.c.site_id).where(_waits & (outbox.c.next_at <= now)).distinct()
    return list(connection.execute(found.order_by(outbox.c.site_id)).scalars())


def due(connection: Connection, site_id: str, now: int, limit: int) -> list[Row[Any]]:
    """Return messages of a site that are due, longest waiting first, with callback and address of the site.

    The callback is None where it has had its time, or the comment is gone.
    """
    joined = outbox.join(site, site.c.id == outbox.c.site_id).outerjoin(
        remote_check, remote_check.c.comment_id == outbox.c.comment_id
    )
    found = select(outbox, remote_check.c.callback, site.c.url, site.c.is_reachable).select_from(joined)
    mine = _waits & (outbox.c.site_id == site_id) & (outbox.c.next_at <= now)
    return list(connection.execute(found.where(mine).order_by(outbox.c.next_at, outbox.c.id).limit(limit)))


def newest(connection: Connection, comment_ids: list[str]) -> list[Row[Any]]:
    """Return the newest message about each of some comments."""
    last = select(func.max(outbox.c.id)).where(outbox.c.comment_id.in_(comment_ids)).group_by(outbox.c.comment_id)
    return list(connection.execute(select(outbox).where(outbox.c.id.in_(last))))
