"""A judge against disguises: what is counted, on spam and ham made up here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chaffinch.engine.spamfilter import Filter
from chaffinch.engine.types import Action, Context, Label, Submission, Verdict
from chaffinch.evaluation import robustness
from chaffinch.evaluation.augmentation import copies, with_disguises
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.disguises import DISGUISES, Strength
from chaffinch.evaluation.robustness import Tried


class Plain(Filter):
    """Calls spam what holds the word casino just as it is, and nothing else."""

    def __init__(self) -> None:
        pass

    def judge(
        self, submissions: Sequence[Submission], contexts: Sequence[Context], *, explain: bool = True
    ) -> list[Verdict]:
        """Look for one word."""
        actions = [Action.SPAM if "casino" in s.text else Action.APPROVE for s in submissions]
        return [Verdict(action, 0.5, (), "plain") for action in actions]


def row(number: int, text: str, label: Label) -> Row:
    return Row(str(number), "town", Submission(text), None, label, None, None)


SPAM = [row(n, "casino", Label.SPAM) for n in range(3)] + [row(9, "missed before", Label.SPAM)]
HAM = [row(n, "The bridge is open again", Label.HAM) for n in range(4)]


def test_only_spam_that_was_caught_is_tried_and_what_no_longer_is_counts() -> None:
    tried = robustness.try_all(Plain(), [*SPAM, *HAM], seed=1)
    assert len(tried) == len(DISGUISES) * len(Strength)
    by_name = {one.disguise: one for one in tried}
    assert (by_name["fullwidth"].spam, by_name["fullwidth"].caught, by_name["fullwidth"].ham) == (3, 0, 4)
    assert by_name["homographs"].spam == 0


def test_ham_that_was_lost_before_is_no_rise() -> None:
    lost = row(5, "A casino is no bakery", Label.HAM)
    one = next(t for t in robustness.try_all(Plain(), [lost, *HAM], seed=1) if t.disguise == "stretched")
    assert (one.ham, one.lost_before) == (5, 1)
    assert one.lost <= 1


def test_work_is_what_try_all_tells() -> None:
    told: list[int] = []
    robustness.try_all(Plain(), [*SPAM, *HAM], 1, told.append)
    assert sum(told) == robustness.work([*SPAM, *HAM], 1)


def test_totals_add_up_and_shares_of_nothing_are_undefined() -> None:
    one = Tried("spaced", "LIGHT", spam=10, caught=9, held=1, ham=100, lost_before=1, lost=2)
    none = Tried("spaced", "HEAVY", 0, 0, 0, 0, 0, 0)
    first, second = robustness.totals([one, none, one])
    assert robustness.percents(first) == {"caught_percent": 90, "held_percent": 10, "ham_lost_rise_points": 1}
    assert set(robustness.percents(second).values()) == {None}
    assert first.spam == 20


def test_without_shares_there_are_no_copies() -> None:
    assert with_disguises([*SPAM, *HAM], 3, spam=0.0, ham=0.0) == [*SPAM, *HAM]


def test_copies_in_disguise_stand_behind_the_rows_and_keep_label_author_and_site() -> None:
    rows = [replace(one, id=f"{n}") for n, one in enumerate([*SPAM, *HAM] * 40)]
    made = with_disguises(rows, 3, spam=0.15, ham=0.1)
    assert made[: len(rows)] == rows
    copies = made[len(rows) :]
    assert 0.05 * len(rows) < len(copies) < 0.25 * len(rows)
    assert {one.site for one in copies} == {"town"}
    assert {one.label for one in copies} == set(Label)
    assert made == with_disguises(rows, 3, spam=0.15, ham=0.1)


def test_a_row_has_its_copy_whatever_rows_are_beside_it_and_none_where_no_disguise_changes_it() -> None:
    rows = [replace(one, id=f"{n}") for n, one in enumerate([*SPAM, *HAM] * 20)]
    both = [*copies(rows[:70], 3, 0.5, 0.5), *copies(rows[70:], 3, 0.5, 0.5)]
    assert copies(rows, 3, 0.5, 0.5) == both
    assert copies([row(n, "桥上的天鹅", Label.SPAM) for n in range(20)], 3, 1.0, 1.0) == []
