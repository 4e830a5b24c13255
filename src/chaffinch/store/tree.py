"""Queries on the published comments of a thread, in each order in which they are shown: part by part, by place."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select, tuple_, update

from chaffinch.store.paths import path_of, root_of
from chaffinch.store.places import place_of
from chaffinch.store.schema import comment, thread

_arrival = tuple_(comment.c.created_at, comment.c.id)
"""Compared as one value: SQLite then seeks in an index instead of reading what it skips."""
_path, _root = comment.c.path, comment.c.root


def new_place(connection: Connection, thread_id: int, parent_id: str | None) -> dict[str, Any]:
    """Return path and root of a comment that comes now; its number in the thread is used up, whatever becomes of it."""
    where = thread.c.id == thread_id
    connection.execute(update(thread).where(where).values(last_number=thread.c.last_number + 1))
    number = connection.execute(select(thread.c.last_number).where(where)).scalar_one()
    same = (comment.c.id == parent_id) & (comment.c.thread_id == thread_id)
    parent = connection.execute(select(_path).where(same)).scalar_one_or_none() if parent_id else None
    path = path_of(parent or "", number)
    return {"path": path, "root": root_of(path)}


def _published(site_id: str, permalink: str) -> Select[Any]:
    found = select(comment).join(thread, comment.c.thread_id == thread.c.id)
    place = (thread.c.site_id == site_id) & (thread.c.place == place_of(permalink))
    return found.where(place & (comment.c.state == "PUBLISHED"))


def _ours(site_id: str, permalink: str) -> Select[Any]:
    """Return the same without an index in mind: what other systems ask about has no path."""
    return _published(site_id, permalink).where(comment.c.source == "FORM")


def arrived_after(
    connection: Connection, site_id: str, permalink: str, after: tuple[int, str] | None, limit: int
) -> list[Row[Any]]:
    """Return the published comments of a page as they arrived, newer than the keyset `after`."""
    found = _ours(site_id, permalink)
    if after is not None:
        found = found.where(_arrival > tuple_(*after))
    return list(connection.execute(found.order_by(comment.c.created_at, comment.c.id).limit(limit)))


def arrived_before(
    connection: Connection, site_id: str, permalink: str, before: tuple[int, str] | None, limit: int
) -> list[Row[Any]]:
    """Return the same before a keyset, None for the end, backwards."""
    found = _ours(site_id, permalink)
    if before is not None:
        found = found.where(_arrival < tuple_(*before))
    return list(connection.execute(found.order_by(comment.c.created_at.desc(), comment.c.id.desc()).limit(limit)))


def oldest_after(connection: Connection, site_id: str, permalink: str, after: str, limit: int) -> list[Row[Any]]:
    """Return comments with their answers, oldest first, behind a path; an empty one is before all."""
    found = _published(site_id, permalink).where(_path > after)
    return list(connection.execute(found.order_by(_path).limit(limit)))


def oldest_before(
    connection: Connection, site_id: str, permalink: str, before: str | None, limit: int
) -> list[Row[Any]]:
    """Return the same before a path, None for the end, backwards."""
    found = _published(site_id, permalink).where(_path > "")
    if before is not None:
        found = found.where(_path < before)
    return list(connection.execute(found.order_by(_path.desc()).limit(limit)))


def newest_after(connection: Connection, site_id: str, permalink: str, after: str, limit: int) -> list[Row[Any]]:
    """Return conversations newest first, each from its beginning, behind a path; an empty one is before all."""
    found = _published(site_id, permalink).where(_root > 0)
    if after:
        found = found.where(_same_or(after, _root < root_of(after), _path > after) & (_root <= root_of(after)))
    return list(connection.execute(found.order_by(_root.desc(), _path).limit(limit)))


def newest_before(
    connection: Connection, site_id: str, permalink: str, before: str | None, limit: int
) -> list[Row[Any]]:
    """Return the same before a path, None for the end, backwards."""
    found = _published(site_id, permalink).where(_root > 0)
    if before is not None:
        found = found.where(_same_or(before, _root > root_of(before), _path < before) & (_root >= root_of(before)))
    return list(connection.execute(found.order_by(_root, _path.desc()).limit(limit)))


def liked_after(
    connection: Connection, site_id: str, permalink: str, after: tuple[int, str] | None, limit: int
) -> list[Row[Any]]:
    """Return comments one by one, those first that most like, and of equal ones the oldest; None: from the first."""
    found = _published(site_id, permalink).where(comment.c.likes >= 0, _path > "")
    if after is not None:
        likes, path = after
        found = found.where((comment.c.likes <= likes) & or_(comment.c.likes < likes, _path > path))
    return list(connection.execute(found.order_by(comment.c.likes.desc(), _path).limit(limit)))


def liked_before(
    connection: Connection, site_id: str, permalink: str, before: tuple[int, str] | None, limit: int
) -> list[Row[Any]]:
    """Return the same before a place, None for the end, backwards."""
    found = _published(site_id, permalink).where(comment.c.likes >= 0, _path > "")
    if before is not None:
        likes, path = before
        found = found.where((comment.c.likes >= likes) & or_(comment.c.likes > likes, _path < path))
    return list(connection.execute(found.order_by(comment.c.likes, _path.desc()).limit(limit)))


def _same_or(path: str, other: ColumnElement[bool], inside: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return what is in another conversation, or in the same one on that side of a path."""
    return or_(other, and_(_root == root_of(path), inside))


def recent(connection: Connection, site_id: str, permalink: str | None, limit: int) -> list[Row[Any]]:
    """Return the newest published comments of a page, or of a site, with address and title of their pages."""
    if permalink is not None:
        found = _ours(site_id, permalink)
    else:
        found = select(comment).join(thread, comment.c.thread_id == thread.c.id)
        found = found.where((comment.c.site_id == site_id) & (comment.c.state == "PUBLISHED"))
        found = found.where(comment.c.source == "FORM")
    found = found.add_columns(thread.c.permalink, thread.c.title)
    return list(connection.execute(found.order_by(comment.c.created_at.desc(), comment.c.id.desc()).limit(limit)))


def count_published(connection: Connection, site_id: str, permalink: str) -> int:
    """Return how many comments are published on a page."""
    found = _published(site_id, permalink).where(_path > "").with_only_columns(func.count())
    return int(connection.execute(found).scalar_one())


def published_one(connection: Connection, site_id: str, permalink: str, comment_id: str) -> Row[Any] | None:
    """Return one comment of a page, if it is published there."""
    return connection.execute(_ours(site_id, permalink).where(comment.c.id == comment_id)).one_or_none()


def published_among(connection: Connection, site_id: str, permalink: str, ids: set[str]) -> list[Row[Any]]:
    """Return those of some comments that are published on a page."""
    return list(connection.execute(_ours(site_id, permalink).where(comment.c.id.in_(ids)))) if ids else []


def published_at(connection: Connection, site_id: str, permalink: str, paths: set[str]) -> list[Row[Any]]:
    """Return the published comments of a page that stand at some paths."""
    return list(connection.execute(_published(site_id, permalink).where(_path.in_(paths)))) if paths else []
