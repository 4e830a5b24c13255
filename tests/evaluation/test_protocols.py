"""How a judge is put to the test."""

from __future__ import annotations

import pytest

from chaffinch.engine.types import Action, Label, Submission
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.protocols import Feedback, frozen, in_order, prequential
from tests.engine.tiny import HAM, SPAM, tiny_filter


def row(text: str, label: Label | None = Label.SPAM, ts: float | None = None) -> Row:
    return Row("0", "x", Submission(text), None, label, None, ts)


def test_rows_are_judged_in_order_of_time_where_all_tell_it() -> None:
    rows = [row("c", ts=3), row("a", ts=1), row("unlabelled", None, ts=0), row("b", ts=2)]
    assert [one.submission.text for one in in_order(rows)] == ["a", "b", "c"]
    assert [one.submission.text for one in in_order([*rows, row("d")])] == ["c", "a", "b", "d"]


def test_rows_of_one_time_keep_their_order() -> None:
    assert [one.submission.text for one in in_order([row(t, ts=1) for t in "cab"])] == ["c", "a", "b"]


def test_learning_from_errors_learns_nothing_where_nothing_was_wrong() -> None:
    judge = tiny_filter()
    nearly = [row(text, Label.HAM) for text in ("Swans?", "At the bridge then", "On a Sunday")]  # right, and not clear
    rows = [row(text, Label.SPAM) for text in SPAM] + [row(text, Label.HAM) for text in HAM] + nearly
    right = {Label.SPAM: Action.SPAM, Label.HAM: Action.APPROVE}
    actions = frozen(judge, rows).actions
    good = [one for one, action in zip(rows, actions, strict=True) if one.label and action is right[one.label]]
    assert good
    before = judge.digest()
    prequential(judge, good, feedback=Feedback.ERRORS)
    assert judge.digest() == before
    prequential(judge, good, feedback=Feedback.ALL)
    assert judge.digest() != before


def test_learning_from_errors_learns_what_was_wrong() -> None:
    rows = [row(f"Our kettles sing, number {n}", Label.SPAM) for n in range(8)]
    told = prequential(tiny_filter(), rows, feedback=Feedback.ERRORS)
    assert told.actions[0] is not Action.SPAM
    assert told.actions[-1] is Action.SPAM


@pytest.mark.parametrize("delay", [0, 1, 3, 20])
def test_a_label_is_never_known_before_its_delay(delay: int) -> None:
    rows = [row(f"Our kettles sing, number {n}", Label.SPAM) for n in range(6)]
    cold, told = frozen(tiny_filter(), rows).scores, prequential(tiny_filter(), rows, delay=delay).scores
    assert told[: delay + 1].tolist() == cold[: delay + 1].tolist()
    assert all(told[delay + 1 :] > cold[delay + 1 :])


def test_judging_first_then_learning_is_what_happens() -> None:
    one = [row("Our kettles sing", Label.SPAM)]
    assert prequential(tiny_filter(), one).scores.tolist() == frozen(tiny_filter(), one).scores.tolist()
