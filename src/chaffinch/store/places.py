"""The place of a page: its address in the one form by which its thread is found, however a link to it was written."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|matomo_\w+|hsa_\w+|_hs(enc|mi)|mc_[ce]id|ga_\w+|_gl|[gdmt]clid|gclsrc|[gw]braid|fbclid|"
    r"fb_(action_ids|action_types|source|ref)|igshid?|msclkid|yclid|ysclid|twclid|ttclid|li_fat_id|epik|wickedid|"
    r"rb_clickid|s_cid|vero_(id|conv)|oly_(anon|enc)_id|mkt_tok|_openstat|ref_src|ref_url|__s",
    re.IGNORECASE,
)
"""Fields of a query that say how a reader came, never what the page is: those of campaigns, advertisers and letters."""
_KEPT = "/%:@!$&'()*+,;=~-._[]|"
"""What stays as it is in a path; all else is percent-encoded, as browsers send it (RFC 3986, section 2)."""


def place_of(address: str) -> str:
    """Return the form by which pages are compared: no tracking, fragment, default port, final slash or capital host.

    What cannot be read as an address stays as it is, but for tracking and fragment: it names a page like nothing else.

    >>> place_of("HTTPS://News.Example:443/a/?utm_source=x&p=2#comment-7")
    'https://news.example/a?p=2'
    """
    try:
        parts = urlsplit(address.strip())
        host = _host(parts)
    except ValueError:
        return untracked(address)
    if parts.scheme not in _PORTS or not host:
        return untracked(address)
    path = quote(parts.path, safe=_KEPT).rstrip("/")
    return urlunsplit((parts.scheme, host, path, _untracked(parts.query), ""))


def untracked(address: str) -> str:
    """Return an address without fragment and tracking, otherwise as it came: one that may be kept, and leads there.

    >>> untracked("https://News.example/a/?fbclid=9&p=2#x")
    'https://News.example/a/?p=2'
    """
    told, _, query = address.partition("#")[0].partition("?")
    kept = _untracked(query)
    return f"{told}?{kept}" if kept else told


def _untracked(query: str) -> str:
    fields = (field for field in query.split("&") if field)
    return "&".join(field for field in fields if not _TRACKING.fullmatch(field.partition("=")[0]))


def _host(parts: SplitResult) -> str:
    """Return host and port, in lower case and ASCII.

    Raises:
        ValueError: the port is none, or the host has no form in ASCII.

    """
    name, port = parts.hostname or "", parts.port
    told = name if name.isascii() else name.encode("idna").decode()
    told = f"[{told}]" if ":" in told else told
    return told if port in (None, _PORTS.get(parts.scheme)) else f"{told}:{port}"
