"""What training refuses, where thresholds may not fall, and how it goes on after it was stopped."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine import calibration, modelfile
from chaffinch.engine.policy import DISCARD_FLOOR, HOLD_FLOOR, SPAM_FLOOR, floored, six_digits
from chaffinch.engine.training import Recipe
from chaffinch.engine.types import Label, Submission
from chaffinch.errors import InputError
from chaffinch.evaluation import base_model, preparation
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import Silent
from chaffinch.evaluation.preparation import Corpus
from chaffinch.evaluation.thresholds import pages
from tests.archive.corpora import texts

RECIPE = Recipe(bits=12, epochs=2)
SCORES = st.integers(0, 1_000_000).map(lambda n: float(np.round(n / 1_000_000, 6)))


def corpus(name: str, spam: int = 40, ham: int = 40) -> Corpus:
    rows = [
        Row(f"{n}", name, Submission(text, "Ann"), None, label, "en", None)
        for label, count in ((Label.SPAM, spam), (Label.HAM, ham))
        for n, text in enumerate(texts(count, is_spam=label is Label.SPAM, seed=name))
    ]
    return Corpus(name, tuple(rows), len(rows))


@given(SCORES, SCORES, SCORES)
def test_thresholds_rise_lie_on_their_floors_or_above_and_never_below_what_was_found(
    hold: float, spam: float, discard: float
) -> None:
    told = floored(hold, spam, discard)
    assert told.hold_at < told.spam_at < told.discard_at
    for at, floor, found in zip(
        (told.hold_at, told.spam_at, told.discard_at),
        (HOLD_FLOOR, SPAM_FLOOR, DISCARD_FLOOR),
        (hold, spam, discard),
        strict=True,
    ):
        assert at >= max(floor, found)
        assert at == round(at, 6)


@given(st.lists(SCORES, min_size=1, max_size=50), st.sampled_from([0.0005, 0.01, 0.05, 0.3]))
def test_no_more_ham_than_the_budget_reaches_a_threshold_as_it_is_written(scores: list[float], budget: float) -> None:
    ham = np.array(scores)
    exact = calibration.threshold_for(ham, np.ones(ham.size), budget)
    assert np.mean(ham >= six_digits(exact)) <= budget
    assert np.mean(ham >= floored(exact, exact, exact).hold_at) <= budget


@pytest.mark.parametrize("name", ["blog", "chat"])
def test_small_corpora_that_are_easily_told_apart_give_no_dangerous_thresholds(name: str) -> None:
    model = base_model.train([corpus(f"{name}_a"), corpus(f"{name}_b")], RECIPE, "2026-01-02")
    told = model.thresholds
    assert HOLD_FLOOR <= told.hold_at < told.spam_at < told.discard_at
    assert told.spam_at >= SPAM_FLOOR
    assert told.discard_at >= DISCARD_FLOOR


def test_few_hams_behind_the_thresholds_are_told() -> None:
    few, enough = Counting(0), Counting(0)
    base_model.train([corpus("blog_a"), corpus("blog_b")], RECIPE, "2026-01-02", few)
    base_model.train([corpus("blog_a", ham=160), corpus("blog_b")], RECIPE, "2026-01-02", enough)
    said = "thresholds rest on 80 hams: with fewer than 200, one is more than the 0.5 % of ham that may be lost"
    assert said in few.lines
    assert not any("thresholds rest on" in line for line in enough.lines)


@pytest.mark.parametrize(
    ("corpora", "said"),
    [
        ([corpus("blog_a", spam=0), corpus("blog_b", spam=0)], "these corpora have only ham"),
        ([corpus("blog_a", ham=0), corpus("blog_b", ham=0)], "these corpora have only spam"),
        ([corpus("blog_a"), corpus("blog_b", spam=0)], "without blog_a the others have only ham"),
        ([corpus("blog_a")], "without blog_a the others have no labelled row"),
    ],
)
def test_corpora_that_leave_one_label_are_refused(corpora: list[Corpus], said: str) -> None:
    with pytest.raises(InputError, match=said):
        base_model.train(corpora, RECIPE, "2026-01-02")


def test_pages_of_one_label_do_not_set_thresholds_alone() -> None:
    corpora = [corpus("chat_a"), corpus("chat_b"), corpus("ham_news_x", spam=0)]
    assert pages(corpora) == corpora
    assert pages([*corpora, corpus("blog_a")]) == [corpora[2], corpus("blog_a")]


class Counting(Silent):
    """Counts what is still to do, and knows what was told."""

    def __init__(self, work: int) -> None:
        self.left = work
        self.lines: list[str] = []

    def add(self, count: int) -> None:
        self.left -= count

    skip = add

    def tell(self, line: str) -> None:
        self.lines.append(line)


@pytest.mark.parametrize("finished", [0, 1, 2, 3])
def test_a_run_that_goes_on_gives_the_same_file_and_counts_to_the_end(finished: int) -> None:
    corpora = [corpus("blog_a"), corpus("blog_b"), corpus("blog_c", ham=20)]
    kept: dict[str, Any] = {}
    whole = base_model.train(corpora, RECIPE, "2026-01-02", done=kept)
    assert len(kept) == 3
    some = dict(list(kept.items())[:finished])
    listener = Counting(base_model.work(corpora, RECIPE))
    again = base_model.train(corpora, RECIPE, "2026-01-02", listener, done=some)
    assert modelfile.write(again) == modelfile.write(whole)
    assert listener.left == 0
    assert sum("done earlier" in line for line in listener.lines) == finished


def test_a_language_changes_no_weight() -> None:
    """Balancing languages was measured and lost: see `preparation.SIZE_EXPONENT`."""
    rows = corpus("blog_a").rows
    assert preparation.weights([replace(row, lang="fr") for row in rows]) == preparation.weights(rows)
