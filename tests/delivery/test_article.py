"""One GET of an article: only what a reader would be shown, from the address that was checked, and not all of it."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

from chaffinch.delivery.article import ENOUGH, ArticleReader
from chaffinch.delivery.destination import Destination
from chaffinch.delivery.outcome import Kind
from tests.delivery.hosts import answer, host


def says(reply: bytes) -> Callable[[socket.socket], None]:
    return lambda stream: stream.sendall(reply)


def there(port: int) -> Destination:
    return Destination("http", "127.0.0.1", port, "/heron?a=b")


def test_the_request_says_what_it_must_and_no_more() -> None:
    with host(says(answer(b"<title>A</title>"))) as site:
        outcome = ArticleReader(allow_private=True).get(there(site.port))
    assert (outcome.kind, outcome.body) == (Kind.DELIVERED, b"<title>A</title>")
    first, *headers = site.requests[0].decode().removesuffix("\r\n\r\n").split("\r\n")
    assert first == "GET /heron?a=b HTTP/1.1"
    assert dict(line.split(": ") for line in headers) == {
        "Host": f"127.0.0.1:{site.port}",
        "User-Agent": "Chaffinch",
        "Accept": "text/html",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def test_nobody_private_is_asked_unless_allowed() -> None:
    with host(says(answer(b"secret"))) as site:
        outcome = ArticleReader(allow_private=False).get(there(site.port))
    assert (outcome.code, outcome.body) == ("address-not-allowed", b"")
    assert site.requests == []


def test_of_a_long_page_the_beginning_is_read() -> None:
    with host(says(answer(b"<title>A</title>" + b"a" * 1_000_000))) as site:
        outcome = ArticleReader(allow_private=True).get(there(site.port))
    assert (outcome.kind, len(outcome.body)) == (Kind.DELIVERED, ENOUGH)


def test_it_is_led_nowhere_else() -> None:
    with host(says(answer(b"", "302 Found", "Location: http://127.0.0.1:1/"))) as site:
        assert ArticleReader(allow_private=True).get(there(site.port)).code == "redirected"


def test_a_site_that_takes_its_time_is_not_waited_for() -> None:
    def slowly(stream: socket.socket) -> None:
        stream.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(40):
            stream.sendall(b"a")
            time.sleep(0.05)

    with host(slowly) as site:
        began = time.monotonic()
        outcome = ArticleReader(allow_private=True, seconds=0.3).get(there(site.port))
    assert outcome.code == "timed-out"
    assert time.monotonic() - began < 3
