"""Query and body of an Akismet call: bytes to named bytes, however loosely a client encoded them.

The real service is written in PHP and takes what PHP takes: values that are not percent-encoded, repeats,
bracketed names, `multipart/form-data`. So does this, and JSON besides, which some clients send. Order and repeats
are kept.
"""

from __future__ import annotations

import json
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
_MAX_DEPTH = 3
"""Levels of a JSON object that are read: its fields, lists in them, lists in those."""
_PART_NAME = re.compile(rb'[;\s]name="([^"\r\n]*)"', re.IGNORECASE)


def read_pairs(query: bytes, body: bytes, content_type: str) -> list[Pair]:
    """Return names and values, still in the sender's character set: first those of the query, then the body's.

    Raises:
        TooLargeError: more than `MAX_FIELDS` of them.
    """
    boundary = _BOUNDARY.search(content_type[:_MAX_CONTENT_TYPE])
    mark = b"--" + boundary[1].encode("latin-1", "replace") if boundary else b""
    found = chain(_urlencoded(query), _multipart(body, mark) if mark else _json(body) or _urlencoded(body))
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


def _json(data: bytes) -> list[Pair] | None:
    """Return the fields of a JSON object as a form would name them; None where the body is none, whatever it says."""
    if not data.lstrip().startswith(b"{"):
        return None
    try:
        told = json.loads(data, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    return list(islice(_flat("", told, _MAX_DEPTH), MAX_FIELDS + 1))


def _flat(name: str, value: object, depth: int) -> Iterator[Pair]:
    if isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else (("", one) for one in value)
        for key, one in inside if depth else ():
            yield from _flat(f"{name}[{key}]" if name else str(key), one, depth - 1)
    elif value is not None:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        yield name.encode("utf-8", "replace"), text.encode("utf-8", "replace")
