from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaffinch.engine.holdings import TABLE_BITS
from chaffinch.engine.learner import (
    ENOUGH_ALONE,
    MARGIN_BITS,
    VALUE_BITS,
    WEIGHT_BITS,
    Learner,
    _sigmoid_table,
    sigmoid,
)
from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Action, Context, Label, Submission
from chaffinch.errors import ModelFileError
from tests.engine.tiny import HAM, SPAM, tiny_filter

TEXTS = st.lists(st.sampled_from(HAM + SPAM + ("thanks", "visit http://a.example", "")), min_size=1, max_size=12)
HERE = Context(site="here")


def teach(judge: Filter, history: list[tuple[str, bool]]) -> None:
    for text, is_spam in history:
        (row,) = judge.features([Submission(text)], [HERE])
        judge.learn(row, "here", Label.SPAM if is_spam else Label.HAM)


def taught(history: list[tuple[str, bool]]) -> str:
    judge = tiny_filter()
    teach(judge, history)
    return judge.digest()


def looked(learner: Learner, one: np.ndarray[tuple[int], np.dtype[np.uint32]], salt: int) -> int:
    return int(learner.add(np.zeros(1, np.int64), one, np.uint32(salt))[0])


def test_a_row_of_one_feature_moves_to_where_its_label_wants_it() -> None:
    """One feature of value 1: whatever its rate, the one step makes the weight the margin that is enough alone."""
    learner = Learner()
    one, value = np.array([5 << (32 - TABLE_BITS)], np.uint32), np.array([1 << VALUE_BITS])
    square = 0
    for is_spam in (True, False, False, True):
        before = looked(learner, one, 7) << VALUE_BITS
        learner.learn(one, value, 7, is_spam, 0)
        margin = looked(learner, one, 7) << VALUE_BITS
        enough = ENOUGH_ALONE if is_spam else -ENOUGH_ALONE
        assert abs(margin - enough) < 1 << (MARGIN_BITS - 5)
        if margin != before:
            square += ((is_spam << WEIGHT_BITS) - sigmoid(before)) ** 2
    (at,) = np.flatnonzero(learner.own.table["owners"])
    assert int(learner.own.table["squares"][at]) == square


def test_the_sigmoid_table_is_the_same_everywhere() -> None:
    digest = hashlib.sha256(_sigmoid_table().astype("<i8").tobytes()).hexdigest()[:16]
    assert digest == "b7f69f3a49d3eb3e"
    assert sigmoid(0) == 1 << (WEIGHT_BITS - 1)
    assert sigmoid(1 << (MARGIN_BITS + 10)) > sigmoid(1 << MARGIN_BITS) > sigmoid(0)


@settings(max_examples=30)
@given(TEXTS)
def test_judging_is_pure_and_a_batch_equals_one_by_one(texts: list[str]) -> None:
    judge = tiny_filter()
    submissions = [Submission(text, "Ann") for text in texts]
    before = judge.digest()
    batch = judge.judge(submissions, [HERE] * len(texts))
    assert batch == [judge.judge([s], [HERE])[0] for s in submissions]
    assert judge.digest() == before


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(HAM + SPAM), st.booleans()), max_size=8), st.integers(0, 7))
def test_learning_then_unlearning_by_replay_is_identity(history: list[tuple[str, bool]], place: int) -> None:
    """From the checkpoint before the label that goes, what came after it is learned again; the rest was never there."""
    place %= len(history) + 1
    judge = tiny_filter()
    teach(judge, history[:place])
    checkpoint = judge.dump()
    teach(judge, [("Nobody asked me", True), *history[place:]])
    assert judge.digest() != taught(history)
    judge.load(checkpoint)
    teach(judge, history[place:])
    assert judge.digest() == taught(history)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(HAM + SPAM), st.booleans()), max_size=6))
def test_dump_then_load_is_identity(history: list[tuple[str, bool]]) -> None:
    judge, other = tiny_filter(), tiny_filter()
    for text, is_spam in history:
        judge.learn(judge.features([Submission(text)], [HERE])[0], "here", Label.SPAM if is_spam else Label.HAM)
    other.load(judge.dump())
    assert other.digest() == judge.digest()
    assert other.judge([Submission("Lovely bonus")], [HERE]) == judge.judge([Submission("Lovely bonus")], [HERE])


def test_a_damaged_or_foreign_state_is_refused() -> None:
    judge = tiny_filter()
    judge.learn(judge.features([Submission("x y z")], [HERE])[0], "here", Label.SPAM)
    state = judge.dump()
    with pytest.raises(ModelFileError):
        judge.load(state[:-4])
    with pytest.raises(ModelFileError):
        judge.load(state.replace(b"tiny", b"huge"))


def test_memory_is_bounded_however_much_is_learned() -> None:
    judge = tiny_filter()
    for number in range(60):
        text = " ".join(f"word{number}x{n}" for n in range(40))
        judge.learn(judge.features([Submission(text)], [HERE])[0], "here", Label.SPAM)
    assert judge._learner.own.table.size == 1 << TABLE_BITS
    assert len(judge.dump()) < 20 << TABLE_BITS


def test_a_label_moves_its_comment_and_its_like_and_no_other_site_alone() -> None:
    judge = tiny_filter()
    text, alike = "We sell garden sheds at sheds.com", "They sell garden sheds, see sheds.com"
    elsewhere = Context(site="elsewhere")
    submissions = [Submission(text), Submission(alike), Submission(text)]
    contexts = [HERE, HERE, elsewhere]
    before = [v.score for v in judge.judge(submissions, contexts)]
    assert before[0] == before[2]
    judge.learn(judge.features(submissions[:1], [HERE])[0], "here", Label.SPAM)
    after = [v.score for v in judge.judge(submissions, contexts)]
    assert after[0] > 0.7
    assert after[1] > before[1]
    assert before[2] == after[2] < after[0]


def test_decisive_signals_rank_as_the_table_says() -> None:
    judge = tiny_filter()
    spam = Submission(SPAM[0])
    everything = Context(is_administrator=True, is_guaranteed_spam=True, is_honeypot_filled=True)
    cases = {
        Context(unreadable=("article",), is_administrator=True): Action.HOLD,
        everything: Action.APPROVE,
        Context(is_guaranteed_spam=True): Action.SPAM,
        Context(is_honeypot_filled=True): Action.SPAM,
    }
    for context, action in cases.items():
        assert judge.judge([spam], [context])[0].action is action


def test_discard_only_where_the_site_opted_in() -> None:
    judge = tiny_filter()
    certain = [Submission(" ".join(SPAM), "Buy now")]
    for _ in range(5):
        judge.learn(judge.features(certain, [HERE])[0], "here", Label.SPAM)
    judge.thresholds = judge.thresholds.__class__(0.2, 0.5, 0.6)
    assert judge.judge(certain, [HERE])[0].action is Action.SPAM
    assert judge.judge(certain, [Context(site="here", allow_discard=True)])[0].action is Action.DISCARD


def test_spans_point_at_the_words_in_the_text_as_it_came_in() -> None:
    judge = tiny_filter()
    text = "Hello!  CASINO <b>bonus</b> for you"
    (verdict,) = judge.judge([Submission(text)], [Context()])
    pointed = {text[s.start : s.end] for e in verdict.evidence for s in e.spans}
    assert "CASINO" in pointed
    weights = [abs(e.weight) for e in verdict.evidence]
    assert weights == sorted(weights, reverse=True)


PROGRAM = """
import json
from chaffinch.engine.types import Context, Label, Submission
from tests.engine.tiny import HAM, SPAM, tiny_filter
judge = tiny_filter()
for number in range(40):
    text = (HAM + SPAM)[number % 8] + " " + str(number * 7919)
    row = judge.features([Submission(text, "Ann", "https://a.example/x")], [Context(article="Swans")])[0]
    judge.learn(row, f"site{number % 3}", Label.SPAM if number % 5 < 2 else Label.HAM)
import numpy._core._multiarray_umath as m
print(json.dumps([judge.digest(), [name for name in m.__cpu_dispatch__ if m.__cpu_features__[name]]]))
"""


def test_weights_are_the_same_with_and_without_wide_registers() -> None:
    def run(**more: str) -> list[object]:
        root = Path(__file__).parents[2]
        environment = {**os.environ, "PYTHONPATH": str(root), **more}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], cwd=root, env=environment, capture_output=True, text=True, check=True
        )
        told: list[object] = json.loads(done.stdout)
        return told

    plain = run()
    wide = plain[1]
    assert isinstance(wide, list)
    # NumPy 2.4 disables by what it dispatches on (X86_V3 holds AVX2, X86_V4 AVX512F); earlier ones by single feature.
    without = run(NPY_DISABLE_CPU_FEATURES=",".join(wide)) if wide else plain
    assert without == [plain[0], []]
