from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaffinch.engine import hashing, rows
from chaffinch.engine.blocks import Block, Rows
from chaffinch.engine.features import extract
from chaffinch.engine.hashing import GAP, column, words
from chaffinch.engine.learner import VALUE_BITS, run_values
from chaffinch.engine.parsing import parse
from chaffinch.engine.types import Context, Submission
from chaffinch.errors import ModelFileError
from tests.engine.grams import ngrams

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cc"]), max_size=40), min_size=1, max_size=6)


def rows_of(*submissions: Submission, article: str | None = None) -> Rows:
    return extract(parse(submissions), submissions, [Context(article=article)] * len(submissions))


@given(TEXTS)
def test_ngrams_and_words_do_not_depend_on_neighbours(texts: list[str]) -> None:
    together_rows, together = ngrams(column(texts), range(3, 6), 1)
    found = words(column(texts))
    for number, text in enumerate(texts):
        _, alone = ngrams(column([text]), range(3, 6), 1)
        assert sorted(together[together_rows == number]) == sorted(alone)
        assert list(found.hashes[found.rows == number]) == list(words(column([text])).hashes)


@given(st.text(st.characters(exclude_categories=["Cc"], max_codepoint=0xFFFF), max_size=50))
def test_there_are_as_many_ngrams_as_a_reader_counts(text: str) -> None:
    _, hashes = ngrams(column([text]), range(3, 6), 1)
    assert hashes.size == sum(max(0, len(text) - size + 1) for size in (3, 4, 5))


def test_words_are_runs_of_letters_and_ideographs_stand_alone() -> None:
    texts = column(["The swans, 12 of them", "你好 swans"])
    found = words(texts)
    spelled = ["".join(map(chr, texts.codes[a:b])) for a, b in zip(found.starts, found.ends, strict=True)]
    assert spelled == ["the", "swans", "12", "of", "them", "你", "好", "swans"]
    assert found.hashes[1] == found.hashes[7]
    assert GAP >= 5


def test_hashes_are_the_same_on_every_machine() -> None:
    assert list(words(column(["swans"])).hashes) == [PINNED_WORD]
    _, grams = ngrams(column(["abc"]), range(3, 6), 1)
    assert list(hashing.scramble(grams)) == [PINNED_GRAM]


PINNED_WORD = 3745136501545466449
PINNED_GRAM = 1169392506


def test_an_absent_field_makes_no_feature() -> None:
    blocks = set(rows_of(Submission("The swans are back")).blocks)
    assert blocks == {Block.TEXT, Block.WORDS, Block.SHAPE}
    whole = rows_of(Submission("The swans are back", "Ann", "https://ann.example"), article="Swans return")
    assert set(whole.blocks) == set(Block)


@settings(max_examples=40)
@given(TEXTS)
def test_rows_are_sorted_unique_and_of_length_one(texts: list[str]) -> None:
    found = rows_of(*[Submission(text, text[:5]) for text in texts])
    for row in range(found.count):
        runs = (found.rows == row).nonzero()[0]
        assert sorted(found.blocks[runs]) == list(found.blocks[runs])
        square = (run_values(found)[runs].astype(float) ** 2 * found.sizes[runs]).sum() / (1 << 2 * VALUE_BITS)
        assert abs(square - 1) < 0.02
        for run in runs:
            part = found.hashes[found.starts[run] : found.starts[run] + found.sizes[run]]
            assert np.all(part[1:] > part[:-1])


@settings(max_examples=40)
@given(TEXTS)
def test_a_row_as_bytes_comes_back_as_it_was(texts: list[str]) -> None:
    found = rows_of(*[Submission(text, "Ann") for text in texts])
    for number, data in enumerate(rows.encode(found)):
        back = rows.decode(data)
        runs = found.rows == number
        assert list(back.blocks) == list(found.blocks[runs])
        assert list(back.sizes) == list(found.sizes[runs])
        assert rows.encode(back) == [data]


@given(st.binary(max_size=200))
def test_damaged_rows_are_told_not_learned(data: bytes) -> None:
    with pytest.raises(ModelFileError):
        rows.decode(b"\xff\xff" + data)
    (whole,) = rows.encode(rows_of(Submission("The swans are back")))
    with pytest.raises(ModelFileError):
        rows.decode(whole[:-3])
