"""Queries on the threads of a site."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select, tuple_

from chaffinch.store.schema import comment, thread

_place = tuple_(thread.c.created_at, thread.c.id)


def of_site(connection: Connection, site_id: str, before: tuple[int, int] | None, limit: int) -> list[Row[Any]]:
    """Return the threads of a site, newest first, older than the keyset `before`; `published` is what readers see."""
    # A filter of the count, not of the rows: SQLite would rather walk all comments of a source than those of a thread.
    count = func.count().filter(comment.c.source == "FORM")
    shown = (comment.c.thread_id == thread.c.id) & (comment.c.state == "PUBLISHED")
    published = select(count).select_from(comment).where(shown).correlate(thread).scalar_subquery()
    found = select(thread, published.label("published")).where(thread.c.site_id == site_id)
    if before is not None:
        found = found.where(_place < tuple_(*before))
    return list(connection.execute(found.order_by(thread.c.created_at.desc(), thread.c.id.desc()).limit(limit)))
