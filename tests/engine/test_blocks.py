"""Which features a submission gives, and how a row survives being stored."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaffinch.engine import rows
from chaffinch.engine.blocks import FEATURE_VERSION, Block, Rows
from chaffinch.engine.features import extract
from chaffinch.engine.parsing import parse
from chaffinch.engine.types import Context, Label, Submission
from chaffinch.errors import ModelFileError
from tests.engine.tiny import tiny_filter

ALWAYS = {Block.TEXT, Block.WORDS, Block.SHAPE}
TEXT = "The bakery at the bridge has new windows"
FIELD = st.none() | st.text(st.characters(exclude_categories=[]), max_size=30)
SUBMISSIONS = st.lists(st.builds(Submission, st.text(max_size=60), FIELD, FIELD), min_size=1, max_size=5)


def rows_of(submission: Submission, context: Context | None = None) -> Rows:
    return extract(parse([submission]), [submission], [context or Context()])


def blocks_of(submission: Submission, context: Context | None = None) -> set[int]:
    return set(rows_of(submission, context).blocks.tolist())


@pytest.mark.parametrize("nothing", [None, "", " ", "\n\t"])
def test_an_absent_author_makes_no_feature_of_the_author(nothing: str | None) -> None:
    assert blocks_of(Submission(TEXT, nothing)) == ALWAYS
    assert blocks_of(Submission(TEXT, "Ann")) == ALWAYS | {Block.AUTHOR, Block.AUTHOR_SHAPE}


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_absent_address_makes_no_feature_of_addresses(nothing: str | None) -> None:
    assert blocks_of(Submission(TEXT, None, nothing)) == ALWAYS
    assert blocks_of(Submission(TEXT, None, "https://ann.example/")) == ALWAYS | {Block.URL, Block.URL_PARTS}
    assert blocks_of(Submission(f"{TEXT} http://ann.example/")) == ALWAYS | {Block.URL, Block.URL_PARTS}


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_absent_article_makes_no_feature_of_relevance(nothing: str | None) -> None:
    assert blocks_of(Submission(TEXT), Context(article=nothing, parent=nothing)) == ALWAYS
    assert blocks_of(Submission(TEXT), Context(article="The bridge")) == ALWAYS | {Block.RELEVANCE}
    assert blocks_of(Submission(TEXT), Context(parent="Which bakery?")) == ALWAYS | {Block.RELEVANCE}


def test_neighbours_with_more_fields_lend_none() -> None:
    bare, full = Submission(TEXT), Submission(TEXT, "Ann", "https://ann.example/")
    both = extract(parse([bare, full]), [bare, full], [Context(), Context(article="The bridge")])
    assert set(both.blocks[both.rows == 0].tolist()) == ALWAYS
    assert set(both.blocks[both.rows == 1].tolist()) == set(Block)


@given(SUBMISSIONS)
def test_a_row_is_the_same_alone_and_in_a_batch(submissions: list[Submission]) -> None:
    contexts = [Context(article="The bridge" if n % 2 else None) for n in range(len(submissions))]
    together = rows.encode(extract(parse(submissions), submissions, contexts))
    alone = [rows.encode(rows_of(s, c))[0] for s, c in zip(submissions, contexts, strict=True)]
    assert together == alone


@given(SUBMISSIONS)
def test_features_are_sorted_and_unique_in_every_run(submissions: list[Submission]) -> None:
    found = extract(parse(submissions), submissions, [Context(article="The bridge")] * len(submissions))
    owners = found.rows * 16 + found.blocks
    assert np.all(np.diff(owners) > 0)
    assert found.sizes.sum() == found.hashes.size
    assert np.all(found.sizes > 0)
    for start, size in zip(found.starts, found.sizes, strict=True):
        assert np.all(np.diff(found.hashes[start : start + size].astype(np.int64)) > 0)


@given(SUBMISSIONS)
def test_storing_a_row_and_reading_it_back_is_identity(submissions: list[Submission]) -> None:
    for submission in submissions:
        found = rows_of(submission)
        back = rows.decode(rows.encode(found)[0])
        for name in ("hashes", "starts", "sizes", "rows", "blocks"):
            ours, theirs = getattr(found, name), getattr(back, name)
            assert ours.dtype == theirs.dtype, name
            assert ours.tolist() == theirs.tolist(), name


@settings(max_examples=40)
@given(st.data())
def test_a_damaged_row_is_refused_before_it_is_learned(data: st.DataObject) -> None:
    judge = tiny_filter()
    (whole,) = judge.features([Submission(TEXT, "Ann")], [Context()])
    at = data.draw(st.integers(0, 40))
    damaged = bytearray(whole)
    damaged[at] ^= data.draw(st.integers(1, 255))
    before = judge.digest()
    try:
        judge.learn(bytes(damaged), "site", Label.SPAM)
    except ModelFileError:
        assert judge.digest() == before


@pytest.mark.parametrize("kept", [0, 1, 2, 3, 7, 20, -1, -4])
def test_a_row_cut_short_is_refused(kept: int) -> None:
    (whole,) = tiny_filter().features([Submission(TEXT)], [Context()])
    with pytest.raises(ModelFileError):
        rows.decode(whole[:kept])


@pytest.mark.parametrize("version", [0, FEATURE_VERSION + 1, 65535])
def test_a_row_of_another_feature_version_is_refused_by_name(version: int) -> None:
    (whole,) = tiny_filter().features([Submission(TEXT)], [Context()])
    with pytest.raises(ModelFileError, match=f"version {version}"):
        rows.decode(struct.pack("<H", version) + whole[2:])


@pytest.mark.parametrize("blocks", [[], [(0, 1)], [(9, 1)], [(1, 0)], [(2, 1), (1, 1)], [(1, 1), (1, 1)]])
def test_a_row_with_impossible_blocks_is_refused(blocks: list[tuple[int, int]]) -> None:
    head = struct.pack("<HB", FEATURE_VERSION, len(blocks)) + b"".join(struct.pack("<BI", *one) for one in blocks)
    with pytest.raises(ModelFileError):
        rows.decode(head + b"\1\0\0\0" * sum(size for _, size in blocks))
