"""The sources of a row once more, slow and in plain Python integers: what whole arrays must come to."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from chaffinch.engine.text import LINK_MARK

M32, M64 = (1 << 32) - 1, (1 << 64) - 1
BASE = 0x9E3779B97F4A7C15
PAIR_KEY, FACT_KEY = 0x9FB21C651E98DF25, 0x9E3779B97F4A7C15
IDEOGRAPHS = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x3040, 0x30FF))


def lowered(text: str) -> list[int]:
    """Return the code points in lower case, Latin ones without accents: one to one, and of the basic plane only."""
    return [_small(letter) for letter in text]


def is_capital(letter: str) -> bool:
    """Tell whether there is another letter that is its small one."""
    return ord(letter) < 0x10000 and len(letter.lower()) == 1 and letter.lower() != letter


def _small(letter: str) -> int:
    small = letter.lower() if is_capital(letter) else letter
    bare = BARELY.get(small) or unicodedata.normalize("NFD", small)[0].lower()
    return ord(bare) if 0xC0 <= ord(small) < 0x250 or 0x1E00 <= ord(small) < 0x1F00 else ord(small)


BARELY = dict(zip("øđłħŧıæßœþŋəĳǣ", "odlhtiæßœþŋəĳǣ", strict=True))


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
    """Return the stretches without blanks of a text, each with the one character before and behind it."""
    codes = [ord(" "), *lowered(text), ord(" ")]
    found = []
    start = 0
    for at in range(1, len(codes)):
        if is_dark(codes[at]) and not is_dark(codes[at - 1]):
            start = at
        if not is_dark(codes[at]) and is_dark(codes[at - 1]):
            found.append(tuple(codes[start - 1 : at + 1]))
    return found


def grams(text: str, size: int) -> list[tuple[int, ...]]:
    """Return the n-grams of one size of a text, as code points in lower case."""
    return [chunk[at : at + size] for chunk in chunks(text) for at in range(len(chunk) - size + 1)]


def letter_number(code: int) -> int:
    """Return the number that a letter stands for."""
    value = (code + 0x51ED) * BASE & M64
    return value ^ value >> 32


def _mixed(total: int) -> int:
    total ^= total >> 29
    total = total * 0xBF58476D1CE4E5B9 & M64
    return total ^ total >> 32


def gram_hash(codes: Sequence[int]) -> int:
    """Return the hash of an n-gram: its letters by their places."""
    return _mixed(sum((code + 0x51ED) * pow(BASE, at, 1 << 64) for at, code in enumerate(codes)) & M64)


def word_hash(codes: Sequence[int]) -> int:
    """Return the hash of a word: its letters in any order, but for the first and the last."""
    ends = codes[0] * 0x9FB21C651E98DF25 + codes[-1] * 0xD6E8FEB86659FD93
    return _mixed(sum(map(letter_number, codes)) + ends & M64)


def halved(value: int) -> int:
    """Return a hash of 64 bits in 32."""
    return (value ^ value >> 32) & M32


def text_sources(text: str) -> list[set[int]]:
    """Return the hashes of a text, in no namespace: n-grams of three and of five, words, pairs of words; each once."""
    hashes = [word_hash(word) for word in words(text)]
    return [
        *({halved(gram_hash(gram)) for gram in grams(text, size)} for size in (3, 5)),
        {halved(value) for value in hashes},
        {halved((one * PAIR_KEY + next_one) & M64) for one, next_one in pairwise(hashes)},
    ]


def facts(numbers: Iterable[int]) -> set[int]:
    """Return the hashes of facts, in no namespace, each once."""
    return {halved(number * FACT_KEY & M64) for number in numbers}
