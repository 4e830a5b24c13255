"""What an account is told: shapes and types as clients expect them."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.errors import FieldError
from chaffinch.wire.akismet_account import Period, read_period, statistics, usage_limit, wpcom_key


@dataclass(frozen=True)
class Told:
    spam: int = 0
    ham: int = 0
    missed_spam: int = 0
    false_positives: int = 0


COUNTS = st.builds(Told, *[st.integers(0, 10_000)] * 4)


def test_statistics_have_the_shape_that_was_recorded() -> None:
    told = json.loads(statistics({"2025-12": Told(144, 237, 10, 10), "2026-11": Told(5, 5)}).body)
    assert told == {
        "spam": 149,
        "ham": 242,
        "missed_spam": 10,
        "false_positives": 10,
        "accuracy": "94.88",
        "time_saved": 1490,
        "breakdown": {
            "2025-12": part("144", "237", "10", "10", "2025-12-01"),
            "2026-11": part("5", "5", "0", "0", "2026-11-01"),
        },
    }


def part(spam: str, ham: str, missed_spam: str, false_positives: str, first: str) -> dict[str, str]:
    told = {"spam": spam, "ham": ham, "missed_spam": missed_spam, "false_positives": false_positives}
    return told | {"blogs": "1", "da": first}


def test_statistics_of_all_times_are_told_by_year() -> None:
    months = {"2025-11": Told(1, 2), "2026-10": Told(3, 4, 1, 0), "2026-11": Told(5, 6, 0, 1)}
    told = json.loads(statistics(months, is_by_year=True).body)
    assert told["breakdown"] == {
        "2025": part("1", "2", "0", "0", "2025-01-01"),
        "2026": part("8", "10", "1", "1", "2026-01-01"),
    }
    assert (told["spam"], told["ham"]) == (9, 12)


def test_without_any_answer_none_was_wrong() -> None:
    told = json.loads(statistics({}).body)
    assert (told["accuracy"], told["time_saved"], told["breakdown"]) == ("100.00", 0, {})


@given(COUNTS)
def test_accuracy_is_a_percentage_of_two_digits_in_a_string(counts: Told) -> None:
    wrong = Told(counts.spam, counts.ham, min(counts.missed_spam, counts.ham), min(counts.false_positives, counts.spam))
    accuracy = json.loads(statistics({"2026-11": wrong}).body)["accuracy"]
    assert 0 <= float(accuracy) <= 100
    assert len(accuracy.partition(".")[2]) == 2


@pytest.mark.parametrize(
    ("period", "months"),
    [("6-months", 6), ("60-days", 6), ("year", 12), ("all", None), ("", 6), ("ALL", None)],
)
def test_periods_are_whole_months(period: str, months: int | None) -> None:
    assert read_period({"from": period}) == Period(months, is_by_year=months is None)


def test_a_period_nobody_uses_is_an_error_that_names_the_others() -> None:
    with pytest.raises(FieldError, match="60-days") as error:
        read_period({"from": "yesterday"})
    assert error.value.field == "from"


def test_there_is_no_limit() -> None:
    told = {"limit": "none", "usage": 7, "percentage": "0.00", "throttled": False}
    assert json.loads(usage_limit(7, is_extended=False).body) == told
    more = {"notice_level": "NOTICE_NONE", "upgrade": False}
    assert json.loads(usage_limit(7, is_extended=True).body) == told | more


def test_the_key_that_was_asked_about_is_handed_back() -> None:
    told = json.loads(wpcom_key("News", "0123456789ab").body)
    assert (told["api_key"], told["status"]) == ("0123456789ab", "active")
