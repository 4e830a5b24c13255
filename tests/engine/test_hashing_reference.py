"""The whole-array hashes against a slow reference in plain Python integers, and against literal constants."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine import hashing
from chaffinch.engine.features import extract
from chaffinch.engine.parsing import parse
from chaffinch.engine.types import Context, Submission
from tests.engine.grams import ngrams

M32, M64 = (1 << 32) - 1, (1 << 64) - 1
WINDOW = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1)
BASE = 0x9E3779B97F4A7C15
TEXTS = st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=[]), max_size=30), max_size=8)
IDEOGRAPHS = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x3040, 0x30FF), (0x20000, 0x3FFFF))


def small(letter: str) -> int:
    lower = letter.lower()
    return ord(lower) if len(lower) == 1 and ord(letter) < 0x10000 else ord(letter)


def slow_ngrams(text: str, sizes: range, namespace: int) -> list[int]:
    codes = [small(letter) for letter in text]
    found = []
    for size in sizes:
        for at in range(len(codes) - size + 1):
            total = namespace * 0x7FEB352D + sum(c * w for c, w in zip(codes[at : at + size], WINDOW, strict=False))
            found.append(total & M32)
    return found


def slow_hash(codes: list[int]) -> int:
    """The polynomial from the first letter on: what differences of a running one must come to."""
    total = sum((code + 0x51ED) * pow(BASE, at, 1 << 64) for at, code in enumerate(codes)) & M64
    total ^= total >> 29
    total = total * 0xBF58476D1CE4E5B9 & M64
    return total ^ total >> 32


def slow_words(text: str) -> list[str]:
    found, current = [], ""
    for letter in text:
        code = small(letter)
        category = unicodedata.category(chr(code))
        is_alone = (category[0] in "LM" and any(a <= code <= b for a, b in IDEOGRAPHS)) or 0x20000 <= code < 0x40000
        is_inside = (category[0] in "LMN" and code < 0x10000) or is_alone
        if current and (is_alone or not is_inside):
            found.append(current)
            current = ""
        if is_alone:
            found.append(letter)
        elif is_inside:
            current += letter
    return found + [current] * bool(current)


def string_hashes(strings: list[str]) -> list[int]:
    texts = ["Bread"]
    column = hashing.column(texts, strings)
    found: list[int] = hashing.words_and_strings(hashing.column(texts), column, strings)[1].tolist()
    return found


WORDS = [15537278156278501388, 13916455345576335186, 841969137761371818]
STRINGS = [7793493447087354396, 17013367985683501411]
BLOCKS = [
    (1, 39, 117393102),
    (2, 5, 1903700473),
    (3, 27, 449540770),
    (4, 8, 3520829648),
    (5, 44, 3064653964),
    (6, 27, 2517962579),
    (7, 19, 1349794730),
    (8, 4, 2871036666),
]


@given(TEXTS, st.integers(0, 40))
def test_ngram_hashes_equal_a_slow_reference(texts: list[str], namespace: int) -> None:
    rows, hashes = ngrams(hashing.column(texts), range(3, 6), namespace)
    for number, text in enumerate(texts):
        assert sorted(hashes[rows == number].tolist()) == sorted(slow_ngrams(text, range(3, 6), namespace))


@given(TEXTS, TEXTS, TEXTS)
def test_ngrams_of_stretches_are_those_of_their_texts_alone(
    first: list[str], second: list[str], third: list[str]
) -> None:
    whole = hashing.column([*first, *second, *third])
    stretches = [
        hashing.Stretch(len(first), range(3, 6), 1),
        hashing.Stretch(len(second), range(2, 5), 3),
        hashing.Stretch(len(third), range(3, 4), 5),
    ]
    numbers, counts, hashes = hashing.ngrams_of(whole, stretches)
    found = sorted(zip(np.repeat(numbers, counts).tolist(), hashes.tolist(), strict=True))
    alone: list[tuple[int, int]] = []
    row = 0
    for texts, stretch in zip((first, second, third), stretches, strict=True):
        for text in texts:
            alone += [(row, gram) for gram in slow_ngrams(text, stretch.sizes, stretch.namespace)]
            row += 1
    assert found == sorted(alone)


@given(TEXTS)
def test_word_hashes_equal_a_slow_reference(texts: list[str]) -> None:
    found = hashing.words(hashing.column(texts))
    for number, text in enumerate(texts):
        assert found.hashes[found.rows == number].tolist() == [
            slow_hash([small(letter) for letter in word]) for word in slow_words(text)
        ]


@given(st.lists(st.text(st.characters(exclude_categories=["Lu", "Lt"]), max_size=20), max_size=8))
def test_string_hashes_equal_a_slow_reference(strings: list[str]) -> None:
    expected = [slow_hash([ord(letter) for letter in string]) for string in strings]
    assert string_hashes(strings) == expected


@given(st.integers(0, M32), st.integers(0, M32))
def test_scrambling_and_salting_equal_a_slow_reference(value: int, salt: int) -> None:
    h = value ^ value >> 16
    h = h * 0x85EBCA6B & M32
    h ^= h >> 13
    h = h * 0xC2B2AE35 & M32
    h ^= h >> 16
    one = np.array([value], np.uint32)
    assert hashing.scramble(one.copy()).tolist() == [h]
    s = (value ^ salt) * 0x9E3779B1 & M32
    assert hashing.salted(one, np.uint32(salt)).tolist() == [s ^ s >> 15]


@pytest.mark.parametrize("left", ["swan", "s", "", "水"])
def test_no_window_or_word_reaches_the_next_text(left: str) -> None:
    rows, hashes = ngrams(hashing.column([left, "bread"]), range(3, 6), 1)
    alone = ngrams(hashing.column(["bread"]), range(3, 6), 1)[1]
    assert sorted(hashes[rows == 1].tolist()) == sorted(alone.tolist())
    assert hashes.size == alone.size + sum(max(0, len(left) - size + 1) for size in (3, 4, 5))
    assert hashing.words(hashing.column([left, "bread"])).hashes.size == 1 + bool(left)


def test_hashes_are_the_literal_ones_of_feature_version_one() -> None:
    """Stored rows and shipped weights mean these numbers: a change here is a new feature version."""
    found = hashing.words(hashing.column(["Bread хлеб 빵"]))
    assert found.hashes.tolist() == WORDS
    assert string_hashes(["tld=example", "w=хлеб"]) == STRINGS
    submission = Submission("Bread &amp; jam at http://bakery.example/jam", "Ann Baker", "https://ann.example/")
    rows = extract(parse([submission]), [submission], [Context(article="The bakery at the bridge", parent="Jam?")])
    checks = [
        int(np.bitwise_xor.reduce(rows.hashes[start : start + size]))
        for start, size in zip(rows.starts, rows.sizes, strict=True)
    ]
    assert list(zip(rows.blocks.tolist(), rows.sizes.tolist(), checks, strict=True)) == BLOCKS
