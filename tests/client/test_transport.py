"""Over real sockets of loopback: kept connections, servers that hang, lie or are not there."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from chaffinch.client import Client, HttpTransport, Request, Unreachable

SITE = b'{"id": "a", "url": "https://a.example", "name": "A", "doubt": "SPAM", "discard": false, "created_at": 1}'
MOVED = b'{"id": "a", "state": "HELD"}'


def http(body: bytes, *, status: bytes = b"200 OK", extra: bytes = b"") -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
    return head % (status, extra, len(body)) + body


def whole(connection: socket.socket) -> bytes:
    """Return one request, its body included, empty at the end of the connection."""
    request = b""
    while b"\r\n\r\n" not in request:
        part = connection.recv(65_536)
        if not part:
            return b""
        request += part
    head, _, body = request.partition(b"\r\n\r\n")
    told = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    size = int(told[0].partition(b":")[2]) if told else 0
    while len(body) < size:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


@contextmanager
def server(*connections: Sequence[bytes | None]) -> Iterator[tuple[str, list[bytes]]]:
    """Take connections one after another; answer their requests in order, None: close without an answer."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for answers in connections:
                connection, _ = listener.accept()
                with connection:
                    for answer in answers:
                        request = whole(connection)
                        if not request:
                            break
                        seen.append(request)
                        if answer is None:
                            break
                        connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", seen
        thread.join(timeout=30)


def test_a_connection_is_kept_for_the_next_call() -> None:
    with server([http(SITE), http(SITE)]) as (url, seen), Client(url, "k") as client:
        assert client.site() == client.site()
    assert len(seen) == 2


def test_a_kept_connection_that_was_closed_is_replaced_and_the_call_made_once_more_with_its_key() -> None:
    with server([http(SITE), None], [http(MOVED)]) as (url, seen), Client(url, "k") as client:
        client.site()
        assert client.undo("a").id == "a"
    keys = [line for request in seen[1:] for line in request.split(b"\r\n") if line.startswith(b"Idempotency-Key")]
    assert (len(keys), len(set(keys))) == (2, 1)


def test_a_new_connection_that_is_closed_is_not_tried_again() -> None:
    with server([None]) as (url, seen), Client(url, "k") as client, pytest.raises(Unreachable):
        client.site()
    assert len(seen) == 1


def test_an_erasure_is_never_sent_twice() -> None:
    with server([http(SITE)], [http(b"", status=b"204 No Content")]) as (url, seen), Client(url, "k") as client:
        client.site()
        client.erase("a")
        client.close()
    assert [request.split()[0] for request in seen] == [b"GET", b"DELETE"]


def test_a_connection_that_the_server_ends_is_not_kept() -> None:
    ending = http(SITE, extra=b"Connection: close\r\n")
    with server([ending], [ending]) as (url, seen), Client(url, "k") as client:
        assert client.site() == client.site()
    assert len(seen) == 2


def test_a_server_that_hangs_is_given_up_after_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with Client(url, "k", timeout=0.05) as client, pytest.raises(Unreachable, match=r"within 0\.05 s"):
            client.site()


def test_where_nobody_listens_that_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with Client(f"http://127.0.0.1:{port}", "k") as client, pytest.raises(Unreachable, match="could not be asked"):
        client.site()


@pytest.mark.parametrize(
    "noise", [b"SSH-2.0-OpenSSH_9.2\r\n", b"\0" * 100, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"]
)
def test_what_does_not_speak_http_or_breaks_off_is_unreachable(noise: bytes) -> None:
    with server([noise]) as (url, _), Client(url, "k") as client, pytest.raises(Unreachable):
        client.site()


def test_tls_is_checked() -> None:
    with server([b"not a handshake"]) as (url, _):
        client = Client(url.replace("http:", "https:"), "k")
        with pytest.raises(Unreachable):
            client.site()


@pytest.mark.parametrize("url", ["comments.example", "ftp://comments.example", "https://", ""])
def test_an_odd_address_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="not the address of a server"):
        Client(url, "k")


def test_many_threads_share_a_client() -> None:
    with server(*([http(SITE)] for _ in range(4))) as (url, _), Client(url, "k") as client:
        threads = [threading.Thread(target=client.site) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        client.close()


def test_a_body_is_sent_whole() -> None:
    with server([http(b"{}")]) as (url, seen):
        transport = HttpTransport(url)
        answer = transport.send(Request("POST", "/x", {"Content-Type": "application/json"}, b'{"text": "a"}'))
        transport.close()
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert b'{"text": "a"}' in b"".join(seen)
