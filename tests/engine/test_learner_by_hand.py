"""The learner's integers, worked by hand."""

from __future__ import annotations

import hashlib
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chaffinch.engine.blocks import BLOCKS, SCALES, Block
from chaffinch.engine.hashing import I64, U32, salted
from chaffinch.engine.holdings import TABLE_BITS, coordinates
from chaffinch.engine.learner import (
    ENOUGH,
    ENOUGH_ALONE,
    MARGIN_BITS,
    VALUE_BITS,
    WEIGHT_BITS,
    Learner,
    block_values,
    row_values,
    sigmoid,
)
from chaffinch.engine.rows import Kept
from chaffinch.engine.trust import WHOLE
from chaffinch.engine.voices import SHARED_BITS, shared_coordinates

ONE = 1 << WEIGHT_BITS
ROW = 1 << VALUE_BITS
FIFTH, SEVENTH = 5 << (32 - TABLE_BITS), (7 << (32 - TABLE_BITS)) + 1
"""Hashes whose top bits are 5 and 7: the coordinates of the learned table."""


def kept(*blocks: tuple[Block, set[int]]) -> Kept:
    """Return a row of blocks, each of features (hashes)."""
    return Kept(
        np.array([h for _, hashes in blocks for h in sorted(hashes)], np.uint32),
        np.array([int(block) for block, _ in blocks], np.int64),
        np.array([len(hashes) for _, hashes in blocks], np.int64),
    )


def sizes_of(**sizes: int) -> I64:
    return np.array([[sizes.get(block.name, 0)] for block in BLOCKS], np.int64)


def values_of(**sizes: int) -> dict[str, int]:
    values = block_values(sizes_of(**sizes))[:, 0].tolist()
    return {block.name: value for block, value in zip(BLOCKS, values, strict=True) if value}


def looked(learner: Learner, hashes: U32, salt: int = 0) -> list[int]:
    found: list[int] = learner.add(
        np.zeros(hashes.size, np.int64), hashes, np.full(hashes.shape, salt, np.uint32)
    ).tolist()
    return found


def test_the_values_of_blocks_worked_out_on_paper() -> None:
    """In 2**-14. One block alone: 16384 / sqrt(n).

    Scales 1.0 (TEXT) and 0.7 (WORDS): length sqrt(1.49) = 1.220656; 16384 / 1.220656 = 13422.30, 0.7 of it 9395.61.
    Scales 1.0 (TEXT) and 0.3 (AUTHOR): length sqrt(1.09) = 1.044031; 16384 / 1.044031 = 15693.02, of which AUTHOR has
    0.3: 4707.91. Of four features each has half of that: 7846.51 and 2353.95.
    """
    assert values_of(WORDS=1) == {"WORDS": 16384}
    assert values_of(SHAPE=4) == {"SHAPE": 8192}
    assert values_of(TEXT=2) == {"TEXT": 11585}
    assert values_of(TEXT=1, WORDS=1) == {"TEXT": 13422, "WORDS": 9396}
    assert values_of(TEXT=1, AUTHOR=1) == {"TEXT": 15693, "AUTHOR": 4708}
    assert values_of(TEXT=4, AUTHOR=4) == {"TEXT": 7847, "AUTHOR": 2354}
    assert values_of() == {}


def test_the_values_of_a_kept_row_worked_out_on_paper() -> None:
    """Four features of WORDS: 16384 / 2 each. One of TEXT and four of AUTHOR: as above."""
    assert row_values(kept((Block.WORDS, {9, 11, 13, 17}))).tolist() == [8192] * 4
    two = kept((Block.TEXT, {9}), (Block.AUTHOR, {3, 5, 7, 9}))
    assert row_values(two).tolist() == [15693] + [2354] * 4


def test_a_block_of_endless_features_still_has_a_value() -> None:
    """The table of 1 / sqrt(n) ends at 65535: 16384 / 256 = 64, and no row that is judged has more."""
    for size in (65_535, 65_536, 1 << 30):
        assert values_of(TEXT=size) == {"TEXT": 64}


def test_three_updates_worked_out_on_paper() -> None:
    """Two features of one block; labels spam, ham, spam; the base model believes 0, 0 and -2 logits.

    Values: 1/sqrt(2) each, in 2**-14: 16384 / 1.41421 = 11585.2 -> 11585. The floor is 0.01 in 2**-40 = 10995116278.
    Enough alone is 3 logits, 3 * 2**34 = 51539607552; for all together 2.5. A step spares 2**28 more.

    1. alone and together 0: what the site says alone lacks more, 51539607552. Sigmoid 524288, error 524288
       gradient 11585 * 524288 / 2**14 = 370720; squares 370720**2 = 137433318400
       root of (137433318400 + 10995116278) = 385264; rate 11585 * 2**26 / 385264 = 2017982
       margin a rate moves: 2 * 2017982 * 11585 = 46756642940; step 2017982 * (51539607552 + 2**28) / that = 2235996
    2. alone 2 * 2235996 * 11585 = 51808027320, lacks that and 51539607552. In 1/64: 192.99 -> 193, sigmoid 999581
       gradient -706797 (rounded down); squares 636995317609; root 804978; rate 965810; moves 22377817700
       step 965810 * (103347634872 + 2**28) / 22377817700 = 4471992 downwards; weight -2235996
    3. base -2 * 2**34 = -34359738368, alone -51808027320, together -86167765688: trust comes first.
       In 1/64: -320.99 -> -321, sigmoid 6910, error 1041666; belief -2 * 2**20, gradient -2083332
       squares 4340272222224, with the floor of 100 * 2**40 their root is 10690717
       trust 314573 * -2083332 / 10690717 = -61302 (rounded down), 987274: of the base's -2 logits -1.88 are left
       together -34359738368 * 987274 / 2**20 - 51808027320 = -84159021752, lacks 127108694712 to 2.5 logits: more
       than alone lacks. Sigmoid at -313.5 -> -314: 7703; gradient 735993; squares 1178681013658; root 1090722
       rate 712790; moves 16515344300; step 712790 * (127108694712 + 2**28) / that = 5497502; weight 3261506
    """
    learner = Learner()
    one = kept((Block.WORDS, {FIFTH, SEVENTH}))
    values = row_values(one)
    assert values.tolist() == [11585, 11585]
    at = coordinates(salted(one.hashes, np.uint32(77)))
    weights, squares = [], []
    for is_spam, base in ((True, 0), (False, 0), (True, -2 << MARGIN_BITS)):
        learner.learn(one.hashes, values, 77, is_spam, base)
        first, second = looked(learner, one.hashes, 77)
        assert first == second
        weights.append(first)
        squares.append(int(learner.own.table["squares"][at[0]]))
    assert weights == [2235996, -2235996, 3261506]
    assert squares == [137433318400, 636995317609, 1178681013658]
    assert np.count_nonzero(learner.own.table["weights"]) == 2
    assert learner.trusts.known == {77: (987274, 4340272222224)}


@pytest.mark.parametrize(
    ("logits", "probability"), [(0.0, 524288), (0.6875, 697734), (1.0625, 779268), (16.0, 1048576), (-16.0, 0)]
)
def test_the_tabulated_sigmoid_is_the_rounded_real_one(logits: float, probability: int) -> None:
    assert sigmoid(int(logits * (1 << MARGIN_BITS))) == probability
    assert abs(probability - ONE / (1 + math.exp(-logits))) <= 0.5


def test_the_sigmoid_digest_is_the_pinned_one() -> None:
    told = [sigmoid(step << (MARGIN_BITS - 6)) for step in range(-1100, 1101)]
    digest = hashlib.sha256(np.array(told, "<i8").tobytes()).hexdigest()
    assert digest == "78d7f7faabdc562dacc6fa7b532c029793af96bc0b8d6081236446d4d4c7f79d"


@given(st.integers(-(1 << 62), 1 << 62))
def test_the_sigmoid_rises_and_is_symmetric(margin: int) -> None:
    assert 0 <= sigmoid(margin) <= ONE
    assert sigmoid(margin) <= sigmoid(margin + (1 << 28))
    assert abs(sigmoid(margin) + sigmoid(-margin) - ONE) <= ONE // 256 + 1


@given(st.dictionaries(st.sampled_from(BLOCKS), st.integers(1, 3000), min_size=1))
def test_a_row_has_length_one_within_rounding(sizes: dict[Block, int]) -> None:
    values = block_values(sizes_of(**{block.name: size for block, size in sizes.items()}))[:, 0] / ROW
    length = math.sqrt(
        sum(float(value) ** 2 * sizes.get(block, 0) for block, value in zip(BLOCKS, values, strict=True))
    )
    slack = math.sqrt(sum(sizes.values())) / ROW
    assert abs(length - 1) <= slack
    for block, value in zip(BLOCKS, values, strict=True):
        share = SCALES[block] ** 2 / sum(SCALES[b] ** 2 for b in sizes)
        expected = math.sqrt(share / sizes[block]) if block in sizes else 0.0
        assert abs(value - expected) <= 1 / ROW


ROWS = st.dictionaries(
    st.sampled_from(BLOCKS), st.sets(st.integers(0, (1 << 32) - 1), min_size=1, max_size=60), min_size=1
)


@given(ROWS)
def test_the_values_of_a_row_are_those_of_its_blocks(blocks: dict[Block, set[int]]) -> None:
    by_block = values_of(**{block.name: len(hashes) for block, hashes in blocks.items()})
    expected = [by_block[block.name] for block, hashes in sorted(blocks.items()) for _ in hashes]
    assert row_values(kept(*sorted(blocks.items()))).tolist() == expected


@given(st.lists(st.integers(0, (1 << 32) - 1), min_size=1, max_size=60))
def test_what_is_looked_up_does_not_depend_on_the_order_of_features(hashes: list[int]) -> None:
    learner = Learner()
    noise = np.random.Generator(np.random.PCG64(len(hashes)))
    learner.voices.weights[:] = noise.integers(-(1 << 20), 1 << 20, learner.voices.weights.size, dtype=np.int32)
    found = {sum(looked(learner, np.array(order, np.uint32))) for order in (hashes, hashes[::-1], sorted(hashes))}
    assert found == {sum(int(learner.voices.weights[h >> (32 - SHARED_BITS)]) for h in hashes)}


def test_a_label_that_is_right_already_teaches_nothing_and_takes_no_room() -> None:
    learner, other = Learner(), kept((Block.TEXT, {FIFTH, SEVENTH}))
    one = kept((Block.TEXT, {FIFTH}))
    learner.learn(one.hashes, row_values(one), 77, True, 0)
    before = learner.own.table.copy()
    learner.learn(one.hashes, row_values(one), 77, True, 0)
    learner.learn(one.hashes, row_values(one), 77, True, ENOUGH)
    learner.learn(other.hashes, row_values(other) * 2, 77, True, 0)
    assert (learner.own.table == before).all()
    assert learner.own.held == {77: 1}
    assert learner.trusts.known == {77: (WHOLE, 0)}


def test_a_site_is_taught_to_say_so_itself_where_the_base_model_says_so_already() -> None:
    learner = Learner()
    one = kept((Block.TEXT, {FIFTH}))
    learner.learn(one.hashes, row_values(one), 77, True, 2 * ENOUGH)
    assert looked(learner, one.hashes, 77)[0] << VALUE_BITS >= ENOUGH_ALONE
    assert learner.trusts.known == {}
    assert not learner.voices.salts, "and tells nobody what everybody knows"


def test_a_site_learns_in_coordinates_of_its_own_and_nobody_else_reads_them() -> None:
    learner = Learner()
    one = kept((Block.TEXT, {FIFTH}))
    learner.learn(one.hashes, row_values(one), 77, True, 0)
    own = int(salted(one.hashes, np.uint32(77))[0]) >> (32 - TABLE_BITS)
    assert own != 5
    assert np.flatnonzero(learner.own.table["weights"]).tolist() == [own]
    ((everybody,), (site,), (stranger,)) = (looked(learner, one.hashes, salt) for salt in (0, 77, 78))
    assert everybody == stranger == 0
    assert site == int(learner.own.table["weights"][own]) > 0


def test_features_that_share_a_coordinate_move_it_once() -> None:
    salt = np.uint32(77)
    many = np.unique(np.random.Generator(np.random.PCG64(1)).integers(0, 1 << 32, 1 << 12, dtype=np.uint32))
    at = coordinates(salted(many, salt))
    first = int(np.flatnonzero(np.bincount(at) == 2)[0])
    twins = many[at == first]
    apart, together = Learner(), Learner()
    values = np.array([11585, 11585], np.int64)
    apart.learn(np.array([FIFTH, SEVENTH], np.uint32), values, 77, True, 0)
    together.learn(twins, values, 77, True, 0)
    there = int(coordinates(salted(np.array([FIFTH], np.uint32), salt))[0])
    assert together.own.table[first] == apart.own.table[there]
    assert together.own.held == {77: 1}


BELIEFS = st.integers(-20 << MARGIN_BITS, 20 << MARGIN_BITS)


@given(ROWS, BELIEFS, st.lists(st.booleans(), min_size=1, max_size=4))
def test_one_label_is_enough_and_no_more_than_enough(
    blocks: dict[Block, set[int]], base: int, labels: list[bool]
) -> None:
    learner, one = Learner(), kept(*sorted(blocks.items()))
    at = coordinates(salted(one.hashes, np.uint32(77)))
    assume(np.unique(at).size == at.size and np.unique(shared_coordinates(one.hashes)).size == at.size)
    values = row_values(one)
    for is_spam in labels:
        towards = 1 if is_spam else -1
        before = towards * int(np.array(looked(learner, one.hashes, 77)) @ values)
        learner.learn(one.hashes, values, 77, is_spam, base)
        alone = towards * int(np.array(looked(learner, one.hashes, 77)) @ values)
        together = alone + towards * learner.trusts.leaned(base, 77)
        assert alone >= ENOUGH_ALONE
        assert together >= ENOUGH
        spared = min(alone - ENOUGH_ALONE, together - ENOUGH)
        assert alone == before or spared < 1 << (MARGIN_BITS - 5)


def test_nothing_is_believed_before_the_first_example() -> None:
    learner = Learner()
    assert not learner.is_taught
    assert looked(learner, np.array([3, 9, 11], np.uint32)) == [0, 0, 0]
