"""The whole-array hashes against a slow reference in plain Python integers, and against literal constants."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine import hashing
from chaffinch.engine.blocks import SOURCES
from chaffinch.engine.characters import CAPITAL
from chaffinch.engine.features import extract
from chaffinch.engine.parsing import parse
from chaffinch.engine.types import Context, Submission
from tests.engine import reference
from tests.engine.reference import M32, M64

TEXTS = st.lists(st.text(st.characters(exclude_categories=[]), max_size=30), max_size=8)
FEW_LETTERS = st.lists(st.text("aAß 桥桜\u30a2.!\ud800\t\U0001f426\U00020000é", max_size=25), max_size=8)


@given(TEXTS | FEW_LETTERS)
def test_ngrams_equal_a_slow_reference(texts: list[str]) -> None:
    _, hashes, counts = hashing.words_and_grams(hashing.column(texts))
    expected = [reference.grams(text, size) for size in hashing.SIZES for text in texts]
    assert counts.tolist() == list(map(len, expected))
    assert hashes.tolist() == [reference.gram_hash(gram) for some in expected for gram in some]


@given(TEXTS | FEW_LETTERS)
def test_words_equal_a_slow_reference_alone_and_beside_ngrams(texts: list[str]) -> None:
    column = hashing.column(texts)
    expected = [(number, word) for number, text in enumerate(texts) for word in reference.words(text)]
    for found in (hashing.words(column), hashing.words_and_grams(column)[0]):
        assert found.rows.tolist() == [number for number, _ in expected]
        assert found.hashes.tolist() == [reference.word_hash(word) for _, word in expected]
        spelled = [tuple(column.codes[a:b].tolist()) for a, b in zip(found.starts, found.ends, strict=True)]
        assert spelled == [word for _, word in expected]


@given(TEXTS | FEW_LETTERS)
def test_the_head_of_words_are_those_of_the_first_texts(texts: list[str]) -> None:
    every = hashing.words(hashing.column(texts))
    for count in range(len(texts) + 1):
        some, alone = every.head(count), hashing.words(hashing.column(texts[:count]))
        for name in ("rows", "starts", "ends", "hashes"):
            assert getattr(some, name).tolist() == getattr(alone, name).tolist()


@given(st.lists(st.integers(0, M64), max_size=5))
def test_halving_equals_a_slow_reference(values: list[int]) -> None:
    assert hashing.halved(np.array(values, np.uint64)).tolist() == [reference.halved(value) for value in values]


@given(st.integers(0, M32), st.integers(0, M32))
def test_salting_equals_a_slow_reference_and_is_one_to_one(value: int, salt: int) -> None:
    (salted,) = hashing.salted(np.array([value], np.uint32), np.uint32(salt)).tolist()
    assert salted == (value ^ salt) * 0x9E3779B1 & M32
    assert salted * pow(0x9E3779B1, -1, 1 << 32) & M32 ^ salt == value


def test_namespaces_are_all_different() -> None:
    assert len({int(hashing.namespace(number)) for number in range(64)}) == 64


@pytest.mark.parametrize("left", ["swan", "s", "", "水", "\ud800", "."])
def test_no_ngram_and_no_word_reaches_the_next_text(left: str) -> None:
    (alone, grams, _), (both, more, counts) = (
        hashing.words_and_grams(hashing.column(texts)) for texts in (["bread"], [left, "bread"])
    )
    assert both.hashes[both.rows == 1].tolist() == alone.hashes.tolist()
    assert more[np.tile([0, 1], len(hashing.SIZES)).repeat(counts) == 1].tolist() == grams.tolist()


@given(TEXTS.filter(bool))
def test_a_column_holds_every_text_with_blanks_around(texts: list[str]) -> None:
    column = hashing.column(texts)
    for number, text in enumerate(texts):
        start, stop = column.starts[number], column.starts[number + 1]
        assert column.codes[start : stop - 1].tolist() == reference.lowered(text)
        assert column.codes[start - 1] == column.codes[stop - 1] == ord(" ")
        assert set(column.rows[start:stop].tolist()) == {number}
        assert (column.kinds[start : stop - 1] >= CAPITAL).tolist() == [reference.is_capital(letter) for letter in text]
    length = sum(map(len, texts)) + len(texts) + hashing.LEAD
    assert column.codes.size == column.kinds.size == column.rows.size == length
    assert column.codes[: hashing.LEAD].tolist() == [ord(" ")] * hashing.LEAD
    assert not column.kinds[: hashing.LEAD].any()


@pytest.mark.parametrize("far", [1, 3 << 16, 1 << 19])
def test_a_run_hashes_alike_wherever_it_stands_however_far(far: int) -> None:
    column = hashing.column(["swan", "x" * far, "swan"])
    found = hashing.words(column)
    words = found.hashes.tolist()
    assert words[0] == words[2] == reference.word_hash(list(map(ord, "swan")))
    assert found.starts[2] > far


WORDS = [17362693190292825236, 13988701773790492267, 3058615617741040515]
ROW = Submission("Bread &amp; bread at http://bakery.example/jam", "Ann Baker", "https://ann.example/")
PINNED = [
    ("TEXT", 9, 529273157),
    ("AUTHOR", 8, 1592900755),
    ("URL", 23, 1377837272),
    ("TEXT", 3, 2279238231),
    ("AUTHOR", 4, 4005484763),
    ("URL", 21, 358159556),
    ("WORDS", 2, 2938503956),
    ("AUTHOR_SHAPE", 2, 4151399435),
    ("URL_PARTS", 4, 1800890098),
    ("WORDS", 2, 2723710328),
    ("AUTHOR_SHAPE", 1, 723713413),
    ("URL_PARTS", 4, 1953408297),
    ("AUTHOR_SHAPE", 5, 3453077279),
    ("URL_PARTS", 18, 3215396499),
    ("SHAPE", 19, 1180564839),
    ("RELEVANCE", 7, 2564863762),
]


def test_hashes_are_the_literal_ones_of_feature_version_three() -> None:
    """Stored rows and shipped weights mean these numbers: a change here is a new feature version."""
    assert hashing.words(hashing.column(["Bread хлеб 빵"])).hashes.tolist() == WORDS
    rows = extract(parse([ROW]), [ROW], [Context(article="The bakery at the bridge", parent="Jam?")])
    parts = [rows.hashes[a:b] for a, b in pairwise(rows.bounds.tolist())]
    told = [
        (source.name, part.size, int(np.bitwise_xor.reduce(part, initial=0)))
        for source, part in zip(SOURCES, parts, strict=True)
    ]
    assert told == PINNED
