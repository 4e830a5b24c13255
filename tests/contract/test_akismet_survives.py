"""No bytes, headers or queries whatsoever bring the server down: never a status of 500 or more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.contract.world import KEY, World, ask

WHO = f"api_key={KEY}&blog=b&user_ip=i".encode()
ENDPOINTS = ["verify-key", "comment-check", "submit-spam", "submit-ham", "get-subscription", "test", "unknown", "%00"]
NAMES = [b"comment_content", b"comment_author", b"comment_author_url", b"comment_context[]", b"permalink", b"is_test"]
HEADERS = [b"content-type", b"host", b"user-agent", b"content-length", b"x-forwarded-for", b"cookie"]

values = st.binary(max_size=60) | st.sampled_from(
    [b"%00", b"%ED%A0%80", b"%ED%BF%BF", b"\x00", b"\xff", b"&#0;", b"[url=", b"http://[", b"%u0000", b"<" * 50, b"\\'"]
)
fields = st.lists(st.tuples(st.sampled_from(NAMES) | values, values)).map(lambda p: b"&".join(b"=".join(x) for x in p))
bodies = st.binary() | fields.map(lambda some: WHO + b"&" + some) | fields
types = st.sampled_from(
    [b"application/x-www-form-urlencoded; charset=big5", b"multipart/form-data; boundary=b", b"a; charset=x"]
)
headers = st.lists(st.tuples(st.sampled_from(HEADERS), types | st.binary(max_size=40)), max_size=4)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("survives")
    it = World(folder)
    with it.server:
        yield it


@settings(max_examples=300, deadline=None)
@given(
    endpoint=st.sampled_from(ENDPOINTS),
    method=st.sampled_from(["POST", "GET", "HEAD", "PUT", "OPTIONS"]),
    query=bodies,
    headers=headers,
    chunks=st.lists(bodies, max_size=3),
)
@example("comment-check", "POST", b"", [], [WHO + b"&comment_content=%ED%A0%80%00&comment_author=%ED%A0%80"])
@example("comment-check", "POST", WHO, [(b"content-type", b"x; charset=\xff")], [b"\xff" * 100])
@example("comment-check", "POST", b"", [], [WHO, b"&comment_content=", b"a" * (1 << 20)])
@example("comment-check", "POST", b"", [], [WHO + b"&comment_content=" + b"[" * 60_000])
@example("comment-check", "POST", b"", [], [WHO + b"&comment_content=" + b"<a%20href=" * 6_000])
@example("comment-check", "POST", b"", [], [WHO + b"&a=b" * 5_000])
def test_nothing_brings_the_calls_down(
    world: World,
    endpoint: str,
    method: str,
    query: bytes,
    headers: list[tuple[bytes, bytes]],
    chunks: list[bytes],
) -> None:
    got = asyncio.run(ask(world.app, method, f"/1.1/{endpoint}", query, headers, chunks))
    assert got.status < 500
    assert got.header("x-akismet-error") != "state-unreadable"
