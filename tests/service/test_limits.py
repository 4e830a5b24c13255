"""The bucket against a slow reckoning of its own promise: never more in any stretch of time than was filled in."""

from __future__ import annotations

import doctest
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.service import limits
from chaffinch.service.limits import MINUTE, Bucket, Limits, take
from tests.service.world import NOON

RATES = st.integers(1, 500)
ASKED = st.lists(st.tuples(st.integers(0, 90_000), st.integers(1, 40)), max_size=60)


@given(RATES, ASKED)
def test_in_no_stretch_of_time_more_calls_pass_than_a_full_bucket_and_its_filling(
    rate: int, asked: list[tuple[int, int]]
) -> None:
    bucket, now, passed = None, NOON, []
    for wait, calls in asked:
        now += wait
        bucket, allowance = take(bucket, calls, now, rate)
        if allowance.is_allowed:
            passed.append((now, min(calls, rate)))
    for at, (start, _) in enumerate(passed):
        total = 0
        for moment, calls in passed[at:]:
            total += calls
            assert total <= rate + Fraction((moment - start) * rate, MINUTE)


@given(RATES, ASKED)
def test_it_refuses_only_what_would_be_too_much(rate: int, asked: list[tuple[int, int]]) -> None:
    bucket, now, level = None, NOON, Fraction(rate)
    for wait, calls in asked:
        now += wait
        level = min(Fraction(rate), level + Fraction(wait * rate, MINUTE))
        bucket, allowance = take(bucket, calls, now, rate)
        assert allowance.is_allowed == (min(calls, rate) <= level)
        level -= min(calls, rate) if allowance.is_allowed else 0
        assert allowance.remaining == int(level)


@given(RATES, ASKED, st.integers(1, 1000))
def test_who_waits_as_long_as_told_is_let_in_and_no_whole_second_sooner(
    rate: int, asked: list[tuple[int, int]], calls: int
) -> None:
    bucket, now = None, NOON
    for wait, some in asked:
        now += wait // 100
        bucket, _ = take(bucket, some, now, rate)
    after, refused = take(bucket, calls, now, rate)
    if refused.is_allowed:
        assert refused.retry_after == 0
        return
    assert take(after, calls, now + refused.retry_after * 1000, rate)[1].is_allowed
    assert not take(after, calls, now + (refused.retry_after - 1) * 1000, rate)[1].is_allowed


@given(RATES, ASKED)
def test_after_the_time_told_the_bucket_is_full_again(rate: int, asked: list[tuple[int, int]]) -> None:
    bucket, now = None, NOON
    for wait, calls in asked:
        now += wait
        bucket, allowance = take(bucket, calls, now, rate)
        later, _ = take(bucket, 1, now + allowance.full_after * 1000, rate)
        assert later.parts == (rate - 1) * MINUTE


@given(RATES, ASKED, st.integers(1, 10**9))
def test_a_clock_that_is_set_back_gives_nothing(rate: int, asked: list[tuple[int, int]], back: int) -> None:
    bucket, now = None, NOON
    for wait, calls in asked:
        now += wait
        bucket, _ = take(bucket, calls, now, rate)
    if bucket is not None:
        later, _ = take(bucket, 1, now - back, rate)
        assert later.parts <= bucket.parts
        assert later.at == bucket.at


def test_the_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(limits)
    assert (result.failed, result.attempted > 0) == (0, True)


def test_more_than_a_bucket_holds_empties_a_full_one_and_waits_for_no_less() -> None:
    bucket, allowance = take(None, 1000, NOON, 60)
    assert (allowance.is_allowed, allowance.remaining, bucket) == (True, 0, Bucket(0, NOON))
    assert take(bucket, 1000, NOON, 60)[1].retry_after == 60


@pytest.mark.parametrize("rate", [1, 7, 6000, 10_000_000])
def test_sites_have_a_bucket_each(rate: int) -> None:
    limits = Limits(rate)
    assert limits.take("a", rate, NOON).is_allowed
    assert not limits.take("a", 1, NOON).is_allowed
    assert limits.take("b", rate, NOON).is_allowed
