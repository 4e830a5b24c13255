"""What readers see of a thread: its comments in parts, in an order, each with places from which others are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chaffinch.service.orders import LINES, Line, Order
from chaffinch.store import tree
from chaffinch.store.database import Connection, Row
from chaffinch.store.paths import DEPTH, above, depth_of


@dataclass(frozen=True, slots=True)
class PublishedComment:
    """A comment as readers see it. `created_at`: Unix milliseconds; `path`: where it stands (`store.paths`)."""

    id: str
    author: str
    author_url: str | None
    text: str
    created_at: int
    parent_id: str | None = None
    path: str = ""
    likes: int = 0

    @property
    def depth(self) -> int:
        """How deep it stands, 0 for the beginning of a conversation."""
        return depth_of(self.path)


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Part of a thread.

    `next`: hand it to `Comments.page` as `after` for the part after; None at the end. `previous`: hand it over as
    `before` for the part before; None at the beginning. `around`: published comments of other parts that those of
    this one stand under, or answer.
    """

    comments: tuple[PublishedComment, ...]
    next: str | None
    previous: str | None = None
    around: tuple[PublishedComment, ...] = ()
    order: Order = Order.OLDEST


Rows = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class ThreadReader:
    """Reads one thread in parts of at most `limit` comments, all from one state of the database."""

    connection: Connection
    site_id: str
    permalink: str
    limit: int
    order: Order

    def after(self, place: str | None) -> ThreadPage:
        """Return the part after a place, empty where nothing follows; None: the first part.

        Raises:
            InputError: `place` did not come from an earlier part in the same order.

        """
        rows = self._after(self._line.start if place is None else self._line.read(place), self.limit + 1)
        if not rows:
            return ThreadPage((), None)
        has_earlier = place is not None and bool(self._before(self._line.place(rows[0]), 1))
        return self._page(rows[: self.limit], has_earlier=has_earlier, has_later=len(rows) > self.limit)

    def before(self, place: str) -> ThreadPage:
        """Return the part before a place; the whole first part where there are fewer before it.

        Raises:
            InputError: as above.

        """
        return self._ending(self._before(self._line.read(place), self.limit + 1))

    def last(self) -> ThreadPage:
        """Return the last part."""
        return self._ending(self._before(None, self.limit + 1))

    def holding(self, comment_id: str) -> ThreadPage | None:
        """Return the part with a comment in its middle, as far as others surround it; None where it is not here."""
        row = tree.published_one(self.connection, self.site_id, self.permalink, comment_id)
        if row is None:
            return None
        earlier = self._before(self._line.place(row), self.limit)
        later = self._after(self._line.place(row), self.limit)
        room = self.limit - 1
        taken = max(min(len(earlier), room // 2), min(len(earlier), room - len(later)))
        shown = [*earlier[:taken][::-1], row, *later[: room - taken]]
        return self._page(shown, has_earlier=len(earlier) > taken, has_later=len(later) > room - taken)

    def _ending(self, rows: Rows) -> ThreadPage:
        """Return a part of rows that come backwards; one more than the limit tells that there are earlier ones."""
        if len(rows) <= self.limit:
            return self.after(None)
        shown = rows[self.limit - 1 :: -1]
        return self._page(shown, has_earlier=True, has_later=bool(self._after(self._line.place(shown[-1]), 1)))

    @property
    def _line(self) -> Line:
        return LINES[self.order]

    def _after(self, place: Any, limit: int) -> list[Row[Any]]:
        return self._line.after(self.connection, self.site_id, self.permalink, place, limit)

    def _before(self, place: Any, limit: int) -> list[Row[Any]]:
        return self._line.before(self.connection, self.site_id, self.permalink, place, limit)

    def _page(self, rows: Rows, *, has_earlier: bool, has_later: bool) -> ThreadPage:
        line = self._line
        return ThreadPage(
            tuple(published(row) for row in rows),
            next=line.write(line.place(rows[-1])) if has_later else None,
            previous=line.write(line.place(rows[0])) if has_earlier else None,
            order=self.order,
            around=() if self.order is Order.ARRIVAL else self._around(rows, has_earlier=has_earlier),
        )

    def _around(self, rows: Rows, *, has_earlier: bool) -> tuple[PublishedComment, ...]:
        """Return what the first comment stands under, and what those answer that stand too deep to stand under it."""
        here = {row.id for row in rows}
        is_alone = {row.parent_id for row in rows if not self.order.is_tree or depth_of(row.path) == DEPTH - 1}
        asked = is_alone - here
        place = (self.connection, self.site_id, self.permalink)
        over = tree.published_at(*place, set(above(rows[0].path))) if has_earlier and self.order.is_tree else []
        return tuple(published(row) for row in [*over, *tree.published_among(*place, asked - {None})])


def published(row: Row[Any]) -> PublishedComment:
    """Return a row as readers see it."""
    return PublishedComment(
        row.id, row.author, row.author_url or None, row.text, row.created_at, row.parent_id, row.path, row.likes
    )
