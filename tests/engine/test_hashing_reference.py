"""The whole-array hashes against a slow reference in plain Python integers, and against literal constants."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine import hashing
from chaffinch.engine.blocks import SOURCES
from chaffinch.engine.features import extract
from chaffinch.engine.parsing import parse
from chaffinch.engine.types import Context, Submission
from tests.engine import reference
from tests.engine.reference import M32, M64

TEXTS = st.lists(st.text(st.characters(exclude_categories=[]), max_size=30), max_size=8)
FEW_LETTERS = st.lists(st.text("aAß 桥桜\u30a2.!\ud800\t\U0001f426\U00020000é", max_size=25), max_size=8)


def chunks_of(texts: list[str]) -> list[tuple[int, tuple[int, ...]]]:
    return [(number, chunk) for number, text in enumerate(texts) for chunk in reference.chunks(text)]


@given(TEXTS | FEW_LETTERS)
def test_ngrams_of_chunks_equal_a_slow_reference(texts: list[str]) -> None:
    column = hashing.column(texts)
    starts, ends = hashing.chunk_runs(column)
    hashes, counts = hashing.ngrams(column, starts, ends - starts)
    expected = [[reference.grams(chunk, size) for _, chunk in chunks_of(texts)] for size in hashing.SIZES]
    assert counts.tolist() == [len(some) for of_size in expected for some in of_size]
    assert hashes.tolist() == [gram for of_size in expected for some in of_size for gram in some]


@given(TEXTS | FEW_LETTERS)
def test_words_and_chunks_equal_a_slow_reference(texts: list[str]) -> None:
    column = hashing.column(texts)
    found = hashing.runs(column)
    words = [(number, word) for number, text in enumerate(texts) for word in reference.words(text)]
    chunks = [(number, chunk[1:-1]) for number, chunk in chunks_of(texts)]
    assert found.word_count == len(words)
    assert found.rows.tolist() == [number for number, _ in words + chunks]
    assert found.hashes.tolist() == [reference.run_hash(run) for _, run in words + chunks]
    spelled = [tuple(column.codes[a:b].tolist()) for a, b in zip(found.starts, found.ends, strict=True)]
    assert spelled == [run for _, run in words + chunks]


@given(TEXTS | FEW_LETTERS)
def test_the_first_of_its_letters_in_its_text_is_kept_words_apart_from_chunks(texts: list[str]) -> None:
    column = hashing.column(texts)
    found = hashing.runs(column)
    seen: set[tuple[bool, int, tuple[int, ...]]] = set()
    expected = []
    for number in range(found.rows.size):
        letters = tuple(column.codes[found.starts[number] : found.ends[number]].tolist())
        key = (number < found.word_count, int(found.rows[number]), letters)
        if key not in seen:
            expected.append(number)
        seen.add(key)
    assert hashing.firsts(found).tolist() == expected


@pytest.mark.parametrize("row", [0, 1, 255, 511])
def test_chunks_are_told_from_words_and_texts_from_each_other_in_the_largest_column(row: int) -> None:
    texts = [""] * hashing.MAX_COLUMN
    texts[row] = "swan swan"
    texts[(row + 1) % hashing.MAX_COLUMN] = "swan swan"
    found = hashing.runs(hashing.column(texts))
    kept = hashing.firsts(found)
    assert found.rows.size == 8
    assert sorted(zip((kept < found.word_count).tolist(), found.rows[kept].tolist(), strict=True)) == sorted(
        (is_word, number) for is_word in (True, False) for number in (row, (row + 1) % hashing.MAX_COLUMN)
    )


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
def test_no_window_word_or_chunk_reaches_the_next_text(left: str) -> None:
    alone, both = (hashing.runs(hashing.column(texts)) for texts in (["bread"], [left, "bread"]))
    assert both.hashes[both.rows == 1].tolist() == alone.hashes.tolist()
    column = hashing.column([left, "bread"])
    starts, ends = hashing.chunk_runs(column)
    grams, counts = hashing.ngrams(column, starts, ends - starts)
    owners = np.concatenate((column.rows[starts], column.rows[starts])).repeat(counts)
    expected = [gram for size in hashing.SIZES for gram in reference.grams(list(map(ord, " bread ")), size)]
    assert grams[owners == 1].tolist() == expected


@given(TEXTS.filter(bool))
def test_a_column_holds_every_text_with_single_blanks_around(texts: list[str]) -> None:
    column = hashing.column(texts)
    for number, text in enumerate(texts):
        start, stop = column.starts[number], column.starts[number + 1]
        assert column.codes[start : stop - 1].tolist() == reference.lowered(text)
        assert column.codes[start - 1] == column.codes[stop - 1] == ord(" ")
        assert set(column.rows[start:stop].tolist()) == {number}
        assert column.capitals[start : stop - 1].tolist() == [
            ord(letter) != small for letter, small in zip(text, reference.lowered(text), strict=True)
        ]
    assert column.codes.size == column.kinds.size == column.rows.size == sum(map(len, texts)) + len(texts) + 1


def test_a_run_hashes_alike_wherever_it_stands_however_far() -> None:
    far = 3 * (1 << 16)
    column = hashing.column(["swan", "x" * far, "swan"])
    found = hashing.runs(column)
    words = found.hashes[: found.word_count].tolist()
    assert words[0] == words[2] == reference.run_hash(list(map(ord, "swan")))
    assert found.starts[2] > far


WORDS = [15537278156278501388, 13916455345576335186, 841969137761371818]
ROW = Submission("Bread &amp; bread at http://bakery.example/jam", "Ann Baker", "https://ann.example/")
PINNED = [
    ("TEXT", 9, 3959147935),
    ("AUTHOR", 8, 1324103247),
    ("URL", 30, 1769111078),
    ("TEXT", 3, 3374488210),
    ("AUTHOR", 4, 1483448006),
    ("URL", 26, 2847754903),
    ("WORDS", 2, 3360089734),
    ("AUTHOR_SHAPE", 2, 2378461630),
    ("URL_PARTS", 4, 1696169532),
    ("WORDS", 2, 4122598138),
    ("AUTHOR_SHAPE", 1, 1772344257),
    ("URL_PARTS", 4, 3676304198),
    ("AUTHOR_SHAPE", 5, 3453077279),
    ("URL_PARTS", 16, 1075612328),
    ("SHAPE", 19, 1180564839),
    ("RELEVANCE", 5, 3300222448),
]


def test_hashes_are_the_literal_ones_of_feature_version_two() -> None:
    """Stored rows and shipped weights mean these numbers: a change here is a new feature version."""
    found = hashing.runs(hashing.column(["Bread хлеб 빵"]))
    assert found.hashes[: found.word_count].tolist() == WORDS
    rows = extract(parse([ROW]), [ROW], [Context(article="The bakery at the bridge", parent="Jam?")])
    parts = [rows.hashes[a:b] for a, b in pairwise(rows.bounds.tolist())]
    told = [
        (source.name, part.size, int(np.bitwise_xor.reduce(part, initial=0)))
        for source, part in zip(SOURCES, parts, strict=True)
    ]
    assert told == PINNED
