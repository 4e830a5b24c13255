"""Fitting a base model: it separates what can be separated, and the same seed gives the same bytes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from chaffinch.engine import training
from chaffinch.engine.blocks import Block, Rows
from chaffinch.engine.calibration import Calibration
from chaffinch.engine.features import extract
from chaffinch.engine.hashing import U32
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.parsing import parse
from chaffinch.engine.policy import Thresholds
from chaffinch.engine.rows import Kept, decode, encode
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.training import DROP, Recipe, examples, fit, rounded
from chaffinch.engine.types import Context, Submission

RECIPE = Recipe(bits=12, epochs=8)
SOLD = ("garden sheds", "umbrellas", "wigs", "carpets", "kettles")
SEEN = ("a heron", "the baker", "two swans", "an otter", "the ferry")
SPAM = [f"Order {what} at our shop, {how} delivery" for what in SOLD for how in ("free", "fast", "cheap")]
HAM = [f"Yesterday I saw {what} {where}" for what in SEEN for where in ("by the mill", "under the arch", "at dawn")]


def batch() -> Rows:
    submissions = [Submission(text, f"Ann {n}", f"http://a{n}.example/") for n, text in enumerate(HAM + SPAM)]
    return extract(parse(submissions), submissions, [Context(article="The mill")] * len(submissions))


def learned(recipe: Recipe = RECIPE) -> bytes:
    truth = [False] * len(HAM) + [True] * len(SPAM)
    return rounded(fit(examples(batch(), truth, [1.0] * len(truth)), recipe)).tobytes()


def test_what_can_be_separated_is_separated_also_where_unseen() -> None:
    weights = np.frombuffer(learned(), np.int16)
    judge = Filter(BaseModel("x", weights, training.SCALE_BITS, Calibration(), Thresholds(0.5, 0.8, 0.99), {}))
    texts = [*HAM, "Yesterday I saw the otter by the mill", *SPAM, "Order hats at our shop, fast delivery"]
    margins = judge.margins([Submission(text) for text in texts], [Context()] * len(texts))
    assert np.all(margins[: len(HAM) + 1] < 0)
    assert np.all(margins[len(HAM) + 1 :] > 0)


def test_one_seed_gives_one_set_of_bytes_and_another_seed_another() -> None:
    assert learned() == learned()
    assert learned() != learned(replace(RECIPE, seed=2))


def test_examples_are_the_rows_they_were_cut_from() -> None:
    found = batch()
    cut = examples(found, [True] * found.count, [0.5] * found.count)
    assert len(cut) == found.count
    for one, stored in zip(cut, encode(found), strict=True):
        back = decode(stored)
        for field in ("hashes", "blocks", "sizes"):
            assert getattr(one.row, field).tolist() == getattr(back, field).tolist()
        assert (one.is_spam, one.weight) == (True, 0.5)


def test_a_row_of_no_weight_teaches_nothing() -> None:
    cut = examples(batch(), [True] * 30, [0.0] * 30)
    assert not fit(cut, RECIPE).any()


def test_a_row_that_stands_far_on_its_side_teaches_nothing_more() -> None:
    cut = examples(batch(), [False] * len(HAM) + [True] * len(SPAM), [1.0] * 30)
    near, nearer, all_of_them = (fit(cut, replace(RECIPE, epochs=30, near=near)) for near in (2.0, 1.0, 1e9))

    def furthest(weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        judge = Filter(
            BaseModel("x", rounded(weights), training.SCALE_BITS, Calibration(), Thresholds(0.5, 0.8, 0.99), {})
        )
        return float(np.abs(judge.margins([Submission(text) for text in SPAM], [Context()] * len(SPAM))).max())

    assert furthest(nearer) < furthest(near) < furthest(all_of_them)


def test_only_claims_and_relevance_are_ever_dropped() -> None:
    assert set(DROP) == set(Block) - {Block.TEXT, Block.WORDS, Block.SHAPE}
    assert all(0 < share < 1 for share in DROP.values())


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    fit(
        examples(batch(), [True] * 30, [1.0] * 30),
        replace(RECIPE, epochs=100),
        lambda done, total: told.append((done, total)),
    )
    assert told == [(1000, 3000), (2000, 3000), (3000, 3000)]


@pytest.mark.parametrize("weight", [-1e9, -31.9995, -0.0004, 0.0004, 1.0, 31.9995, 1e9])
def test_rounding_is_to_the_nearest_step_and_never_wraps(weight: float) -> None:
    (found,) = rounded(np.array([weight])).tolist()
    limited = min(32767, max(-32767, weight * 1024))
    assert abs(found - limited) <= 0.5


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_hash_seed_of_python_changes_no_byte(seed: str) -> None:
    root = Path(__file__).parents[2]
    program = (
        "import hashlib; from tests.engine.test_training import learned; print(hashlib.sha256(learned()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}", "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.strip() == hashlib.sha256(learned()).hexdigest()


def test_of_a_row_that_is_never_said_only_claims_and_relevance_are_learned() -> None:
    found, count = batch(), len(HAM + SPAM)
    weights = fit(examples(found, [True] * count, [1.0] * count, [1.0] * count), RECIPE)
    shift = np.uint32(32 - RECIPE.bits)
    learned = {
        block: {int(at) for one in decode_all(found) for at in blocks_of(one, block) >> shift if weights[at]}
        for block in Block
    }
    others = {at for block in Block if block not in training.SAID for at in learned[block]}
    assert learned[Block.AUTHOR]
    assert all(learned[block] <= others for block in training.SAID)


def decode_all(found: Rows) -> list[Kept]:
    return [decode(data) for data in encode(found)]


def blocks_of(one: Kept, block: Block) -> U32:
    found: U32 = one.hashes[one.blocks.repeat(one.sizes) == block]
    return found
