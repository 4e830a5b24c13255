"""What an address asks of a thread: which comment, order and part; and the addresses of others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from chaffinch.service.orders import Order

ORDERS = {"oldest": Order.OLDEST, "newest": Order.NEWEST, "liked": Order.LIKED}
"""As they are called in addresses; the first is meant where none is named, or none of these."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a thread is asked for; without anything, the first part.

    `posted`: the status token of an author; `comment`: the id of one to be shown among others; `reacted`: what was just
    said about that, "like" or "report"; `reply_to`: the id of one to be answered; `after`, `before`: places that an
    earlier part told; `is_last`: the end; `is_withdrawn`: an author has just taken a comment back.
    """

    posted: str | None = None
    after: str | None = None
    before: str | None = None
    is_last: bool = False
    order: Order = Order.OLDEST
    comment: str | None = None
    reply_to: str | None = None
    reacted: str | None = None
    is_withdrawn: bool = False

    @classmethod
    def by(cls, query: QueryParams) -> Asked:
        """Read the query of an address."""
        return cls(
            query.get("posted"),
            query.get("after"),
            query.get("before"),
            "newest" in query,
            ORDERS.get(query.get("order", ""), Order.OLDEST),
            query.get("comment"),
            query.get("reply_to"),
            query.get("reacted"),
            "withdrawn" in query,
        )

    @property
    def is_part(self) -> bool:
        """Whether one part of several is asked for."""
        return self.is_last or self.after is not None or self.before is not None


FIRST_PART = Asked()


@dataclass(frozen=True, slots=True)
class Address:
    """Where a thread is shown: a path of this server, and what its query must carry.

    `form_query`: what its forms add to their address.
    """

    path: str
    query: tuple[tuple[str, str], ...] = ()
    form_query: str = ""

    def of(self, name: str, value: str, anchor: str) -> str:
        """Return the address with one more field in its query.

        >>> Address("/thread", (("site", "ab"),)).of("after", "7-cd", "comments")
        '/thread?site=ab&after=7-cd#comments'
        """
        return f"{self.path}?{urlencode([*self.query, (name, value)])}#{anchor}"

    def first(self, anchor: str) -> str:
        """Return the address with nothing more in its query."""
        query = f"?{urlencode(self.query)}" if self.query else ""
        return f"{self.path}{query}#{anchor}"

    def comment(self, comment_id: str) -> str:
        """Return the address that leads to one comment."""
        return self.of("comment", comment_id, f"comment-{comment_id}")

    def reacted(self, comment_id: str, how: str) -> str:
        """Return the address of one comment, and of what was just said about it."""
        return replace(self, query=(*self.query, ("reacted", how))).comment(comment_id)

    def ordered(self, order: Order) -> Address:
        """Return the address under which all parts come in an order.

        >>> Address("/a").ordered(Order.NEWEST).first("comments")
        '/a?order=newest#comments'
        """
        name = next(name for name, one in ORDERS.items() if one is order)
        return self if order is Order.OLDEST else replace(self, query=(*self.query, ("order", name)))
