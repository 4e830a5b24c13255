"""What readers are shown: parts of a thread, one comment, the newest, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass

from chaffinch.service.orders import Order
from chaffinch.service.reading import PublishedComment, ThreadPage, ThreadReader, published
from chaffinch.store import tree
from chaffinch.store.database import Database

MAX_SHOWN = 50
"""Comments in one part of a thread: rendered within 30 ms where each of them has marks of Markdown."""


@dataclass(frozen=True, slots=True)
class PlacedComment:
    """A comment as readers see it, with address and title of its page."""

    comment: PublishedComment
    permalink: str
    title: str


class Shown:
    """Reads what is published; nothing here writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self,
        site_id: str,
        permalink: str,
        *,
        after: str | None = None,
        before: str | None = None,
        limit: int = MAX_SHOWN,
        order: Order = Order.OLDEST,
    ) -> ThreadPage:
        """Return comments under a page: the first part, the one after a place, or the one before one.

        Raises:
            InputError: `after` or `before` did not come from an earlier part in this order.

        """
        with self._database.read() as connection:
            reader = ThreadReader(connection, site_id, permalink, limit, order)
            return reader.after(after) if before is None else reader.before(before)

    def last(self, site_id: str, permalink: str, *, limit: int = MAX_SHOWN, order: Order = Order.OLDEST) -> ThreadPage:
        """Return the last part of the comments under a page."""
        with self._database.read() as connection:
            return ThreadReader(connection, site_id, permalink, limit, order).last()

    def page_with(
        self,
        site_id: str,
        permalink: str,
        comment_id: str,
        *,
        limit: int = MAX_SHOWN,
        order: Order = Order.OLDEST,
    ) -> ThreadPage | None:
        """Return the part of a thread that holds a comment, None where it is not published on this page."""
        with self._database.read() as connection:
            return ThreadReader(connection, site_id, permalink, limit, order).holding(comment_id)

    def one(self, site_id: str, permalink: str, comment_id: str) -> PublishedComment | None:
        """Return one comment of a page as readers see it, None where it is not published there."""
        with self._database.read() as connection:
            row = tree.published_one(connection, site_id, permalink, comment_id)
        return row and published(row)

    def recent(self, site_id: str, permalink: str | None = None, *, limit: int) -> list[PlacedComment]:
        """Return the newest published comments of a page, or of all pages of a site, newest first."""
        with self._database.read() as connection:
            rows = tree.recent(connection, site_id, permalink, limit)
        return [PlacedComment(published(row), row.permalink, row.title) for row in rows]

    def count(self, site_id: str, permalink: str) -> int:
        """Return how many comments stand under a page, in all its parts."""
        with self._database.read() as connection:
            return tree.count_published(connection, site_id, permalink)

    def published(self, site_id: str, permalink: str) -> list[PublishedComment]:
        """Return the first part of the comments under a page, oldest first."""
        return list(self.page(site_id, permalink).comments)
