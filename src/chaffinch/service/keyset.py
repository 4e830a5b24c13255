"""Places in a list of comments ordered by time: what a link to the next part carries."""

from __future__ import annotations

from chaffinch.errors import InputError


def keyset(created_at: int, comment_id: str) -> str:
    """Return the place of a comment.

    >>> keyset(1_795_521_600_000, "ab")
    '1795521600000-ab'
    """
    return f"{created_at}-{comment_id}"


def read_keyset(place: str | None) -> tuple[int, str] | None:
    """Return time and id of a place; None stays None.

    Raises:
        InputError: it is not a place.

    """
    if place is None:
        return None
    at, dash, comment_id = place.partition("-")
    if not dash or not at.isascii() or not at.isdecimal() or len(at) > 15:
        raise InputError(f"{place!r} names no place in a list: open the list again")
    return int(at), comment_id
