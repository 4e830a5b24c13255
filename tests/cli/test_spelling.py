from __future__ import annotations

import asyncio

import pytest

from chaffinch.cli.spelling import SpellingTransport


class Wire(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self) -> None:
        self.written = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("lowered", "spelled"),
    [
        (b"HTTP/1.1 200 OK\r\nx-akismet-guid: 1\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-akismet-guid: 1\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\na: x-akismet-b\r\n\r\n", b"HTTP/1.1 200 OK\r\na: x-akismet-b\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\na\r\nx-akismet-guid: 1", b"HTTP/1.1 200 OK\r\n\r\na\r\nx-akismet-guid: 1"),
        (b"a\r\nx-akismet-guid: 1\r\n\r\n", b"a\r\nx-akismet-guid: 1\r\n\r\n"),
        (b"", b""),
    ],
)
def test_names_in_heads_are_spelled_and_nothing_else_is_touched(lowered: bytes, spelled: bytes) -> None:
    wire = Wire()
    SpellingTransport(wire).write(lowered)
    assert wire.written == spelled


def test_all_else_is_the_transports_own() -> None:
    assert SpellingTransport(Wire()).is_closing()
