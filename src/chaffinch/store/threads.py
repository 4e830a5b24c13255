"""Queries on the threads of a site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, tuple_

from chaffinch.store.places import place_of
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


def at(connection: Connection, site_id: str, permalink: str) -> Row[Any] | None:
    """Return the thread of a page, None where nobody has commented on it."""
    place = (thread.c.site_id == site_id) & (thread.c.place == place_of(permalink))
    return connection.execute(select(thread).where(place)).one_or_none()


def published_counts(connection: Connection, site_id: str, permalinks: Sequence[str]) -> dict[str, int]:
    """Return how many comments readers see under some pages; those without any are left out."""
    places = {permalink: place_of(permalink) for permalink in permalinks}
    asked = (thread.c.site_id == site_id) & thread.c.place.in_(set(places.values()))
    # Of paths, as in `of_site`.
    counted = select(thread.c.place, func.count(comment.c.path)).join(comment, comment.c.thread_id == thread.c.id)
    rows = connection.execute(counted.where(asked & (comment.c.state == "PUBLISHED")).group_by(thread.c.id))
    found = {row.place: row[1] for row in rows}
    return {permalink: found[place] for permalink, place in places.items() if place in found}
