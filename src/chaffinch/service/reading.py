"""What readers see of a thread: its comments in parts, oldest first, each with places from which others are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chaffinch.service.keyset import keyset
from chaffinch.store import comments as store
from chaffinch.store.database import Connection, Row

Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class PublishedComment:
    """A comment as readers see it. `created_at`: Unix milliseconds."""

    id: str
    author: str
    author_url: str | None
    text: str
    created_at: int


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Part of a thread, oldest first.

    `next`: hand it to `Comments.page` as `after` for the part after; None at the end. `previous`: hand it over as
    `before` for the part before; None at the beginning.
    """

    comments: tuple[PublishedComment, ...]
    next: str | None
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadReader:
    """Reads one thread in parts of at most `limit` comments, all from one state of the database."""

    connection: Connection
    site_id: str
    permalink: str
    limit: int

    def after(self, place: Place | None) -> ThreadPage:
        """Return the part after a place, empty where nothing follows; None: the first part."""
        rows = self._after(place, self.limit + 1)
        if place is None:
            return _page(rows[: self.limit], has_earlier=False, has_later=len(rows) > self.limit)
        if not rows:
            return ThreadPage((), None)
        has_earlier = bool(self._before(_place(rows[0]), 1))
        return _page(rows[: self.limit], has_earlier=has_earlier, has_later=len(rows) > self.limit)

    def before(self, place: Place) -> ThreadPage:
        """Return the part before a place; the whole first part where there are fewer before it."""
        return self._ending(self._before(place, self.limit + 1))

    def newest(self) -> ThreadPage:
        """Return the last part."""
        return self._ending(self._before(None, self.limit + 1))

    def holding(self, comment_id: str) -> ThreadPage | None:
        """Return the part that ends with a comment, or the first part; None where it is not published on this page."""
        row = store.published_one(self.connection, self.site_id, self.permalink, comment_id)
        return row and self._ending([row, *self._before(_place(row), self.limit)])

    def _ending(self, rows: Sequence[Row[Any]]) -> ThreadPage:
        """Return a part of rows that come newest first; one more than the limit tells that there are earlier ones."""
        if len(rows) <= self.limit:
            return self.after(None)
        shown = rows[self.limit - 1 :: -1]
        return _page(shown, has_earlier=True, has_later=bool(self._after(_place(shown[-1]), 1)))

    def _after(self, place: Place | None, limit: int) -> list[Row[Any]]:
        return store.published(self.connection, self.site_id, self.permalink, place, limit)

    def _before(self, place: Place | None, limit: int) -> list[Row[Any]]:
        return store.published_before(self.connection, self.site_id, self.permalink, place, limit)


def _place(row: Row[Any]) -> Place:
    return row.created_at, row.id


def _page(rows: Sequence[Row[Any]], *, has_earlier: bool, has_later: bool) -> ThreadPage:
    return ThreadPage(
        tuple(PublishedComment(r.id, r.author, r.author_url or None, r.text, r.created_at) for r in rows),
        next=keyset(*_place(rows[-1])) if has_later else None,
        previous=keyset(*_place(rows[0])) if has_earlier else None,
    )
