"""Where a message may go: an http or https address under a site's own origin (RFC 6454: scheme, host, port). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_URL = 2_000
"""Characters of an address that are taken."""
PORTS = {"http": 80, "https": 443}
_VISIBLE = re.compile(r"[!-~]+")
"""Printable ASCII without blanks: nothing that could end a request line or begin a header."""


@dataclass(frozen=True, slots=True)
class Destination:
    """One address, taken apart. `host` is in lower case, without brackets; `target` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port."""
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """Host and, where it is not the usual one, port: what the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def read(url: str) -> Destination | None:
    """Return the destination that an address names; None unless it is a plain http or https address.

    Plain: printable ASCII, a host, no user or password. A fragment is never sent and is left out.

    >>> read("https://Blog.example/wp-json/akismet/v1/webhook")
    Destination(scheme='https', host='blog.example', port=443, target='/wp-json/akismet/v1/webhook')
    >>> read("https://me:secret@blog.example/") is None
    True
    """
    if len(url) > MAX_URL or not _VISIBLE.fullmatch(url) or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in PORTS or not host or "%" in host or "@" in parts.netloc or port == 0:
        return None
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(parts.scheme, host, port or PORTS[parts.scheme], target)


def under(site_url: str, url: str) -> Destination | None:
    """Return the destination of an address under a site's origin, None for any other.

    >>> under("https://blog.example/sub", "https://blog.example/hook") is None
    False
    >>> under("https://blog.example", "http://blog.example/hook") is None
    True
    """
    home, there = read(_ascii(site_url)), read(url)
    return there if home is not None and there is not None and home.origin == there.origin else None


def _ascii(site_url: str) -> str:
    """Return a registered address as programs write it: a host of other letters in Punycode, its path left out."""
    scheme, _, rest = site_url.partition("://")
    authority = rest.partition("/")[0]
    try:
        return f"{scheme}://{authority.encode('idna').decode() if not authority.isascii() else authority}"
    except UnicodeError:
        return site_url
