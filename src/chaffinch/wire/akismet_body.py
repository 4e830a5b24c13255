"""Query and body of an Akismet call: bytes to named bytes, however loosely a client encoded them.

The real service is written in PHP and takes what PHP takes: values that are not percent-encoded, repeats,
bracketed names, `multipart/form-data`. So does this. Order and repeats are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from urllib.parse import unquote_to_bytes

from chaffinch.errors import TooLargeError

MAX_BODY_BYTES = 1 << 20
MAX_FIELDS = 2_000
"""WordPress sends about 45; sites with many form plugins a few hundred."""

Pair = tuple[bytes, bytes]
_MAX_CONTENT_TYPE = 1_000
"""Characters that are searched for a boundary: the search takes their square in the worst case."""
_BOUNDARY = re.compile(r'multipart/form-data\b.*?\bboundary="?([^";,\s]{1,200})', re.IGNORECASE)
_PART_NAME = re.compile(rb'[;\s]name="([^"\r\n]*)"', re.IGNORECASE)


def read_pairs(query: bytes, body: bytes, content_type: str) -> list[Pair]:
    """Return names and values, still in the sender's character set: first those of the query, then the body's.

    Raises:
        TooLargeError: more than `MAX_FIELDS` of them.
    """
    boundary = _BOUNDARY.search(content_type[:_MAX_CONTENT_TYPE])
    mark = b"--" + boundary[1].encode("latin-1", "replace") if boundary else b""
    found = chain(_urlencoded(query), _multipart(body, mark) if mark else _urlencoded(body))
    pairs = list(islice(found, MAX_FIELDS + 1))
    if len(pairs) > MAX_FIELDS:
        raise TooLargeError(f"more than {MAX_FIELDS} fields in one call")
    return pairs


def _urlencoded(data: bytes) -> Iterator[Pair]:
    for piece in data.split(b"&"):
        if piece:
            name, _, value = piece.partition(b"=")
            yield _unquote(name), _unquote(value)


def _unquote(data: bytes) -> bytes:
    return unquote_to_bytes(data.replace(b"+", b" "))


def _multipart(data: bytes, mark: bytes) -> Iterator[Pair]:
    for part in data.split(mark)[1:]:
        head, _, value = part.partition(b"\r\n\r\n")
        name = _PART_NAME.search(head)
        if name:
            yield name[1], value.removesuffix(b"\r\n")
