"""One POST: to the address that was checked and no other, within its time, whatever the other side does."""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from chaffinch.delivery.destination import Destination
from chaffinch.delivery.exchange import MAX_ANSWER, connect
from chaffinch.delivery.outcome import Kind
from chaffinch.delivery.webhook import Webhook
from tests.delivery.hosts import answer, certificate, host

BODY = b'{"key":"0123456789ab"}'


def says(reply: bytes) -> Callable[[socket.socket], None]:
    return lambda stream: stream.sendall(reply)


def there(port: int, name: str = "127.0.0.1", scheme: str = "http") -> Destination:
    return Destination(scheme, name, port, "/hook?a=b")


def near(seconds: float = 5.0) -> Webhook:
    return Webhook(allow_private=True, seconds=seconds)


def test_the_request_says_what_it_must_and_no_more() -> None:
    with host(says(answer(b"{}"))) as site:
        outcome = near().post(there(site.port), BODY)
    assert (outcome.kind, outcome.code, outcome.body) == (Kind.DELIVERED, "delivered", b"{}")
    head, _, body = site.requests[0].partition(b"\r\n\r\n")
    assert body == BODY
    first, *headers = head.decode().split("\r\n")
    assert first == "POST /hook?a=b HTTP/1.1"
    assert dict(line.split(": ") for line in headers) == {
        "Host": f"127.0.0.1:{site.port}",
        "User-Agent": "Chaffinch",
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Connection": "close",
        "Content-Length": str(len(BODY)),
    }


def test_nobody_private_hears_of_it_unless_allowed() -> None:
    with host(says(answer())) as site:
        refused = Webhook(allow_private=False).post(there(site.port), BODY)
        by_name = Webhook(allow_private=False).post(there(site.port, "localhost"), BODY)
    assert {(one.kind, one.code) for one in (refused, by_name)} == {(Kind.PERMANENT, "address-not-allowed")}
    assert site.requests == []


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_called() -> None:
    """The answer of DNS changes between check and use; there is no second question for it to change."""
    asked: list[str] = []
    called: list[str] = []

    def rebinding(name: str, _port: int) -> Sequence[str]:
        asked.append(name)
        return ["198.51.100.7", "93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    def dialling(address: str, port: int, seconds: float) -> socket.socket:
        called.append(address)
        return connect("127.0.0.1", site.port, seconds)

    with host(says(answer())) as site:
        webhook = Webhook(allow_private=False, resolve=rebinding, connect=dialling)
        assert webhook.post(there(80, "blog.example"), BODY).kind is Kind.DELIVERED
        assert (asked, called) == (["blog.example"], ["93.184.216.34"])
        assert webhook.post(there(80, "blog.example"), BODY).code == "address-not-allowed"
    assert b"\r\nHost: blog.example\r\n" in site.requests[0]
    assert len(called) == len(site.requests) == 1


@pytest.mark.parametrize("found", [["10.0.0.1"], ["127.0.0.1", "::1"], ["::ffff:8.8.8.8"], [], ["fe80::1%2"]])
def test_a_name_that_leads_to_nothing_public_is_refused(found: Sequence[str]) -> None:
    def never(_address: str, _port: int, _seconds: float) -> socket.socket:
        raise AssertionError("connected")

    webhook = Webhook(allow_private=False, resolve=lambda _n, _p: found, connect=never)
    assert webhook.post(there(80, "blog.example"), BODY).code == "address-not-allowed"


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_no_redirect_is_followed(status: str) -> None:
    with host(says(answer())) as other:
        reply = answer(b"", status, f"Location: http://127.0.0.1:{other.port}/")
        with host(says(reply)) as site:
            outcome = near().post(there(site.port), BODY)
    assert (outcome.kind, outcome.code, other.requests) == (Kind.PERMANENT, "redirected", [])


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("200 OK", Kind.DELIVERED),
        ("204 No Content", Kind.DELIVERED),
        ("400 Bad Request", Kind.PERMANENT),
        ("401 Unauthorized", Kind.PERMANENT),
        ("404 Not Found", Kind.PERMANENT),
        ("410 Gone", Kind.PERMANENT),
        ("408 Request Timeout", Kind.TEMPORARY),
        ("425 Too Early", Kind.TEMPORARY),
        ("429 Too Many Requests", Kind.TEMPORARY),
        ("500 Oops", Kind.TEMPORARY),
        ("503 Service Unavailable", Kind.TEMPORARY),
        ("999 Odd", Kind.TEMPORARY),
    ],
)
def test_a_status_is_done_passing_or_final(status: str, kind: Kind) -> None:
    with host(says(answer(b"", status))) as site:
        outcome = near().post(there(site.port), BODY)
    assert outcome.kind is kind
    assert outcome.code == ("delivered" if kind is Kind.DELIVERED else f"status-{status[:3]}")


def drip(stream: socket.socket) -> None:
    for letter in answer(b"x" * 1000):
        stream.sendall(bytes([letter]))
        time.sleep(0.05)


def hold_back(stream: socket.socket) -> None:
    stream.recv(1)


def drip_in_headers(stream: socket.socket) -> None:
    stream.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        stream.sendall(b"X: y\r\n")
        time.sleep(0.05)


def always_continue(stream: socket.socket) -> None:
    while True:
        stream.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


@pytest.mark.parametrize("speak", [drip, hold_back, drip_in_headers])
def test_the_time_is_for_everything_together(speak: Callable[[socket.socket], None]) -> None:
    with host(speak) as site:
        begun = time.monotonic()
        outcome = near(0.4).post(there(site.port), BODY)
        took = time.monotonic() - begun
    assert (outcome.kind, outcome.code) == (Kind.TEMPORARY, "timed-out")
    assert took < 2


def test_a_resolver_that_does_not_answer_takes_no_longer_either() -> None:
    def slow(_name: str, _port: int) -> Sequence[str]:
        time.sleep(1)
        return []

    begun = time.monotonic()
    assert Webhook(allow_private=True, seconds=0.1, resolve=slow).post(there(80, "a.example"), BODY).code == "timed-out"
    assert time.monotonic() - begun < 0.9


@pytest.mark.parametrize(
    "reply",
    [
        answer(b"x" * (MAX_ANSWER + 1)),
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"5\r\nxxxxx\r\n" * 20_000,
    ],
    ids=["body", "headers", "chunks"],
)
def test_an_answer_without_end_is_not_read(reply: bytes) -> None:
    with host(says(reply)) as site:
        outcome = near().post(there(site.port), BODY)
    assert outcome.code in ("answer-too-long", "broken-off")
    assert outcome.body == b""


def test_a_server_that_says_continue_for_ever_is_left() -> None:
    with host(always_continue) as site:
        assert near().post(there(site.port), BODY).code == "answer-too-long"


@pytest.mark.parametrize(
    "reply",
    [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", b"\x15\x03"],
)
def test_what_is_no_answer_is_tried_again(reply: bytes) -> None:
    with host(says(reply)) as site:
        outcome = near().post(there(site.port), BODY)
    assert (outcome.kind, outcome.code) == (Kind.TEMPORARY, "broken-off")


def test_names_and_ports_where_nobody_is_are_tried_again() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    assert near().post(there(port), BODY).code == "not-connected"

    def unknown(_name: str, _port: int) -> Sequence[str]:
        raise socket.gaierror(-2, "Name or service not known")

    outcome = Webhook(allow_private=True, resolve=unknown).post(there(80, "a.example"), BODY)
    assert (outcome.kind, outcome.code) == (Kind.TEMPORARY, "host-not-found")


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    def dialling(address: str, port: int, seconds: float) -> socket.socket:
        if address == "2606:4700::1":
            raise OSError("no route to host")
        return connect("127.0.0.1", port, seconds)

    with host(says(answer())) as site:
        webhook = Webhook(allow_private=False, resolve=lambda _n, _p: ["2606:4700::1", "1.1.1.1"], connect=dialling)
        assert webhook.post(there(site.port, "blog.example"), BODY).kind is Kind.DELIVERED


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with host(says(answer())) as proxy, host(says(answer())) as site:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert near().post(there(site.port), BODY).kind is Kind.DELIVERED
    assert proxy.requests == []


def test_tls_checks_the_name_although_the_address_is_pinned(tmp_path: Path) -> None:
    with host(says(answer(b"{}")), certificate(tmp_path, "blog.example")) as site:
        trust = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        webhook = Webhook(allow_private=True, resolve=lambda _n, _p: ["127.0.0.1"], context=trust)
        outcomes = [webhook.post(there(site.port, name, "https"), BODY) for name in ("blog.example", "other.example")]
        stranger = Webhook(allow_private=True, resolve=lambda _n, _p: ["127.0.0.1"])
        outcomes.append(stranger.post(there(site.port, "blog.example", "https"), BODY))
    assert [one.code for one in outcomes] == ["delivered", "certificate-not-trusted", "certificate-not-trusted"]
    assert len(site.requests) == 1


def test_the_key_is_never_sent_in_the_clear_where_tls_was_promised() -> None:
    with host(says(answer())) as site:
        assert near(0.4).post(there(site.port, scheme="https"), BODY).kind is Kind.TEMPORARY
    assert not any(b"0123456789ab" in request for request in site.requests)


def test_the_answer_of_wordpress_is_handed_on_whole() -> None:
    told = json.dumps({"comments": {"a" * 32: {"status": "success"}}}).encode()
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(told), told)
    with host(says(chunked)) as site:
        assert near().post(there(site.port), BODY).body == told
