"""One POST to a site: resolved once, sent to the very address that was checked, within five seconds in all."""

from __future__ import annotations

import ssl

from chaffinch.delivery.destination import Destination
from chaffinch.delivery.exchange import Connect, Exchange, Resolve, connect, resolve
from chaffinch.delivery.outcome import Outcome

SECONDS = 5.0
"""From the question for the address to the last byte of the answer."""


class Webhook:
    """Posts JSON. `allow_private`: addresses on one's own machine and network are fine.

    `resolve` and `connect` are replaced in tests; `context` says which certificates are trusted.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        seconds: float = SECONDS,
        resolve: Resolve = resolve,
        connect: Connect = connect,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._exchange = Exchange(
            allow_private=allow_private, seconds=seconds, resolve=resolve, connect=connect, context=context
        )

    def post(self, destination: Destination, body: bytes) -> Outcome:
        """Send one body and return what became of it; never raises for what the other side does."""
        head = (
            f"POST {destination.target} HTTP/1.1\r\nHost: {destination.authority}\r\nUser-Agent: Chaffinch\r\n"
            "Accept: application/json\r\nContent-Type: application/json\r\nConnection: close\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return self._exchange.send(destination, head.encode("ascii") + body)
