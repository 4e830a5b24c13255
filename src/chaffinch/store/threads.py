"""Queries on the threads of a site."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select, tuple_

from chaffinch.store.schema import comment, thread

_place = tuple_(thread.c.created_at, thread.c.id)


def of_site(connection: Connection, site_id: str, before: tuple[int, int] | None, limit: int) -> list[Row[Any]]:
    """Return the threads of a site, newest first, older than the keyset `before`; `published` is what readers see."""
    # Of paths, which only what came by our own form has: they stand in the index, so that no comment need be read.
    count = func.count(comment.c.path)
    shown = (comment.c.thread_id == thread.c.id) & (comment.c.state == "PUBLISHED")
    published = select(count).select_from(comment).where(shown).correlate(thread).scalar_subquery()
    found = select(thread, published.label("published")).where(thread.c.site_id == site_id)
    if before is not None:
        found = found.where(_place < tuple_(*before))
    return list(connection.execute(found.order_by(thread.c.created_at.desc(), thread.c.id.desc()).limit(limit)))
