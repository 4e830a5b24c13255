"""One GET of an article at its own site: the beginning of the page, guarded, within two seconds in all."""

from __future__ import annotations

from chaffinch.delivery.destination import Destination
from chaffinch.delivery.exchange import Connect, Exchange, Resolve, connect, resolve
from chaffinch.delivery.outcome import Outcome

SECONDS = 2.0
"""Somebody who has sent a comment waits so long."""
ENOUGH = 40_000
"""Bytes of a page that are read: its head stands there."""


class ArticleReader:
    """Reads pages. No redirect is followed and no cookie sent. The arguments are those of `Exchange`."""

    def __init__(
        self,
        *,
        allow_private: bool,
        seconds: float = SECONDS,
        resolve: Resolve = resolve,
        connect: Connect = connect,
    ) -> None:
        self._exchange = Exchange(allow_private=allow_private, seconds=seconds, resolve=resolve, connect=connect)

    def get(self, destination: Destination) -> Outcome:
        """Return the beginning of a page, or what became of asking for it; never raises for what the site does."""
        head = (
            f"GET {destination.target} HTTP/1.1\r\nHost: {destination.authority}\r\nUser-Agent: Chaffinch\r\n"
            "Accept: text/html\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"
        )
        return self._exchange.send(destination, head.encode("ascii"), ENOUGH)
