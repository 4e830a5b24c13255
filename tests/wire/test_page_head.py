"""What a page tells of itself, read from its beginning: whatever it is made of, in little time."""

from __future__ import annotations

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.wire import page_head
from chaffinch.wire.page_head import PageHead, read_head


@pytest.mark.parametrize(
    ("page", "title", "description"),
    [
        (b"", "", ""),
        (b"<title>A &amp; B\n C</title>", "A & B C", ""),
        (b"<TITLE lang=en>A</TITLE><META NAME='Description' CONTENT='B'>", "A", "B"),
        (b'<title>A | News</title><meta property="og:title" content="A">', "A", ""),
        (b'<meta content="B" property="og:description"><title>A', "A", "B"),
        (b'<meta name="description" content="B"><meta property="og:description" content="C">', "", "B"),
        (b'<meta name="description" content=""><meta property="og:description" content="C">', "", "C"),
        (b'<meta charset="iso-8859-1"><title>Caf\xe9</title>', "Caf\u00e9", ""),
        ("<title>\u9cef</title>".encode(), "\u9cef", ""),
        ("<title>\u9cef</title>".encode()[:9], "\ufffd", ""),
        (b"<title>a\x00\x1b[31mb</title>", "a[31mb", ""),
    ],
)
def test_title_and_description_are_read(page: bytes, title: str, description: str) -> None:
    assert read_head(page) == PageHead(title, description)


@given(st.binary() | st.text().map(str.encode))
def test_whatever_a_page_is_two_lines_come_of_it(page: bytes) -> None:
    head = read_head(b"<title>" + page + b"</title><meta name=description content='" + page + b"'>")
    assert all(text.isprintable() for text in (head.title, head.description))


@pytest.mark.parametrize(
    "piece", [b"<title", b"<meta ", b"<meta a=", b'<meta a="', b"<meta a = b ", b"<", b"a=b ", b"&"]
)
def test_the_time_it_takes_grows_with_the_page_and_no_faster(piece: bytes) -> None:
    page = (piece * 40_000)[:40_000]
    began = time.perf_counter()
    read_head(page)
    assert time.perf_counter() - began < 1


def test_the_example_holds() -> None:
    assert doctest.testmod(page_head).failed == 0
