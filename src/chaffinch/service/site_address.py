"""The address of a site, in the one form in which sites are registered and compared."""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from urllib.parse import SplitResult, urlsplit

from chaffinch.errors import InputError

DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")
"""Labels as names are registered in the DNS (RFC 1035, section 2.3.1), and the underscore that some hosts have."""
_PATH = re.compile(r"[^\s\\\x00-\x1f\x7f]*")


def canonical_url(url: str) -> str:
    """Return an address as sites are registered with: host in lower case and ASCII, no default port, no final slash.

    >>> canonical_url("HTTPS://Bücher.Example:443/blog/")
    'https://xn--bcher-kva.example/blog'

    Raises:
        InputError: it is not an http or https address with a host, or carries what no site's address has.

    """
    told = url.strip()
    try:
        parts = urlsplit(told)
        port = parts.port
        host = _host(parts.hostname or "")
    except ValueError as error:
        raise InputError(f"{url!r} is not an address ({error}): give one such as https://news.example") from error
    if parts.scheme not in DEFAULT_PORTS or not host or not _PATH.fullmatch(told):
        raise InputError(f"{url!r} is not the address of a site: give one such as https://news.example")
    if odd := _surplus(parts):
        raise InputError(f"{url!r} has {odd}, which no site's address has: give it without")
    suffix = "" if port in (None, DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{suffix}{parts.path.rstrip('/')}"


def is_same_origin(one: str, other: str) -> bool:
    """Whether two addresses have the same scheme, host and port, however they are written (RFC 6454, section 5).

    >>> is_same_origin("https://news.example:443/a", "https://NEWS.example")
    True
    """
    try:
        return _origin(urlsplit(one)) == _origin(urlsplit(other))
    except ValueError:
        return False


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    return parts.scheme, _host(parts.hostname or ""), parts.port or DEFAULT_PORTS.get(parts.scheme)


def _host(told: str) -> str:
    """Return a host as it stands in headers, empty where it is none.

    Raises:
        ValueError: an address in brackets that is none, or a name that has no form in ASCII.

    """
    if ":" in told:
        address = IPv6Address(told)
        return "" if address.scope_id else f"[{address}]"
    name = told if told.isascii() else _ascii(told)
    return name if _HOST.fullmatch(name) else ""


def _ascii(host: str) -> str:
    name = host.encode("idna")
    if name.decode("idna") != host:  # the library knows the IDNA of 2003, where ß is ss; browsers know a newer one
        raise ValueError("browsers may spell this host differently: give it as they send it, beginning with xn--")
    return name.decode()


def _surplus(parts: SplitResult) -> str:
    """Return what an address carries beyond scheme, host, port and path."""
    if "@" in parts.netloc:
        return "a user or password"
    if "?" in parts.geturl() or "#" in parts.geturl():
        return "a query or a fragment"
    if parts.port == 0:
        return "a port that nothing listens on"
    return "a step up in its path" if ".." in parts.path.split("/") else ""
