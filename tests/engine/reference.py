"""The sources of a row once more, slow and in plain Python integers: what whole arrays must come to."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from chaffinch.engine.text import LINK_MARK

M32, M64 = (1 << 32) - 1, (1 << 64) - 1
WINDOW = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1)
BASE = 0x9E3779B97F4A7C15
PAIR_KEY, FACT_KEY = 0x9FB21C651E98DF25, 0x9E3779B97F4A7C15
IDEOGRAPHS = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x3040, 0x30FF))


def lowered(text: str) -> list[int]:
    """Return the code points in lower case: one to one, and of the basic plane only."""
    return [_small(letter) for letter in text]


def _small(letter: str) -> int:
    lower = letter.lower()
    return ord(lower) if len(lower) == 1 and ord(letter) < 0x10000 else ord(letter)


def is_alone(code: int) -> bool:
    """Tell whether a code point is a word by itself: ideographs and kana."""
    return 0x20000 <= code < 0x40000 or (
        unicodedata.category(chr(code))[0] in "LM" and any(a <= code <= b for a, b in IDEOGRAPHS)
    )


def is_inside(code: int) -> bool:
    """Tell whether a code point belongs into a word."""
    return is_alone(code) or (code < 0x10000 and unicodedata.category(chr(code))[0] in "LMN")


def is_dark(code: int) -> bool:
    """Tell whether a code point leaves ink: it is no blank, control or lone surrogate."""
    return code >= 0x10000 or chr(code) == LINK_MARK or unicodedata.category(chr(code))[0] in "LMNPS"


def words(text: str) -> list[tuple[int, ...]]:
    """Return the words of a text, as code points in lower case."""
    found: list[tuple[int, ...]] = []
    current: tuple[int, ...] = ()
    for code in [*lowered(text), ord(" ")]:
        if current and (is_alone(code) or not is_inside(code)):
            found.append(current)
            current = ()
        if is_alone(code):
            found.append((code,))
        elif is_inside(code):
            current += (code,)
    return found


def chunks(text: str) -> list[tuple[int, ...]]:
    """Return the runs without blanks of a text, each with the one character before and behind it."""
    codes = [ord(" "), *lowered(text), ord(" ")]
    found = []
    start = 0
    for at in range(1, len(codes)):
        if is_dark(codes[at]) and not is_dark(codes[at - 1]):
            start = at
        if not is_dark(codes[at]) and is_dark(codes[at - 1]):
            found.append(tuple(codes[start - 1 : at + 1]))
    return found


def distinct(runs: Iterable[tuple[int, ...]], edge: int = 0) -> list[tuple[int, ...]]:
    """Return the first of the runs that are alike but for `edge` characters on either side."""
    found: dict[tuple[int, ...], tuple[int, ...]] = {}
    for run in runs:
        found.setdefault(run[edge : len(run) - edge], run)
    return [*found.values()]


def grams(codes: Sequence[int], size: int) -> list[int]:
    """Return the hashes of the n-grams of one size, in no namespace."""
    return [
        sum(code * factor for code, factor in zip(codes[at : at + size], WINDOW, strict=False)) & M32
        for at in range(len(codes) - size + 1)
    ]


def run_hash(codes: Sequence[int]) -> int:
    """Return the hash of a run: the polynomial from its first letter on, which differences of a running one give."""
    total = sum((code + 0x51ED) * pow(BASE, at, 1 << 64) for at, code in enumerate(codes)) & M64
    total ^= total >> 29
    total = total * 0xBF58476D1CE4E5B9 & M64
    return total ^ total >> 32


def halved(value: int) -> int:
    """Return a hash of 64 bits in 32."""
    return (value ^ value >> 32) & M32


def text_sources(text: str) -> list[list[int]]:
    """Return the hashes of a text, in no namespace: n-grams of three and of five, distinct words, pairs of words."""
    found = words(text)
    hashes = [run_hash(word) for word in found]
    in_chunks = distinct(chunks(text), edge=1)
    pairs = [halved((one * PAIR_KEY + next_one) & M64) for one, next_one in pairwise(hashes)]
    return [
        [gram for chunk in in_chunks for gram in grams(chunk, 3)],
        [gram for chunk in in_chunks for gram in grams(chunk, 5)],
        [halved(run_hash(word)) for word in distinct(found)],
        pairs,
    ]


def facts(numbers: Iterable[int]) -> list[int]:
    """Return the hashes of facts, in no namespace."""
    return [halved(number * FACT_KEY & M64) for number in numbers]
