"""Labels of links: what a link says, set against where it leads."""

from __future__ import annotations

import re
from enum import IntEnum

MAX_LABEL = 200
"""Characters of a label that are looked for and looked at."""

_TAG = re.compile(r"<[^<>]*>|\[[^\]\[]*\]")
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,9}://|(?=www\.)|(?=[^\s/?#]+/))"
    r"(?P<host>[\w-]+(?:\.[\w-]+)+)(?P<cut>\.{2,3}|…)?(?::\d+)?(?:[/?#]\S*)?"
)
"""An address as people write it to be one: with scheme, `www.` or path. ("ASP.NET" and "node.js" are names.)"""
_WORD = re.compile(r"[^\W\d_]{3,}")


class Says(IntEnum):
    """What a label says of its link. The numbers are part of the stored row (feature version 3)."""

    NOTHING = 0
    ITS_HOST = 1
    ANOTHER_HOST = 2
    ITS_PATH = 3
    WORDS = 4


def label_around(text: str, start: int, end: int, kind: str) -> str:
    """Return the label of a link whose mark-up stands from `start` to `end`; `kind` as in `markup.Link`.

    A label that is longer than looked at is cut off; of a bare address there is none.
    """
    if kind == "bare":
        return ""
    if kind == "markdown":
        begin = max(0, start - MAX_LABEL)
        return text[max(begin, text.rfind("[", begin, start) + 1) : start]
    stop = text.find("</a" if kind == "html" else "[/", end, end + MAX_LABEL)
    return text[end : stop if stop >= 0 else end + MAX_LABEL]


def says(label: str, host: str, path: str) -> Says:
    """Return what a label says of a link to `host` and `path`, both as `links.split_address` gives them.

    >>> says("https://swans.example/mill", "swans.example", "/mill").name
    'ITS_HOST'
    >>> says("www.bank.example", "swans.example", "/mill").name
    'ANOTHER_HOST'
    >>> says("Cheap Loans", "swans.example", "/cheap-loans-online").name
    'ITS_PATH'
    """
    told = " ".join(_TAG.sub(" ", label).lower().split()) if label else ""
    if not told:
        return Says.NOTHING
    named = named_host(told)
    if named:
        return Says.ITS_HOST if _is_same(named, host) else Says.ANOTHER_HOST
    words = _WORD.findall(told)
    return Says.ITS_PATH if words and all(word in path for word in words) else Says.WORDS


def named_host(label: str) -> str:
    """Return the host that a label in small letters names, no `www.`; one cut short ends in a dot. Or nothing."""
    found = _ADDRESS.fullmatch(label)
    return found["host"].removeprefix("www.") + ("." if found["cut"] else "") if found else ""


def _is_same(named: str, host: str) -> bool:
    """Whether two hosts are one, or one stands under the other; of a host cut short, whether it begins so."""
    if named.endswith("."):
        return host.startswith(named[:-1])
    return f".{host}".endswith(f".{named}") or f".{named}".endswith(f".{host}")
