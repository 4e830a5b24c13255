"""Addresses as evidence: what hosts and paths of links and of the author's URL are made of."""

from __future__ import annotations

import re
from zlib import crc32

from chaffinch.engine.hosts import Kind, kind_of
from chaffinch.engine.labels import Says, says
from chaffinch.engine.markup import Link

_NOT_HOST = re.compile(r"[^\w.\-]+")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{3,}")
MAX_ADDRESS = 300
"""Characters of an address that are looked at: enough for any honest path, a bound on hostile ones."""

_TOP, _HOST, _LABELS, _LENGTH, _DASHES, _DIGITS, _DEPTH, _TRAITS, _KIND, _SAYS = (what << 36 for what in range(1, 11))


def split_address(address: str) -> tuple[str, str]:
    """Return (host, path with query), lower case, no scheme, no user, no port, no leading `www.`.

    Lenient: spammers write addresses that no parser accepts, and those are the telling ones.
    """
    rest = address[:MAX_ADDRESS].strip().lower()
    _, scheme, after = rest.partition("://")
    rest = after if scheme else rest.removeprefix("mailto:").lstrip("/")
    host, slash, path = rest.partition("/")
    host, mark, query = host.partition("?")
    host = host.rpartition("@")[2].partition(":")[0]
    host = _NOT_HOST.sub("", host).removeprefix("www.")
    return host, slash + path + mark + query


def address_facts(address: str, role: int, author: str, facts: list[int], link: Link | None = None) -> str:
    """Append to `facts` how one address is built, as numbers; return host and path as they are looked at.

    `role` says whose it is: 1 the author's, 2 a link's in the text, and then `link`. `author`: the name, lower case.
    """
    host, path = split_address(address)
    if not host:
        return path
    whose = role << 32
    name, _, top = host.rpartition(".")
    kind = kind_of(host)
    facts += (
        _TOP + whose + crc32(top.encode("utf-8", "surrogatepass")),
        _HOST + whose + crc32(host.encode("utf-8", "surrogatepass")),
        _LABELS + whose + min(name.count("."), 4),
        _LENGTH + whose + min(len(host) // 4, 8),
        _DASHES + whose + min(host.count("-"), 4),
        _DIGITS + whose + min(len(_DIGIT.findall(host)), 4),
        _DEPTH + whose + min(path.rstrip("/").count("/"), 5),
        _KIND + whose + kind,
    )
    if kind > Kind.SHORTENER:
        facts.append(_TRAITS + whose + 4)
    if link and link.kind != "bare":
        facts.append(_SAYS + whose + says(link.label, host, path))
    if path.count("-") >= 3:
        facts.append(_TRAITS + whose + 1)
    if "?" in path or "&" in path:
        facts.append(_TRAITS + whose + 2)
    if author and any(word in host for word in _WORD.findall(author)):
        facts.append(_TRAITS + whose + 3)
    return host + path


def is_shortened(link: Link) -> bool:
    """Whether a link goes through a shortener, so that nobody sees where it leads."""
    return kind_of(split_address(link.target)[0]) is Kind.SHORTENER


def misleads(link: Link) -> bool:
    """Whether the label of a link names another host than the one it leads to; a shortener's hides it, and is told."""
    if not link.label:
        return False
    host, path = split_address(link.target)
    return says(link.label, host, path) is Says.ANOTHER_HOST and kind_of(host) is not Kind.SHORTENER
