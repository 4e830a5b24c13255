"""The Akismet calls as bytes on a socket, as clients put them there that no library describes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.contract.world import BLOG, KEY, World

FORM = f"api_key={KEY}&blog={BLOG}&user_ip=i&comment_content=The+lamps+are+lovely&is_test=1".encode()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("http")
    it = World(folder)
    with it.server:
        yield it


@pytest.fixture(scope="module")
def port(world: World) -> Iterator[int]:
    with world.listening() as number:
        yield number


def said(port: int, request: bytes) -> tuple[bytes, bytes]:
    """Send bytes as they are; return head and body of the answer, read until the server hangs up."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as client:
        client.sendall(request)
        answer = b"".join(iter(lambda: client.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return head, body


def post(port: int, path: str, body: bytes, *headers: bytes, version: bytes = b"1.1") -> tuple[bytes, bytes]:
    lines = [
        b"POST " + path.encode() + b" HTTP/" + version,
        b"Content-Length: %d" % len(body),
        b"Connection: close",
        *headers,
    ]
    return said(port, b"\r\n".join(lines) + b"\r\n\r\n" + body)


def test_a_client_of_http_1_0_without_a_host_is_answered(port: int) -> None:
    head, body = post(port, "/1.1/comment-check", FORM, version=b"1.0")
    assert b" 200 " in head.partition(b"\r\n")[0]
    assert body == b"false"


def test_the_length_of_the_answer_is_told_and_true(port: int) -> None:
    head, body = post(port, "/1.1/verify-key", FORM, b"Host: rest.akismet.example")
    assert body == b"valid"
    assert b"content-length: 5\r\n" in head.lower() + b"\r\n"


def test_a_body_in_chunks_is_read_whole(port: int) -> None:
    line = b"POST /1.1/comment-check HTTP/1.1\r\nHost: a.example\r\n"
    head = line + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    pieces = [FORM[start : start + 7] for start in range(0, len(FORM), 7)]
    chunked = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    assert said(port, head + chunked)[1] == b"false"


@pytest.mark.parametrize("kind", [b"text/plain", b"application/json", b"multipart/form-data", b"\xff\xfe", b""])
def test_a_wrong_content_type_is_no_hindrance(port: int, kind: bytes) -> None:
    assert post(port, "/1.1/comment-check", FORM, b"Host: a.example", b"Content-Type: " + kind)[1] == b"false"


@pytest.mark.parametrize("host", [f"{KEY}.spam.example", f"{KEY}.spam.example:8443", f"{KEY.upper()}.SPAM.EXAMPLE"])
def test_the_key_may_be_the_first_label_of_the_host(port: int, host: str) -> None:
    assert post(port, "/1.1/verify-key", b"blog=b", b"Host: " + host.encode())[1] == b"valid"


def test_a_get_is_answered_like_a_post_and_a_head_like_a_get_without_a_body(port: int) -> None:
    rest = b" /1.1/comment-check?" + FORM + b" HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"
    assert said(port, b"GET" + rest)[1] == b"false"
    head, body = said(port, b"HEAD" + rest)
    assert b" 200 " in head.partition(b"\r\n")[0]
    assert body == b""


def test_an_unknown_call_is_told_so_in_plain_text(port: int) -> None:
    head, body = post(port, "/1.1/no-such-call", FORM, b"Host: a.example")
    assert b" 404 " in head.partition(b"\r\n")[0]
    assert b"<" not in body


def test_no_answer_sets_a_cookie_or_may_be_cached(port: int) -> None:
    for path in ("comment-check", "verify-key", "get-subscription", "test"):
        head = post(port, f"/1.1/{path}", FORM, b"Host: a.example")[0].lower()
        assert b"set-cookie" not in head
        assert b"cache-control: no-store" in head
