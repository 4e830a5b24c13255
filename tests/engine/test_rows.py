"""How a row survives being stored, and what stored rows do not tell."""

from __future__ import annotations

import random
import struct
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaffinch.engine import rows
from chaffinch.engine.blocks import BLOCKS, FEATURE_VERSION, SOURCES, Block, Rows
from chaffinch.engine.features import extract
from chaffinch.engine.learner import row_values
from chaffinch.engine.parsing import parse
from chaffinch.engine.rows import Kept
from chaffinch.engine.spamfilter import site_salt
from chaffinch.engine.types import Context, Label, Submission
from chaffinch.errors import ModelFileError
from tests.engine.tiny import tiny_filter

TEXT = "The bakery at the bridge has new windows"
ANY = st.text(st.characters(exclude_categories=[]), max_size=30)
TEXTS = ANY | st.lists(st.sampled_from(["swan", "the", "桥", "bread", "!"]), max_size=12).map(" ".join)
SUBMISSIONS = st.lists(st.builds(Submission, TEXTS, st.none() | ANY, st.none() | ANY), min_size=1, max_size=5)


def rows_of(submissions: list[Submission]) -> Rows:
    contexts = [Context(article="The bridge" if n % 2 else None) for n in range(len(submissions))]
    return extract(parse(submissions), submissions, contexts)


def features_of(found: Rows, row: int) -> list[tuple[Block, int]]:
    features: list[tuple[Block, int]] = []
    for number, block in enumerate(SOURCES):
        at = number * found.count + row
        features += ((block, h) for h in found.hashes[found.bounds[at] : found.bounds[at + 1]].tolist())
    return features


def stored(one: Kept) -> list[tuple[Block, int]]:
    owners = np.repeat(one.blocks, one.sizes).tolist()
    return [(Block(block), value) for block, value in zip(owners, one.hashes.tolist(), strict=True)]


def parts(one: Kept) -> list[list[int]]:
    return [part.tolist() for part in np.split(one.hashes, one.sizes.cumsum()[:-1])]


@given(SUBMISSIONS)
def test_what_is_kept_of_a_row_are_the_features_of_its_blocks_each_once(submissions: list[Submission]) -> None:
    found = rows_of(submissions)
    for row, one in enumerate(rows.kept(found)):
        assert stored(one) == sorted(set(features_of(found, row)))
        assert len(features_of(found, row)) == one.hashes.size


@given(SUBMISSIONS)
def test_storing_a_row_and_reading_it_back_is_identity(submissions: list[Submission]) -> None:
    found = rows_of(submissions)
    for data, ours in zip(rows.encode(found), rows.kept(found), strict=True):
        theirs = rows.decode(data)
        for name in ("hashes", "blocks", "sizes"):
            one, other = getattr(ours, name), getattr(theirs, name)
            assert one.dtype == other.dtype, name
            assert one.tolist() == other.tolist(), name
        assert theirs.hashes.size * 4 + 3 + 5 * theirs.blocks.size == len(data)


@given(SUBMISSIONS)
def test_a_stored_row_is_the_same_alone_and_in_a_batch(submissions: list[Submission]) -> None:
    judge = tiny_filter()
    contexts = [Context(article="The bridge" if n % 2 else None) for n in range(len(submissions))]
    together = judge.features(submissions, contexts)
    assert together == [judge.features([s], [c])[0] for s, c in zip(submissions, contexts, strict=True)]


@given(SUBMISSIONS)
def test_a_stored_row_rises_in_each_block(submissions: list[Submission]) -> None:
    for one in rows.kept(rows_of(submissions)):
        assert sorted(set(one.blocks.tolist())) == one.blocks.tolist()
        for part in np.split(one.hashes, one.sizes.cumsum()[:-1]):
            assert np.all(np.diff(part.astype(np.int64)) > 0)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["swan", "bread", "mill", "river"]), min_size=1, max_size=8), st.integers(0, 99))
def test_stored_rows_hide_the_order_of_words(words: list[str], seed: int) -> None:
    """Of two orders of the same words only the pairs of neighbours differ; where a word stood is nowhere."""
    shuffled = random.Random(seed).sample(words, len(words))
    one, other = (rows.kept(rows_of([Submission(" ".join(some))]))[0] for some in (words, shuffled))
    parts = [np.split(found.hashes, found.sizes.cumsum()[:-1]) for found in (one, other)]
    for block, mine, theirs in zip(one.blocks.tolist(), *parts, strict=True):
        if block != Block.WORDS:
            assert mine.tolist() == theirs.tolist()
    pairs = [Counter(pairwise(some)) for some in (words, shuffled)]
    if pairs[0] == pairs[1]:
        assert rows.encode(rows_of([Submission(" ".join(words))])) == rows.encode(
            rows_of([Submission(" ".join(shuffled))])
        )


@given(SUBMISSIONS)
def test_what_is_learned_of_a_stored_row_is_what_was_judged(submissions: list[Submission]) -> None:
    judge = tiny_filter()
    judge.learn(judge.features([Submission(TEXT)], [Context()])[0], "a", Label.SPAM)
    contexts = [Context(site="a") for _ in submissions]
    for data, margin in zip(judge.features(submissions, contexts), judge.margins(submissions, contexts), strict=True):
        one = rows.decode(data)
        salts = np.full(one.hashes.shape, site_salt("a"), np.uint32)
        assert int(judge._weights(one.hashes, salts) @ row_values(one)) == int(margin)


@given(st.lists(st.sampled_from(["桥", "swan", "swan's"]), min_size=1, max_size=5), st.integers(2, 400))
def test_a_text_repeated_more_often_keeps_the_same_features_but_for_its_shape(words: list[str], times: int) -> None:
    """The second time makes the pair where the text begins anew; those behind it add nothing but other facts."""
    twice, often = (rows.kept(rows_of([Submission(" ".join(words * n))]))[0] for n in (2, times))
    assert often.blocks.tolist() == twice.blocks.tolist()
    for block, one, other in zip(twice.blocks.tolist(), *map(parts, (twice, often)), strict=True):
        assert one == other or block == Block.SHAPE
        assert len(one) == len(other)


@settings(max_examples=60)
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


@given(st.binary(max_size=200))
def test_what_is_no_row_is_told_not_learned(data: bytes) -> None:
    for head in (b"", b"\xff\xff", struct.pack("<HB", FEATURE_VERSION, 3)):
        with pytest.raises(ModelFileError):
            rows.decode(head + data)


@pytest.mark.parametrize("kept", [0, 1, 2, 3, 7, 20, -1, -4])
def test_a_row_cut_short_is_refused(kept: int) -> None:
    (whole,) = tiny_filter().features([Submission(TEXT)], [Context()])
    with pytest.raises(ModelFileError):
        rows.decode(whole[:kept])


def test_a_row_with_more_behind_it_is_refused() -> None:
    (whole,) = tiny_filter().features([Submission(TEXT)], [Context()])
    for more in (b"\1", b"\1\0\0\0\1"):
        with pytest.raises(ModelFileError):
            rows.decode(whole + more)


@pytest.mark.parametrize("version", [0, 1, FEATURE_VERSION + 1, 65535])
def test_a_row_of_another_feature_version_is_refused_by_name(version: int) -> None:
    (whole,) = tiny_filter().features([Submission(TEXT)], [Context()])
    with pytest.raises(ModelFileError, match=f"version {version}"):
        rows.decode(struct.pack("<H", version) + whole[2:])


def packed(blocks: list[tuple[int, int]], hashes: list[int] | None = None) -> bytes:
    head = struct.pack("<HB", FEATURE_VERSION, len(blocks)) + b"".join(struct.pack("<BI", *one) for one in blocks)
    hashes = list(range(sum(size for _, size in blocks))) if hashes is None else hashes
    return head + b"".join(struct.pack("<I", n) for n in hashes)


@pytest.mark.parametrize("blocks", [[], [(0, 1)], [(9, 1)], [(1, 0)], [(2, 1), (1, 1)], [(1, 1), (1, 1)]])
def test_a_row_with_impossible_blocks_is_refused(blocks: list[tuple[int, int]]) -> None:
    with pytest.raises(ModelFileError):
        rows.decode(packed(blocks))


def test_a_row_whose_sizes_and_features_disagree_is_refused() -> None:
    blocks = [(1, 2), (2, 1)]
    assert rows.decode(packed(blocks, [5, 7, 5])).hashes.tolist() == [5, 7, 5]
    for hashes in ([], [5, 7], [5, 7, 5, 9]):
        with pytest.raises(ModelFileError, match="3 features"):
            rows.decode(packed(blocks, hashes))


def test_a_row_that_says_billions_of_features_is_refused_at_once() -> None:
    with pytest.raises(ModelFileError):
        rows.decode(struct.pack("<HBBI", FEATURE_VERSION, 1, 1, 0xFFFFFFFF))


def test_the_numbers_of_the_blocks_are_those_of_stored_rows() -> None:
    assert {block.name: int(block) for block in BLOCKS} == {
        "TEXT": 1,
        "WORDS": 2,
        "AUTHOR": 3,
        "AUTHOR_SHAPE": 4,
        "URL": 5,
        "URL_PARTS": 6,
        "SHAPE": 7,
        "RELEVANCE": 8,
    }
