"""HTTP/1.1 with Akismet's headers spelled as documented; uvicorn's fast protocol lowers every name.

Some clients mind: Akeeba Engage for Joomla looks for `X-akismet-pro-tip` in an array, letter by letter. Names stay
lower-case where HTTP/2 demands it, which is for the proxy in front to see to.
"""

from __future__ import annotations

import asyncio
from typing import Any

LOWERED, DOCUMENTED = b"\r\nx-akismet-", b"\r\nX-akismet-"


class SpellingTransport:
    """A transport that corrects the head of each answer on its way out: one write, beginning with the status."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def write(self, data: bytes) -> None:
        """Write, with the names spelled as documented where this is a head."""
        if data.startswith(b"HTTP/1.1 ") and LOWERED in data:
            head, end, rest = data.partition(b"\r\n\r\n")
            data = head.replace(LOWERED, DOCUMENTED) + end + rest
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def http_protocol() -> type[asyncio.Protocol] | str:
    """Return what uvicorn is to speak: its fast protocol made to spell, or h11, which leaves names as they are."""
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError:
        return "h11"

    class SpellingProtocol(HttpToolsProtocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(SpellingTransport(transport))  # type: ignore[arg-type]

    return SpellingProtocol
