"""The head of an HTML page: what the page is called and what it is about, as it tells search engines and networks.

No parser of HTML: a page can be anything, and each expression here is linear in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from chaffinch.wire.charset import decoder

_TITLE = re.compile(r"<title\b[^<>]*>([^<]{0,2000})", re.IGNORECASE)
_META = re.compile(r"<meta\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z][a-z-]{0,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta\b[^<>]{0,200}?charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageHead:
    """Title and description, one line each, empty where the page does not tell them."""

    title: str = ""
    description: str = ""


def read_head(page: bytes) -> PageHead:
    """Return what the beginning of a page tells of it; `og:title` goes before the title, which may name the site too.

    >>> read_head(b"<title>The heron | News</title><meta name=description content='It is &amp; stays back.'>")
    PageHead(title='The heron | News', description='It is & stays back.')
    """
    named = _CHARSET.search(page)
    text = decoder([page], [named[1].decode("ascii")] if named else [])(page)
    told: dict[str, str] = {}
    for meta in _META.finditer(text):
        found = {name.lower(): next(filter(None, values), "") for name, *values in _ATTRIBUTE.findall(meta[1])}
        told.setdefault(found.get("property", found.get("name", "")).lower(), _line(found.get("content", "")))
    title = _TITLE.search(text)
    return PageHead(
        told.get("og:title") or (_line(title[1]) if title else ""),
        told.get("description") or told.get("og:description", ""),
    )


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in unescape(text)).split())
