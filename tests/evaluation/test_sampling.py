"""Samples: never more than asked, the same each time, in order, and the rarer label is not lost in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.types import Label, Submission
from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.sampling import sampled


def rows(labels: list[bool]) -> list[Row]:
    return [
        Row(str(n), "a", Submission(f"text {n}"), None, Label.SPAM if spam else Label.HAM, None, None)
        for n, spam in enumerate(labels)
    ]


@given(st.lists(st.booleans(), max_size=80), st.integers(2, 40), st.integers(0, 9))
def test_a_sample_is_as_large_as_it_may_be_in_order_and_the_same_again(
    labels: list[bool], most: int, seed: int
) -> None:
    some = rows(labels)
    found = sampled(some, seed, most)
    assert len(found) == min(len(some), most)
    assert found == [row for row in some if row in found]
    assert found == sampled(some, seed, most)


@given(st.lists(st.booleans(), min_size=41, max_size=80), st.integers(2, 40))
def test_the_rarer_label_is_kept_whole_up_to_half(labels: list[bool], most: int) -> None:
    found = sampled(rows(labels), 1, most)
    for label, there in ((Label.SPAM, sum(labels)), (Label.HAM, len(labels) - sum(labels))):
        assert sum(row.label is label for row in found) >= min(there, most // 2)


def test_another_seed_is_another_sample() -> None:
    some = rows([False] * 400)
    assert sampled(some, 1, 50) != sampled(some, 2, 50)
