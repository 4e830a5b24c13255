"""Where a comment stands in its thread, as text: sorted by their paths, comments stand as they do on the page.

A comment has a number in its thread. Its path is the path of what it answers, and that number behind it; so answers
follow what they answer, oldest first, and one range of an index is one stretch of the page (a materialised path).
A path has at most `DEPTH` numbers: whatever answers deeper down stands beside its parent, in order of arrival.
"""

from __future__ import annotations

STEP = 7
"""Hexadecimal digits of one number: 268 million comments in one thread."""
DEPTH = 5
"""Levels of a thread that are told apart; a phone of 360 px has room for no more."""


def path_of(parent: str, number: int) -> str:
    """Return the path of a comment; `parent` is the path of what it answers, empty for what answers nothing.

    >>> path_of("", 10), path_of("000000a", 11)
    ('000000a', '000000a000000b')
    """
    return parent[: STEP * (DEPTH - 1)] + f"{number:0{STEP}x}"


def depth_of(path: str) -> int:
    """Return how deep a comment stands: 0 for what answers nothing."""
    return len(path) // STEP - 1


def root_of(path: str) -> int:
    """Return the number of the comment with which a conversation began.

    >>> root_of("000000a000000b")
    10
    """
    return int(path[:STEP], 16)


def above(path: str) -> tuple[str, ...]:
    """Return the paths under which one stands, the outermost first.

    >>> above("000000a000000b000000c")
    ('000000a', '000000a000000b')
    """
    return tuple(path[:end] for end in range(STEP, len(path), STEP))


def is_path(text: str) -> bool:
    """Whether a text could be a path."""
    steps, rest = divmod(len(text), STEP)
    return rest == 0 and 0 < steps <= DEPTH and all(digit in "0123456789abcdef" for digit in text)
