"""Characters and words of many texts at once -> 32-bit hashes. Whole arrays, no loop per character.

Feature hashing: Weinberger, Dasgupta, Langford, Smola, Attenberg (2009), "Feature Hashing for Large Scale
Multitask Learning". Runs of letters are hashed by differences of one running polynomial (Karp and Rabin 1987).
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
Flags = NDArray[np.bool_]

SIZES = (3, 5)
"""Lengths of character n-grams. Six sites left out: 3 and 5 gave a mean 1-ROCA % of 1.63, 4 and 5 of 1.71, 3 to 5 of
1.68, each inside a stretch without blanks; 3 to 5 over the whole text 1.77, at 1.8 times as many features."""

_WINDOW = tuple(np.uint32(k) for k in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1))
_BASE = 0x9E3779B97F4A7C15 | 1
_BASE_INVERSE = pow(_BASE, -1, 1 << 64)
_KEY_BITS = np.uint64(10)
_IS_CHUNK = np.uint64(512)
"""What comes twice in a text is found by a key: the hash's lower 54 bits, one that tells chunks, nine of the row."""
MAX_COLUMN = 512
"""Texts, names and addresses of one batch at most."""


@dataclass(frozen=True, slots=True)
class Column:
    """Many texts in one array, a blank before, between and behind them. `codes`: lower-cased code points (length,).

    `kinds`: `Kind` per position; `rows`: which text a position belongs to, int64; `count`: how many texts;
    `capitals`: True where the source letter was upper case; `starts`: where each text begins, and last where one more
    would.
    """

    codes: U32
    kinds: NDArray[np.uint8]
    rows: I64
    count: int
    capitals: Flags
    starts: list[int]


@dataclass(frozen=True, slots=True)
class Runs:
    """The words of a column in order, `word_count` of them, then its runs without blanks ("chunks").

    `rows`: which text each is of, `starts` and `ends`: positions in the column, all int64; `hashes`: uint64, of the
    lower-cased letters, in no namespace. A word is a run of letters, marks and digits; ideographs and kana stand alone.
    """

    rows: I64
    starts: I64
    ends: I64
    hashes: U64
    word_count: int


def column(texts: Sequence[str]) -> Column:
    """Return the texts as one `Column`. Lone surrogates are kept as they are."""
    source = _codes(f" {' '.join(texts)} ")
    lengths = [len(text) + 1 for text in texts]
    starts = [*accumulate(lengths, initial=1)]
    lengths[:1] = [first + 1 for first in lengths[:1]]
    lower, kinds = folded(source)
    return Column(lower, kinds, numbers(len(texts)).repeat(lengths), len(texts), lower != source, starts)


def _codes(text: str) -> U32:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32, copy=False)


@cache
def numbers(count: int) -> I64:
    """Return 0 to count - 1, int64; not to be written to."""
    return np.arange(count, dtype=np.int64)


def namespace(number: int) -> np.uint32:
    """Return what moves halved hashes into a namespace, to be added to them."""
    return np.uint32(number * 0x9E3779B1 & 0xFFFFFFFF)


def halved(values: U64) -> U32:
    """Return 64-bit hashes folded to 32 bits, in no namespace, uint32, same shape."""
    return (values ^ (values >> np.uint64(32))).astype(np.uint32)


def salted(hashes: U32, salt: U32 | np.uint32) -> U32:
    """Return the hashes as seen by one site: the same feature, another coordinate. uint32, same shape."""
    values = hashes ^ salt
    values *= np.uint32(0x9E3779B1)
    return values


def ngrams(texts: Column, starts: I64, lengths: I64) -> tuple[U32, I64]:
    """Return the n-grams of `SIZES` of runs, with one character around each run.

    (hashes, counts): those of the first size run by run, then those of the second; and how many each run has.
    """
    codes = texts.codes
    running = codes * _WINDOW[0]
    windows = []
    for reach in range(1, SIZES[-1]):
        running = running[:-1] + codes[reach:] * _WINDOW[reach]
        if reach + 1 in SIZES:
            windows.append(running)
    counts = np.concatenate([lengths - (size - 3) for size in SIZES])
    np.maximum(counts, 0, out=counts)
    ends = counts.cumsum()
    at = (np.concatenate((starts, starts)) - 1 - ends + counts).repeat(counts)
    at += numbers(room(at.size))[: at.size]
    short = int(ends[starts.size - 1]) if starts.size else 0
    return np.concatenate((windows[0].take(at[:short]), windows[1].take(at[short:]))), counts


_SPACE = int(Kind.SPACE)
_INSIDE, _ALONE = 1, 2
_WORD_CLASSES = np.array(
    [
        _ALONE if kind in (Kind.HAN, Kind.KANA) else _INSIDE if kind in range(Kind.LATIN, Kind.DIGIT + 1) else 0
        for kind in Kind
    ],
    np.uint8,
)


def runs(texts: Column) -> Runs:
    """Return the words of a column, and its runs without blanks."""
    word_starts, word_ends = word_runs(texts)
    chunk_starts, chunk_ends = chunk_runs(texts)
    starts = np.concatenate((word_starts, chunk_starts))
    ends = np.concatenate((word_ends, chunk_ends))
    return Runs(texts.rows.take(starts), starts, ends, run_hashes(texts.codes, starts, ends), word_starts.size)


def chunk_runs(texts: Column) -> tuple[I64, I64]:
    """Return where the runs without blanks of a column start and end."""
    is_dark = texts.kinds != _SPACE
    turns = (is_dark[1:] != is_dark[:-1]).nonzero()[0]
    turns += 1
    return turns[::2], turns[1::2]


def firsts(some: Runs) -> I64:
    """Return the indices of the runs that are the first of their letters in their text, words apart from chunks."""
    keys = some.hashes << _KEY_BITS
    keys |= some.rows.view(np.uint64)
    keys[some.word_count :] |= _IS_CHUNK
    order = keys.argsort(kind="stable")
    ordered = keys[order]
    is_first = np.empty(keys.size, np.bool_)
    is_first[order[:1]] = True
    is_first[order[1:]] = ordered[1:] != ordered[:-1]
    return is_first.nonzero()[0]


def word_runs(texts: Column) -> tuple[I64, I64]:
    """Return where the words of a column start and end."""
    classes = _WORD_CLASSES.take(texts.kinds)
    later = classes[1:]
    turns = ((later != classes[:-1]) | (later == _ALONE)).nonzero()[0]
    turns += 1
    begins = classes[turns[:-1]].nonzero()[0]
    return turns[begins], turns[begins + 1]


def run_hashes(codes: U32, starts: I64, ends: I64) -> U64:
    """Hash runs of codes. The first code belongs to no run: what was summed before a run stands one place before it."""
    powers, inverses = _powers(room(codes.size))
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


def room(size: int) -> int:
    """Round up to a power of two, so that few tables are ever built."""
    return 1 << max(12, (size - 1).bit_length())


@cache
def _powers(size: int) -> tuple[U64, U64]:
    one = np.ones(size, np.uint64)
    up, down = one.copy(), one.copy()
    up[1:] = np.uint64(_BASE)
    down[1:] = np.uint64(_BASE_INVERSE)
    return np.multiply.accumulate(up), np.multiply.accumulate(down)
