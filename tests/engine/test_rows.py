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
from chaffinch.engine.rows import MAX_TIMES, Kept
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


def counted(found: Rows, row: int) -> dict[tuple[Block, int], int]:
    counts: Counter[tuple[Block, int]] = Counter()
    for number, block in enumerate(SOURCES):
        at = number * found.count + row
        counts.update((block, h) for h in found.hashes[found.bounds[at] : found.bounds[at + 1]].tolist())
    return counts


def stored(one: Kept) -> dict[tuple[Block, int], int]:
    owners = np.repeat(one.blocks, one.sizes).tolist()
    told = zip(owners, one.hashes.tolist(), one.times.tolist(), strict=True)
    return {(Block(block), value): times for block, value, times in told}


@given(SUBMISSIONS)
def test_what_is_kept_of_a_row_is_how_often_each_feature_occurs_in_each_block(submissions: list[Submission]) -> None:
    found = rows_of(submissions)
    for row, one in enumerate(rows.kept(found)):
        expected = {key: min(times, MAX_TIMES) for key, times in counted(found, row).items()}
        assert stored(one) == expected
        assert one.hashes.size == len(expected)


@given(SUBMISSIONS)
def test_storing_a_row_and_reading_it_back_is_identity(submissions: list[Submission]) -> None:
    found = rows_of(submissions)
    for data, ours in zip(rows.encode(found), rows.kept(found), strict=True):
        theirs = rows.decode(data)
        for name in ("hashes", "times", "blocks", "sizes"):
            one, other = getattr(ours, name), getattr(theirs, name)
            assert one.dtype == other.dtype, name
            assert one.tolist() == other.tolist(), name
        assert theirs.hashes.size * 5 + 3 + 5 * theirs.blocks.size == len(data)


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


def test_more_than_the_most_occurrences_are_the_most() -> None:
    for times in (MAX_TIMES - 1, MAX_TIMES, MAX_TIMES + 1, 4 * MAX_TIMES):
        one = rows.kept(rows_of([Submission("桥 " * times)]))[0]
        assert one.times.max() == min(times - 1, MAX_TIMES)
        (data,) = rows.encode(rows_of([Submission("桥 " * times)]))
        assert rows.decode(data).times.tolist() == one.times.tolist()


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


def packed(blocks: list[tuple[int, int]], times: int = 1) -> bytes:
    head = struct.pack("<HB", FEATURE_VERSION, len(blocks)) + b"".join(struct.pack("<BI", *one) for one in blocks)
    count = sum(size for _, size in blocks)
    return head + b"".join(struct.pack("<I", n) for n in range(count)) + bytes([times]) * count


@pytest.mark.parametrize("blocks", [[], [(0, 1)], [(9, 1)], [(1, 0)], [(2, 1), (1, 1)], [(1, 1), (1, 1)]])
def test_a_row_with_impossible_blocks_is_refused(blocks: list[tuple[int, int]]) -> None:
    with pytest.raises(ModelFileError):
        rows.decode(packed(blocks))


def test_a_row_with_a_feature_that_occurs_no_time_is_refused() -> None:
    assert rows.decode(packed([(1, 2), (2, 1)])).times.tolist() == [1, 1, 1]
    with pytest.raises(ModelFileError):
        rows.decode(packed([(1, 2), (2, 1)], times=0))


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
