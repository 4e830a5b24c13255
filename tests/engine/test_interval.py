"""The exact interval of Clopper and Pearson, against closed forms and published values."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.interval import clopper_pearson


@pytest.mark.parametrize("count", [1, 2, 29, 312, 999, 100_000])
def test_of_none_and_of_all_it_has_a_closed_form(count: int) -> None:
    """0 of n: 1 - (error/2) ** (1/n); n of n is its mirror image."""
    (none, high), (low, whole) = clopper_pearson(0, count), clopper_pearson(count, count)
    assert (none, whole) == (0.0, 1.0)
    assert high == pytest.approx(1 - 0.025 ** (1 / count), rel=1e-9)
    assert low == pytest.approx(0.025 ** (1 / count))


@pytest.mark.parametrize(
    ("found", "count", "low", "high"),
    [(1, 10, 0.0025, 0.4450), (5, 10, 0.1871, 0.8129), (10, 100, 0.0490, 0.1762), (1, 2, 0.0126, 0.9874)],
)
def test_values_as_they_are_printed(found: int, count: int, low: float, high: float) -> None:
    """The 1 of 2 by hand: 1 - (1 - p)**2 = 0.025 and p**2 = 0.975 - the roots 0.01258 and 0.98742."""
    assert [round(end, 4) for end in clopper_pearson(found, count)] == [low, high]


@given(st.integers(1, 60), st.data())
def test_its_ends_are_where_so_few_or_so_many_begin_to_surprise(count: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(0, count))
    low, high = clopper_pearson(found, count, 0.9)

    def chance(ends: range, share: Fraction) -> float:
        return float(sum(comb(count, i) * share**i * (1 - share) ** (count - i) for i in ends))

    assert found == 0 or chance(range(found, count + 1), Fraction(low)) == pytest.approx(0.05, abs=1e-9)
    assert found == count or chance(range(found + 1), Fraction(high)) == pytest.approx(0.05, abs=1e-9)
    assert low <= found / count <= high


def test_of_nothing_nothing_is_known_and_nonsense_is_refused() -> None:
    assert clopper_pearson(0, 0) == (0.0, 1.0)
    for found, count in ((-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="is no share"):
            clopper_pearson(found, count)
