"""Characters and words of many texts at once -> 32-bit hashes. Whole arrays, no loop per character.

Feature hashing: Weinberger, Dasgupta, Langford, Smola, Attenberg (2009), "Feature Hashing for Large Scale
Multitask Learning". Words are hashed by differences of one running polynomial (Karp and Rabin 1987).
All arithmetic is on unsigned integers that wrap, and all byte orders are fixed: hashes agree everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.characters import Kind, kinds_of, lowered

U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]

GAP = 5
"""Zeros between two texts of a column: more than the longest n-gram, so no window reaches the next text."""

_WINDOW = tuple(np.uint32(k) for k in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1))
_BASE = 0x9E3779B97F4A7C15 | 1
_BASE_INVERSE = pow(_BASE, -1, 1 << 64)


@dataclass(frozen=True, slots=True)
class Column:
    """Many texts in one array. `codes`: lower-cased code points (length,), with `GAP` zeros after each text.

    `kinds`: `Kind` per position; `rows`: which text a position belongs to, int64; `count`: how many texts;
    `capitals`: True where the source letter was upper case.
    """

    codes: U32
    kinds: NDArray[np.uint8]
    rows: I64
    count: int
    capitals: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a column, in order. `rows`, `starts`, `ends`: position in the column, int64; `hashes`: uint64.

    A word is a run of letters, marks and digits; ideographs and kana stand one by one.
    """

    rows: I64
    starts: I64
    ends: I64
    hashes: U64


def column(texts: Sequence[str]) -> Column:
    """Return the texts as one `Column`. Lone surrogates are kept as they are."""
    gap = "\0" * GAP
    joined = gap.join(texts) + gap
    source = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32, copy=False)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + GAP
    rows = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    codes = lowered(source)
    return Column(codes, kinds_of(codes), rows, len(texts), codes != source)


def scramble(values: U32) -> U32:
    """Return the values with all bits mixed (the finaliser of MurmurHash3, Appleby 2011), uint32, in place."""
    values ^= values >> np.uint32(16)
    values *= np.uint32(0x85EBCA6B)
    values ^= values >> np.uint32(13)
    values *= np.uint32(0xC2B2AE35)
    values ^= values >> np.uint32(16)
    return values


def folded(values: U64, namespace: int) -> U32:
    """Return 64-bit hashes folded to 32 bits of a namespace, not yet scrambled, uint32, same shape."""
    return (values ^ (values >> np.uint64(32))).astype(np.uint32) + np.uint32(namespace * 0x9E3779B1 & 0xFFFFFFFF)


def salted(hashes: U32, salt: U32 | np.uint32) -> U32:
    """Return the hashes as seen by one site: the same feature, another coordinate. uint32, same shape."""
    values = hashes ^ salt
    values *= np.uint32(0x9E3779B1)
    values ^= values >> np.uint32(15)
    return values


def ngrams(texts: Column, sizes: range, namespace: int) -> tuple[I64, U32]:
    """Return (rows, hashes) of all character n-grams of some sizes, not yet scrambled, in no promised order."""
    codes = texts.codes
    total = codes.size
    rows: list[I64] = []
    hashes: list[U32] = []
    running = codes * _WINDOW[0] + np.uint32(namespace * 0x7FEB352D & 0xFFFFFFFF)
    inside = codes != 0
    for size in range(2, sizes.stop):
        kept = total - size + 1
        running = running[:kept] + codes[size - 1 :] * _WINDOW[size - 1]
        if size not in sizes:
            continue
        at = (inside[:kept] & inside[size - 1 :]).nonzero()[0]
        hashes.append(running[at])
        rows.append(texts.rows[at])
    return np.concatenate(rows), np.concatenate(hashes)


def words(texts: Column) -> Words:
    """Return all words of a column with their hashes (of the lower-cased letters, no namespace yet)."""
    kinds = texts.kinds
    inside = (kinds != Kind.SPACE) & (kinds <= Kind.DIGIT)
    alone = (kinds == Kind.HAN) | (kinds == Kind.KANA)
    before = np.zeros_like(inside)
    before[1:] = inside[:-1] & ~alone[:-1]
    starts = (inside & (alone | ~before)).nonzero()[0]
    after = np.ones_like(inside)
    after[:-1] = ~inside[1:] | alone[1:]
    ends = (inside & (alone | after)).nonzero()[0] + 1
    return Words(texts.rows[starts], starts, ends, _run_hashes(texts.codes, starts, ends))


def _run_hashes(codes: U32, starts: I64, ends: I64) -> U64:
    powers, inverses = _powers(_room(codes.size))
    running = np.zeros(codes.size + 1, np.uint64)
    np.cumsum((codes.astype(np.uint64) + np.uint64(0x51ED)) * powers[: codes.size], out=running[1:])
    hashes = (running[ends] - running[starts]) * inverses[starts]
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(32)
    return hashes


def _room(size: int) -> int:
    """Round up to a power of two, so that few tables are ever built."""
    return 1 << max(12, (size - 1).bit_length())


@cache
def _powers(size: int) -> tuple[U64, U64]:
    one = np.ones(size, np.uint64)
    up, down = one.copy(), one.copy()
    up[1:] = np.uint64(_BASE)
    down[1:] = np.uint64(_BASE_INVERSE)
    return np.multiply.accumulate(up), np.multiply.accumulate(down)


def hash_strings(strings: Sequence[str]) -> U64:
    """Return one 64-bit hash a string (no namespace), uint64 (len,). An empty string hashes to zero."""
    if not strings:
        return np.zeros(0, np.uint64)
    codes = np.frombuffer("".join(strings).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    ends = np.cumsum(np.fromiter(map(len, strings), np.int64, len(strings)))
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    return _run_hashes(codes.astype(np.uint32, copy=False), starts, ends)
