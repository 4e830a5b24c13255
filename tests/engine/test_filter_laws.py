"""Laws of the filter as a whole: pure, replayable, bounded, the same on every processor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaffinch.engine.holdings import TABLE_BITS
from chaffinch.engine.spamfilter import CHUNK, MAX_CHARACTERS, Filter, _chunks
from chaffinch.engine.types import Action, Context, Label, Submission, Verdict
from chaffinch.engine.voices import SEATS, SHARED_BITS
from chaffinch.errors import ModelFileError
from tests.engine.tiny import HAM, SPAM, tiny_filter, tiny_model

Step = tuple[str, str, Label]
WORDS = st.sampled_from(["swans", "bread", "casino", "bonus", "river", "cheap", "mill", "мост", "桥", "shop.com"])
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)
STEPS = st.tuples(TEXTS, st.sampled_from(["a", "b"]), st.sampled_from(Label))
HISTORIES = st.lists(STEPS, max_size=7)
BATCH = [
    Submission(t, "Ann", "https://ann.example") for t in (*HAM, *SPAM, "", "桥 桥", "see http://a.example/ &amp; b")
]
SITES = ["a", "b", None, "c"]
CONTEXTS = [Context(site=SITES[n % 4], article="The mill" if n % 3 else None) for n in range(len(BATCH))]


def teach(judge: Filter, steps: list[Step]) -> Filter:
    for text, site, label in steps:
        (row,) = judge.features([Submission(text)], [Context(site=site)])
        judge.learn(row, site, label)
    return judge


@settings(max_examples=25)
@given(HISTORIES)
def test_judging_changes_nothing(history: list[Step]) -> None:
    judge = teach(tiny_filter(), history)
    before, state = judge.digest(), judge.dump()
    first = judge.judge(BATCH, CONTEXTS)
    assert judge.judge(BATCH, CONTEXTS) == first
    judge.features(BATCH, CONTEXTS)
    judge.margins(BATCH, CONTEXTS)
    assert (judge.digest(), judge.dump()) == (before, state)


@settings(max_examples=15)
@given(HISTORIES, st.permutations(range(len(BATCH))))
def test_a_verdict_does_not_depend_on_its_neighbours(history: list[Step], order: list[int]) -> None:
    judge = teach(tiny_filter(), history)
    alone = [judge.judge([s], [c])[0] for s, c in zip(BATCH, CONTEXTS, strict=True)]
    mixed = judge.judge([BATCH[n] for n in order], [CONTEXTS[n] for n in order])
    assert mixed == [alone[n] for n in order]


def test_verdicts_agree_over_the_edges_of_chunks() -> None:
    judge = teach(tiny_filter(), [("casino bread", "a", Label.SPAM)])
    many = [Submission(f"{HAM[n % 4]} {n}", "Ann") for n in range(2 * CHUNK + 1)]
    here = [Context(site="a")] * len(many)
    together = judge.judge(many, here)
    at = [0, CHUNK - 1, CHUNK, 2 * CHUNK - 1, 2 * CHUNK]
    assert [together[n] for n in at] == [judge.judge([many[n]], [here[n]])[0] for n in at]


LENGTHS = st.sampled_from([0, 1, 100, 511, 512, 513, 16_000, 30_000, MAX_CHARACTERS - 1, MAX_CHARACTERS, 70_000])


@given(st.lists(LENGTHS, max_size=30), st.sampled_from([1, 10, CHUNK]))
def test_a_chunk_has_few_comments_of_few_characters_or_is_one_comment(lengths: list[int], times: int) -> None:
    submissions = [Submission("x" * length) for length in lengths * times]
    contexts = [Context(site=str(number)) for number in range(len(submissions))]
    chunks = [*_chunks(submissions, contexts)]
    assert [one for some, _ in chunks for one in some] == submissions
    assert [one for _, some in chunks for one in some] == contexts
    characters = [sum(len(one.text) for one in some) for some, _ in chunks]
    for (some, around), many in zip(chunks, characters, strict=True):
        assert 1 <= len(some) == len(around) <= CHUNK
        assert many <= MAX_CHARACTERS or len(some) == 1
    for ((before, _), (after, _)), many in zip(pairwise(chunks), characters[:-1], strict=True):
        assert len(before) == CHUNK or many + len(after[0].text) > MAX_CHARACTERS


MANY = (
    *BATCH[:4],
    Submission(""),
    Submission("", "", ""),
    Submission(" \n", "\t", " "),
    Submission("! ? . ,", ".", "http://"),
    Submission("桥上的天鹅很好看", "天鹅", "https://例子.example/桥"),
    Submission("サクラ casino サクラ"),
    Submission("\ud800 casino \udfff", "\ud800", "\udfff"),
    Submission("🦢 🐤 🐦"),
    Submission("\0\u200b", "\0"),
    Submission("cheap casino bonus " * 2000, "bonus " * 200, "http://a.example/" + "b/" * 400),
    Submission("x" * 20_000, "y" * 20_000, "z" * 20_000),
    Submission("call 0171 2345678 or ann (at) bread (dot) com"),
)
AROUND = (Context(), Context(site="a"), Context(site="b", article="桥 \ud800"), Context(site="a", parent="The mill"))


@cache
def alone(what: int, where: int, is_taught: bool) -> Verdict:
    return some_filter(is_taught).judge([MANY[what]], [AROUND[where]])[0]


@cache
def some_filter(is_taught: bool) -> Filter:
    return teach(tiny_filter(), [("casino bread", "a", Label.SPAM), ("桥 river", "b", Label.HAM)] if is_taught else [])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(MANY) - 1), st.integers(0, len(AROUND) - 1)), min_size=1, max_size=12),
    st.booleans(),
    st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK]),
)
def test_a_batch_of_any_size_equals_its_comments_one_by_one(
    mix: list[tuple[int, int]], is_taught: bool, size: int
) -> None:
    mix = (mix * size)[: max(size, len(mix))] or mix
    batch = some_filter(is_taught).judge([MANY[what] for what, _ in mix], [AROUND[where] for _, where in mix])
    assert batch == [alone(what, where, is_taught) for what, where in mix]


@pytest.mark.parametrize("what", range(len(MANY)))
def test_nothing_is_too_odd_to_be_judged_learned_and_told(what: int) -> None:
    judge = tiny_filter()
    (row,) = judge.features([MANY[what]], [AROUND[2]])
    judge.learn(row, "a", Label.SPAM)
    (verdict,) = judge.judge([MANY[what]], [AROUND[2]])
    assert 0 <= verdict.score <= 1
    assert verdict.evidence == tuple(sorted(verdict.evidence, key=lambda e: -abs(e.weight)))


def test_leaving_out_the_explanation_changes_no_decision() -> None:
    told, quick = tiny_filter().judge(BATCH, CONTEXTS), tiny_filter().judge(BATCH, CONTEXTS, explain=False)
    assert [(v.action, v.score) for v in told] == [(v.action, v.score) for v in quick]


@settings(max_examples=15)
@given(HISTORIES, STEPS, st.integers(0, 7))
def test_unlearning_by_replay_leaves_no_bit_behind(history: list[Step], entry: Step, place: int) -> None:
    judge = teach(tiny_filter(), [*history[:place], entry, *history[place:]])
    judge.reset()
    teach(judge, history)
    never = teach(tiny_filter(), history)
    assert judge.digest() == never.digest()
    assert judge.dump() == never.dump()
    assert judge.judge(BATCH, CONTEXTS) == never.judge(BATCH, CONTEXTS)


@settings(max_examples=15)
@given(HISTORIES, HISTORIES)
def test_a_checkpoint_in_the_middle_changes_nothing(before: list[Step], after: list[Step]) -> None:
    restarted = teach(tiny_filter(), [("forget me", "c", Label.SPAM)])
    restarted.load(teach(tiny_filter(), before).dump())
    teach(restarted, after)
    straight = teach(tiny_filter(), before + after)
    assert restarted.digest() == straight.digest()
    assert restarted.dump() == straight.dump()
    assert restarted.judge(BATCH, CONTEXTS) == straight.judge(BATCH, CONTEXTS)


@settings(max_examples=30)
@given(st.binary(max_size=60))
def test_what_is_no_state_is_refused_and_changes_nothing(data: bytes) -> None:
    judge = teach(tiny_filter(), [("casino", "a", Label.SPAM)])
    before = judge.digest()
    with pytest.raises(ModelFileError):
        judge.load(data)
    assert judge.digest() == before


@settings(max_examples=40)
@given(st.data())
def test_a_state_with_any_byte_changed_is_refused(data: st.DataObject) -> None:
    judge = tiny_filter()
    state = bytearray(teach(tiny_filter(), [("casino bread", "a", Label.SPAM)]).dump())
    state[data.draw(st.integers(0, len(state) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ModelFileError):
        judge.load(bytes(state))


def test_a_state_with_a_changed_byte_that_unpacks_all_the_same_is_refused() -> None:
    """The level that a compressed part begins with, say, or a sum of its bytes that comes out alike."""
    state = teach(tiny_filter(), [("casino bread", "a", Label.SPAM)]).dump()
    for at in range(len(state)):
        for change in (1, 62, 95, 106, 128, 255):
            damaged = bytearray(state)
            damaged[at] ^= change
            with pytest.raises(ModelFileError):
                tiny_filter().load(bytes(damaged))


def test_a_state_learned_on_another_base_model_is_refused() -> None:
    state = teach(tiny_filter(), [("casino", "a", Label.SPAM)]).dump()
    with pytest.raises(ModelFileError, match="tiny"):
        Filter(replace(tiny_model(), version="other")).load(state)


def test_however_many_sites_and_comments_are_learned_the_tables_do_not_grow() -> None:
    judge = tiny_filter()
    for number in range(300):
        text = " ".join(f"w{number * 31 + n}" for n in range(60))
        (row,) = judge.features([Submission(text, f"name {number}", f"http://h{number}.example/")], [Context()])
        judge.learn(row, f"site {number}", Label.SPAM if number % 2 else Label.HAM)
    own, voices = judge._learner.own, judge._learner.voices
    assert own.table.nbytes == 16 << TABLE_BITS
    assert voices.voices.nbytes + voices.weights.nbytes == SEATS + 4 << SHARED_BITS
    assert len(judge.dump()) < 20 << TABLE_BITS


@given(TEXTS)
def test_a_site_that_taught_nothing_is_judged_as_no_site(text: str) -> None:
    judge = tiny_filter()
    contexts = [Context(), Context(site="a"), Context(site="b")]
    assert len(set(judge.margins([Submission(text)] * 3, contexts).tolist())) == 1


@settings(max_examples=25)
@given(TEXTS.filter(bool), st.sampled_from(Label))
def test_what_one_site_teaches_moves_no_other(text: str, label: Label) -> None:
    judge = tiny_filter()
    contexts = [Context(site="a"), Context(site="b"), Context()]
    before = judge.margins([Submission(text)] * 3, contexts)
    teach(judge, [(text, "a", label)])
    taught, stranger, nobody = (judge.margins([Submission(text)] * 3, contexts) - before).tolist()
    towards = 1 if label is Label.SPAM else -1
    assert towards * int(judge.margins([Submission(text)], [Context(site="a")])[0]) > 0
    assert towards * taught >= stranger == nobody == 0


@settings(max_examples=25)
@given(TEXTS.filter(lambda text: len(text.split()) > 1), st.sampled_from(Label))
def test_a_label_puts_its_own_comment_on_the_right_side(text: str, label: Label) -> None:
    judge = teach(tiny_filter(), [(text, "a", label)])
    margin = int(judge.margins([Submission(text)], [Context(site="a")])[0])
    assert (margin > 0) is (label is Label.SPAM)


@pytest.mark.parametrize("label", Label)
def test_a_label_moves_similar_comments_its_way_and_others_hardly(label: Label) -> None:
    judge, here = tiny_filter(), [Context(site="a")] * 3
    some = [
        Submission("Our garden sheds are the cheapest in town"),
        Submission("The cheapest garden sheds in this town are ours"),
        Submission("Wer kennt noch den alten Müller?"),
    ]
    before = judge.margins(some, here)
    teach(judge, [(some[0].text, "a", label)])
    own, alike, other = ((judge.margins(some, here) - before) * (1 if label is Label.SPAM else -1)).tolist()
    assert own > alike > 2 * abs(other)


def test_there_is_a_verdict_before_the_first_example() -> None:
    for verdict in tiny_filter().judge(BATCH, CONTEXTS):
        assert verdict.action in Action
        assert 0.0 <= verdict.score <= 1.0
        assert verdict.model == "tiny"
    assert tiny_filter().judge([], []) == []


def test_as_many_contexts_as_submissions_are_demanded() -> None:
    with pytest.raises(ValueError, match="2 submissions and 1 contexts"):
        tiny_filter().judge([Submission("a"), Submission("b")], [Context()])


PROGRAM = """
import json, sys
import numpy as np
import numpy._core._multiarray_umath as m
from chaffinch.engine import training
from chaffinch.engine.calibration import Calibration
from chaffinch.engine.modelfile import BaseModel
from chaffinch.engine.policy import Thresholds
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Context, Label, Submission
weights = ((np.arange(1 << 12) * 7919) % 2001 - 1000).astype(np.int16)
judge = Filter(BaseModel("worked", weights, training.SCALE_BITS, Calibration(), Thresholds(0.5, 0.8, 0.99), {}))
texts = ["The swans are back", "Win the jackpot http://jackpot.example/win", "Мост закрыт", "桥 关闭了", "c\\u0430sino"]
scores = []
for n in range(60):
    author, url = ["Ann", None, "Buy Now"][n % 3], [None, "https://a.example/x"][n % 2]
    one = Submission(f"{texts[n % 5]} {n * 7919}", author, url)
    around = Context(site=f"site{n % 4}", article=[None, "The swans of the mill"][n // 2 % 2])
    scores.append(judge.judge([one], [around])[0].score)
    judge.learn(judge.features([one], [around])[0], f"site{n % 4}", Label.SPAM if n % 7 < 3 else Label.HAM)
wide = [name for name in m.__cpu_dispatch__ if m.__cpu_features__.get(name)]
print(json.dumps([judge.digest(), scores, wide]))
"""
PINNED = "9292d33dd680bfe27d590c29fcf911ce6c922418dbf5ef5d961e920329d2dd5a"


def run(**more: str) -> tuple[str, list[float], list[str]]:
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONHASHSEED": "random", **more}
    command = [sys.executable, "-W", "error", "-c", PROGRAM]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    digest, scores, wide = json.loads(done.stdout)
    return digest, scores, wide


def test_sixty_lessons_give_the_pinned_weights_on_this_processor() -> None:
    assert run()[0] == PINNED


def test_sixty_lessons_give_the_pinned_weights_with_every_wide_register_switched_off() -> None:
    plain = run()
    if not plain[2]:
        pytest.skip("this processor has no wide registers that NumPy uses")
    narrow = run(NPY_DISABLE_CPU_FEATURES=",".join(plain[2]))
    assert narrow[2] == []
    assert narrow[0] == PINNED
    assert narrow[1] == plain[1]


def test_sixty_lessons_give_the_pinned_weights_with_some_wide_registers_switched_off() -> None:
    for name in run()[2]:
        digest, _, wide = run(NPY_DISABLE_CPU_FEATURES=name)
        assert name not in wide
        assert digest == PINNED
