"""The orders in which comments come: each one line, with places on it from which what follows and precedes is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from chaffinch.errors import InputError
from chaffinch.service.keyset import keyset, read_keyset
from chaffinch.store import tree
from chaffinch.store.database import Connection, Row
from chaffinch.store.paths import is_path


class Order(Enum):
    """In which order comments come. ARRIVAL: one by one, for programs; in the others answers follow what they answer.

    OLDEST, NEWEST: by the comment with which a conversation began. Answers stand oldest first in either. LIKED: each
    comment by itself, those that most like first.
    """

    ARRIVAL = "arrival"
    OLDEST = "oldest"
    NEWEST = "newest"
    LIKED = "liked"

    @property
    def is_tree(self) -> bool:
        """Whether answers follow what they answer."""
        return self in (Order.OLDEST, Order.NEWEST)


@dataclass(frozen=True, slots=True)
class Line:
    """An order as one line of comments: what stands after a place, what before it, and how places are written.

    `start` is the place before all others.
    """

    after: Callable[[Connection, str, str, Any, int], list[Row[Any]]]
    before: Callable[[Connection, str, str, Any, int], list[Row[Any]]]
    place: Callable[[Row[Any]], Any]
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    start: Any


def _read_path(place: str) -> str:
    if not is_path(place):
        raise InputError(f"{place!r} names no place in a list: open the list again")
    return place


def _read_liked(place: str) -> tuple[int, str]:
    likes, _, path = place.partition("-")
    if not (likes.isascii() and likes.isdecimal() and len(likes) < 10):
        raise InputError(f"{place!r} names no place in a list: open the list again")
    return int(likes), _read_path(path)


def _path(row: Row[Any]) -> str:
    return str(row.path)


LINES = {
    Order.ARRIVAL: Line(
        tree.arrived_after,
        tree.arrived_before,
        lambda row: (row.created_at, row.id),
        lambda place: keyset(*place),
        read_keyset,
        None,
    ),
    Order.OLDEST: Line(tree.oldest_after, tree.oldest_before, _path, str, _read_path, ""),
    Order.NEWEST: Line(tree.newest_after, tree.newest_before, _path, str, _read_path, ""),
    Order.LIKED: Line(
        tree.liked_after,
        tree.liked_before,
        lambda row: (row.likes, row.path),
        lambda place: f"{place[0]}-{place[1]}",
        _read_liked,
        None,
    ),
}
"""How each order is read."""
