"""The learner's integers, worked by hand."""

from __future__ import annotations

import hashlib
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.blocks import SCALES, Block, Rows
from chaffinch.engine.hashing import salted
from chaffinch.engine.holdings import coordinates
from chaffinch.engine.learner import (
    ENOUGH,
    MARGIN_BITS,
    VALUE_BITS,
    WEIGHT_BITS,
    Learner,
    run_sums,
    run_values,
    sigmoid,
)

ONE = 1 << WEIGHT_BITS


def row(*blocks: tuple[Block, list[int]]) -> Rows:
    sizes = np.array([len(hashes) for _, hashes in blocks])
    hashes = np.array([h for _, many in blocks for h in sorted(many)], np.uint32)
    kinds = np.array([int(block) for block, _ in blocks])
    return Rows(1, hashes, np.cumsum(sizes) - sizes, sizes, np.zeros(len(blocks), np.int64), kinds)


NO_SITE = np.zeros(1, np.uint32)


def test_three_updates_worked_out_on_paper() -> None:
    """Two features of one block, one with the top bit set; rate 1/2; labels spam, spam, ham.

    Values: 1/sqrt(2) each, in 2**-14: 16384 / 1.41421 = 11585.2 -> 11585. The floor is 0.01 in 2**-40 = 10995116278.

    1. margin 0, sigmoid 524288, error 1048576 - 524288 = 524288
       gradient 11585 * 524288 / 2**14 = 370720; squares 370720**2 = 137433318400
       root of (137433318400 + 10995116278) = 385264.1 -> 385264; step 370720 * 524288 / 385264 = 504495
    2. margin 2 * 504495 * 11585 = 11689149150, in 1/64: 11689149150 / 2**28 = 43.5 -> 44
       sigmoid 1048576 / (1 + exp(-44/64)) = 697734; error 350842; gradient 11585 * 350842 / 2**14 = 248077
       squares + 248077**2 = 198975516329; root of that plus the floor = 458225.5 -> 458225
       step 248077 * 524288 / 458225 = 283842; weight 788337
    3. margin 2 * 788337 * 11585 = 18265768290, in 1/64: 68.05 -> 68; sigmoid 779268; error 0 - 779268
       gradient 11585 * -779268 / 2**14 = -551014.4, down to -551015; squares + 551015**2 = 502593046554
       root of that plus the floor = 716650.7 -> 716650; step 551015 * 524288 / 716650 = 403112 downwards; 385225
    """
    learner = Learner(rate=0.5, most_steps=1)
    one, here = row((Block.WORDS, [5, 7 + (1 << 31)])), np.array([77], np.uint32)
    assert run_values(one).tolist() == [11585]
    at = coordinates(salted(one.hashes, here))
    weights, squares, margins = [], [], []
    for is_spam in (True, True, False):
        margins.append(int(learner.sums(one, here)[0]) * 11585)
        learner.learn(one.hashes, np.array([11585, 11585]), 77, is_spam, 0)
        first, second = learner.looks(one.hashes, here)
        assert first == second
        weights.append(int(first))
        squares.append(int(learner.own.table["squares"][at[0]]))
    assert margins == [0, 11689149150, 18265768290]
    assert weights == [504495, 788337, 385225]
    assert squares == [137433318400, 198975516329, 502593046554]
    assert np.count_nonzero(learner.own.table["weights"]) == 2


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


@given(st.dictionaries(st.sampled_from(sorted(Block)), st.integers(1, 3000), min_size=1))
def test_a_row_has_length_one_within_rounding(sizes: dict[Block, int]) -> None:
    one = row(*[(block, list(range(sizes[block]))) for block in sorted(sizes)])
    values = run_values(one) / (1 << VALUE_BITS)
    length = math.sqrt(float((values**2 * one.sizes).sum()))
    slack = math.sqrt(sum(sizes.values())) / (1 << VALUE_BITS)
    assert abs(length - 1) <= slack
    for block, value in zip(sorted(sizes), values, strict=True):
        share = SCALES[block] ** 2 / sum(SCALES[b] ** 2 for b in sizes)
        assert abs(value - math.sqrt(share / sizes[block])) <= 1 / (1 << VALUE_BITS)


@given(st.lists(st.integers(0, (1 << 32) - 1), min_size=1, max_size=60))
def test_a_sum_does_not_depend_on_the_order_of_its_parts(hashes: list[int]) -> None:
    noise = np.random.Generator(np.random.PCG64(len(hashes)))
    weights = noise.integers(-(1 << 30), 1 << 30, 1 << 10, dtype=np.int32)
    told = set()
    for order in (hashes, hashes[::-1], sorted(hashes)):
        at = np.array(order, np.uint32)
        told.add(int(run_sums(weights, (at & np.uint32(1023)).astype(np.int64), at, np.array([0]))[0]))
    exact = sum(int(weights[h & 1023]) * (-1 if h >> 31 else 1) for h in hashes)
    assert told == {exact}


def test_a_label_that_is_right_already_teaches_nothing_and_takes_no_room() -> None:
    learner = Learner()
    one = row((Block.TEXT, [3]))
    learner.learn(one.hashes, run_values(one), 77, True, ENOUGH)
    assert not learner.is_taught
    learner.learn(one.hashes, run_values(one), 77, True, ENOUGH - 1)
    assert learner.own.held == {77: 1}


@pytest.mark.parametrize("is_spam", [True, False])
def test_a_label_repeats_its_step_until_its_own_margin_is_clear(is_spam: bool) -> None:
    learner, here = Learner(), np.array([77], np.uint32)
    one = row((Block.WORDS, list(range(40))))
    values = run_values(one).repeat(40)
    learner.learn(one.hashes, values, 77, is_spam, 0)
    margin = int(learner.sums(one, here)[0]) * int(values[0])
    assert ENOUGH <= (margin if is_spam else -margin) < 3 * ENOUGH


def test_nothing_is_believed_before_the_first_example() -> None:
    learner = Learner()
    assert learner.sums(row((Block.TEXT, [3]), (Block.SHAPE, [9, 11])), NO_SITE).tolist() == [0, 0]
