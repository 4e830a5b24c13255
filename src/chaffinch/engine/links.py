"""Addresses as evidence: what hosts and paths of links and of the author's URL are made of."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

_WORDS = re.compile(r"[^\W\d_]{2,}")
_NOT_HOST = re.compile(r"[^\w.\-]+")
MAX_ADDRESS = 300
"""Characters of an address that are looked at: enough for any honest path, a bound on hostile ones."""


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


def address_tokens(address: str, role: str, author_words: Iterable[str]) -> list[str]:
    """Return the tokens of one address. `role` says whose it is: the author's ("a") or a link's in the text ("t")."""
    host, path = split_address(address)
    if not host:
        return []
    labels = host.split(".")
    name = labels[-2] if len(labels) > 1 else host
    words = _WORDS.findall(host) + _WORDS.findall(path)
    tokens = [
        f"{role}tld={labels[-1]}",
        f"{role}host={host}",
        f"{role}labels={min(len(labels), 5)}",
        f"{role}hostlen={min(len(host) // 4, 8)}",
        f"{role}dashes={min(host.count('-'), 4)}",
        f"{role}digits={min(sum(map(str.isdigit, host)), 4)}",
        f"{role}entropy={int(2 * _entropy(name))}",
        f"{role}depth={min(path.rstrip('/').count('/'), 5)}",
    ]
    if path.count("-") >= 3:
        tokens.append(f"{role}slug")
    if "?" in path or "&" in path:
        tokens.append(f"{role}query")
    if any(len(word) > 2 and word in host for word in author_words):
        tokens.append(f"{role}named")
    tokens += [f"{role}w={word}" for word in words[:30]]
    tokens += [f"w={word}" for word in words[:30]]
    return tokens


def _entropy(text: str) -> float:
    """Shannon entropy of the letters of `text`, bits a letter."""
    total = len(text)
    return -sum(n / total * math.log2(n / total) for n in Counter(text).values()) if total else 0.0
