"""The tests of a comparison: what is judged before what is learned, and when."""

from __future__ import annotations

import pytest

from chaffinch.archive.peers import trials
from chaffinch.engine.types import Label
from chaffinch.evaluation.listening import SILENT
from chaffinch.evaluation.protocols import Feedback
from tests.archive.peers.fakes import FakeSession, corpus, row, rows


def test_cold_judges_everything_at_once_and_learns_nothing() -> None:
    session = FakeSession([])
    session.train([corpus("blog_b", 10)], SILENT)
    found = trials.cold(session, rows(200))
    assert session.asked[1:] == [f"score {','.join(str(n) for n in range(200))}"]
    assert (found["spam"], found["ham"]) == (100, 100)
    assert (found["one_minus_roca_percent"], found["spam_caught_at_fpr_1e-2"]) == (0.0, 1.0)
    assert found["microseconds_per_comment"] == pytest.approx(100.0)


def test_prequential_judges_each_row_before_it_learns_it() -> None:
    session = FakeSession([])
    trials.prequential(session, rows(3), 0.0)
    assert session.asked == ["score 0", "learn 0", "score 1", "learn 1", "score 2", "learn 2"]


def test_late_corrections_learn_only_what_was_called_wrongly_and_so_many_rows_later() -> None:
    session = FakeSession([])
    some = [row(0, Label.SPAM, "casino"), *(row(n, Label.HAM, "heron") for n in range(1, 5))]
    trials.prequential(session, some, 0.0, feedback=Feedback.ERRORS, delay=2)
    assert session.asked == ["score 0", "score 1", "score 2", "learn 0", "score 3", "score 4"]


def test_a_score_in_the_very_middle_calls_nothing_spam() -> None:
    session = FakeSession([])
    trials.prequential(session, [row(0, Label.HAM, "new"), row(1, Label.SPAM, "other")], 0.0, feedback=Feedback.ERRORS)
    assert session.asked == ["score 0", "score 1", "learn 1"]


def test_each_video_is_learned_from_what_the_filter_knew_before_and_judged_on_its_last_rows() -> None:
    session = FakeSession([])
    found = trials.videos(session, [*rows(10, "one"), *rows(20, "two")], 0.0)
    assert found == {"one": 100.0, "two": 100.0}
    assert session.asked[:3] == ["forget", "learn 0,1,2,3,4,5,6", "score 7,8,9"]
    assert session.asked[3:5] == ["forget", f"learn {','.join(map(str, range(14)))}"]


def test_accuracy_counts_both_kinds_of_error() -> None:
    learned = [row(n, Label.HAM, "heron") for n in range(7)]
    judged = [row(7, Label.SPAM, "heron"), row(8, Label.HAM, "heron"), row(9, Label.SPAM, "new")]
    assert trials.videos(FakeSession([]), [*learned, *judged], 0.0) == {"blog_a": pytest.approx(100 / 3)}


def test_nothing_to_rank_is_no_figure() -> None:
    found = trials.figures([0.1, 0.2], [row(0, Label.HAM, "a"), row(1, Label.HAM, "b")])
    assert found["one_minus_roca_percent"] is None
    assert found["one_minus_roca_interval"] is None
    assert found["spam_caught_at_fpr_1e-2"] is None
