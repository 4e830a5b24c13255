"""No bytes, headers or queries whatsoever bring the server down, and every answer is in the table of legal ones."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chaffinch.wire.akismet_table import COMMENT, METHODS, TABLE, Endpoint, paths
from tests.contract.legal import is_legal
from tests.contract.world import KEY, World, ask

WHO = f"api_key={KEY}&blog=b&user_ip=i".encode()
CHECK = "/1.1/comment-check"
NAMES = sorted(
    {name.encode() for rule in TABLE.values() for name in rule.reads} | {b"comment_context[]", b"blog_charset"}
)
HEADERS = [b"content-type", b"host", b"user-agent", b"content-length", b"x-forwarded-for", b"cookie"]
ENDPOINTS = {path: endpoint for endpoint in Endpoint for path in paths(endpoint)}

values = st.binary(max_size=60) | st.sampled_from(
    [
        *(b"%00", b"%ED%A0%80", b"%ED%BF%BF", b"\x00", b"\xff", b"&#0;", b"[url=", b"http://[", b"%u0000", b"<" * 50),
        *(b"\\'", b"1", b"true", b"csv", b"all", b"2026-11", b"9999-12", b"0001-01", b"UTF-7", b"administrator"),
    ]
)
fields = st.lists(st.tuples(st.sampled_from(NAMES) | values, values)).map(lambda p: b"&".join(b"=".join(x) for x in p))
whatever = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9), lambda x: st.lists(x, max_size=3)
)
objects = st.dictionaries(st.sampled_from([*COMMENT, "comment_context"]) | st.text(max_size=9), whatever, max_size=6)
jsons = objects.map(lambda one: json.dumps({"api_key": KEY, "blog": "b", "user_ip": "i"} | one).encode())
bodies = st.binary() | fields.map(lambda some: WHO + b"&" + some) | fields | jsons
types = st.sampled_from(
    [
        b"application/x-www-form-urlencoded; charset=big5",
        b"multipart/form-data; boundary=b",
        b"a; charset=x",
        b"application/json",
    ]
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
    path=st.sampled_from([*ENDPOINTS, "/1.1/unknown", "/1.2/%00"]),
    method=st.sampled_from(["POST", "GET", "HEAD", "PUT", "OPTIONS"]),
    query=bodies,
    headers=headers,
    chunks=st.lists(bodies, max_size=3),
)
@example(CHECK, "POST", b"", [], [WHO + b"&comment_content=%ED%A0%80%00&comment_author=%ED%A0%80"])
@example(CHECK, "POST", WHO, [(b"content-type", b"x; charset=\xff")], [b"\xff" * 100])
@example(CHECK, "POST", b"", [], [WHO, b"&comment_content=", b"a" * (1 << 20)])
@example(CHECK, "POST", b"", [], [WHO + b"&comment_content=" + b"[" * 60_000])
@example(CHECK, "POST", b"", [], [WHO + b"&comment_content=" + b"<a%20href=" * 6_000])
@example(CHECK, "POST", b"", [], [WHO + b"&a=b" * 5_000])
@example(CHECK, "POST", WHO, [], [b'{"a":' * 50_000])
@example("/1.2/key-sites", "GET", WHO + b"&month=0000-00&limit=" + b"9" * 5_000, [], [])
def test_nothing_brings_the_calls_down(
    world: World,
    path: str,
    method: str,
    query: bytes,
    headers: list[tuple[bytes, bytes]],
    chunks: list[bytes],
) -> None:
    got = asyncio.run(ask(world.app, method, path, query, headers, chunks))
    assert got.status < 500
    if path in ENDPOINTS and method in METHODS:
        assert is_legal(ENDPOINTS[path], got), (got.status, got.body[:200], got.headers)
    elif method != "HEAD":
        assert got.status in (404, 405)
        assert not got.body.endswith(b"\n")
        assert got.header("x-akismet-debug-help")
