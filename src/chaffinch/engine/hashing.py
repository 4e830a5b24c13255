"""Characters and words of many texts at once -> 32-bit hashes. Whole arrays, no loop per character.

Feature hashing: Weinberger, Dasgupta, Langford, Smola, Attenberg (2009), "Feature Hashing for Large Scale
Multitask Learning". Words are hashed by differences of one running polynomial (Karp and Rabin 1987).
All arithmetic is on unsigned integers that wrap, and all byte orders are fixed: hashes agree everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from chaffinch.engine.characters import Kind, folded

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
    """Many texts in one array. `codes`: lower-cased code points (length,), with `GAP` zeros around each text.

    `kinds`: `Kind` per position; `rows`: which text a position belongs to, int64; `count`: how many texts;
    `capitals`: True where the source letter was upper case; `starts`: where each text begins, and last where one more
    would. Behind the texts, `codes` may go on with strings as they are, one after the other, only hashed whole.
    """

    codes: U32
    kinds: NDArray[np.uint8]
    rows: I64
    count: int
    capitals: NDArray[np.bool_]
    starts: list[int]

    def head(self, count: int) -> Column:
        """Return the first `count` texts, as a view."""
        stop = self.starts[count]
        starts = self.starts[: count + 1]
        return Column(self.codes[:stop], self.kinds[:stop], self.rows[:stop], count, self.capitals[:stop], starts)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a column, in order. `rows`, `starts`, `ends`: position in the column, int64; `hashes`: uint64.

    A word is a run of letters, marks and digits; ideographs and kana stand one by one.
    """

    rows: I64
    starts: I64
    ends: I64
    hashes: U64


@dataclass(frozen=True, slots=True)
class Stretch:
    """`count` texts of a column, behind those of the stretch before it, and the n-grams wanted of them."""

    count: int
    sizes: range
    namespace: int


def column(texts: Sequence[str], strings: Sequence[str] = ()) -> Column:
    """Return the texts as one `Column`, with strings behind them. Lone surrogates are kept as they are."""
    gap = "\0" * GAP
    joined = f"{gap}{gap.join(texts)}{gap}"
    length = len(joined)
    source = _codes(joined + "".join(strings))
    lengths = [len(text) + GAP for text in texts]
    starts = [*accumulate(lengths, initial=GAP)]
    lengths[:1] = [first + GAP for first in lengths[:1]]
    lower, kinds = folded(source[:length])
    rows = _numbers(len(texts)).repeat(lengths)
    codes = np.concatenate((lower, source[length:])) if strings else lower
    return Column(codes, kinds, rows, len(texts), lower != source[:length], starts)


def _codes(text: str) -> U32:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32, copy=False)


def _lengths(strings: Sequence[str]) -> I64:
    return np.fromiter(map(len, strings), np.int64, len(strings))


@cache
def _numbers(count: int) -> I64:
    return np.arange(count, dtype=np.int64)


def scramble(values: U32) -> U32:
    """Return the values with all bits mixed (the finaliser of MurmurHash3, Appleby 2011), uint32, in place."""
    values ^= values >> np.uint32(16)
    values *= np.uint32(0x85EBCA6B)
    values ^= values >> np.uint32(13)
    values *= np.uint32(0xC2B2AE35)
    values ^= values >> np.uint32(16)
    return values


def namespace(number: int) -> np.uint32:
    """Return what moves halved hashes into a namespace, to be added to them."""
    return np.uint32(number * 0x9E3779B1 & 0xFFFFFFFF)


def halved(values: U64) -> U32:
    """Return 64-bit hashes folded to 32 bits, in no namespace and not yet scrambled, uint32, same shape."""
    return (values ^ (values >> np.uint64(32))).astype(np.uint32)


def salted(hashes: U32, salt: U32 | np.uint32) -> U32:
    """Return the hashes as seen by one site: the same feature, another coordinate. uint32, same shape."""
    values = hashes ^ salt
    values *= np.uint32(0x9E3779B1)
    values ^= values >> np.uint32(15)
    return values


def ngrams_of(texts: Column, stretches: Sequence[Stretch]) -> tuple[I64, I64, U32]:
    """Return the n-grams of the stretches of a column, not yet scrambled: hashes of one text and size side by side.

    (numbers, counts, hashes): whose they are, how many stand side by side, both int64, and the hashes. One walk over
    the whole column serves all stretches: on a single comment the calls are the cost, not the letters.
    """
    codes = texts.codes[: texts.starts[-1]]
    running = codes * _WINDOW[0]
    first = 0
    for stretch in stretches:
        last = first + stretch.count
        running[texts.starts[first] : texts.starts[last]] += np.uint32(stretch.namespace * 0x7FEB352D & 0xFFFFFFFF)
        first = last
    numbers: list[int] = []
    counts: list[int] = []
    hashes: list[U32] = [running[:0]]
    for size in range(2, max(stretch.sizes.stop for stretch in stretches)):
        reach = size - 1
        running = running[:-1] + codes[reach:] * _WINDOW[reach]
        first = 0
        for stretch in stretches:
            last = first + stretch.count
            if size in stretch.sizes:
                for number in range(first, last):
                    start, stop = texts.starts[number], texts.starts[number + 1] - GAP - reach
                    if stop > start:
                        numbers.append(number)
                        counts.append(stop - start)
                        hashes.append(running[start:stop])
            first = last
    return np.array(numbers, np.int64), np.array(counts, np.int64), np.concatenate(hashes)


_INSIDE, _ALONE = 1, 2
_WORD_CLASSES = np.array(
    [
        _ALONE if kind in (Kind.HAN, Kind.KANA) else _INSIDE if kind in range(Kind.LATIN, Kind.DIGIT + 1) else 0
        for kind in Kind
    ],
    np.uint8,
)


def words(texts: Column) -> Words:
    """Return all words of a column with their hashes (of the lower-cased letters, no namespace yet)."""
    starts, ends = word_runs(texts)
    return Words(texts.rows[starts], starts, ends, run_hashes(texts.codes, starts, ends))


def words_and_strings(texts: Column, behind: Column, strings: Sequence[str]) -> tuple[Words, U64]:
    """Return the words of a column and the hashes of the strings behind it, in one sweep; no namespace yet.

    `texts` is the head of `behind`, whose strings are `strings`. An empty string hashes to zero.
    """
    starts, ends = word_runs(texts)
    lengths = _lengths(strings)
    string_ends = lengths.cumsum() + behind.kinds.size
    hashes = run_hashes(
        behind.codes, np.concatenate((starts, string_ends - lengths)), np.concatenate((ends, string_ends))
    )
    return Words(texts.rows[starts], starts, ends, hashes[: starts.size]), hashes[starts.size :]


def word_runs(texts: Column) -> tuple[I64, I64]:
    """Return where the words of a column start and end."""
    classes = _WORD_CLASSES.take(texts.kinds)
    turns = ((classes[1:] != classes[:-1]) | (classes[1:] == _ALONE)).nonzero()[0] + 1
    begins = classes[turns[:-1]] != 0
    return turns[:-1][begins], turns[1:][begins]


def run_hashes(codes: U32, starts: I64, ends: I64) -> U64:
    """Hash runs of codes. The first code belongs to no run: what was summed before a run stands one place before it."""
    powers, inverses = _powers(_room(codes.size))
    running = codes + np.uint64(0x51ED)
    running *= powers[: codes.size]
    running.cumsum(out=running)
    hashes = running[ends - 1]
    hashes -= running[starts - 1]
    hashes *= inverses[starts]
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
