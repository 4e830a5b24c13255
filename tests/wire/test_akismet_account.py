"""What an account is told: shapes and types as clients expect them."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.errors import FieldError
from chaffinch.wire.akismet_account import read_months, statistics, usage_limit, wpcom_key


@dataclass(frozen=True)
class Told:
    spam: int = 0
    ham: int = 0
    missed_spam: int = 0
    false_positives: int = 0


COUNTS = st.builds(Told, *[st.integers(0, 10_000)] * 4)


def test_statistics_have_the_shape_that_was_recorded() -> None:
    told = json.loads(statistics(Told(149, 242, 10, 10), {"2026-11": Told(5, 5)}).body)
    assert told == {
        "spam": 149,
        "ham": 242,
        "missed_spam": 10,
        "false_positives": 10,
        "accuracy": "94.88",
        "time_saved": 1490,
        "breakdown": {
            "2026-11": {"spam": "5", "ham": "5", "missed_spam": "0", "false_positives": "0", "da": "2026-11-01"}
        },
    }


def test_without_any_answer_none_was_wrong() -> None:
    told = json.loads(statistics(Told(), {}).body)
    assert (told["accuracy"], told["time_saved"], told["breakdown"]) == ("100.00", 0, {})


@given(COUNTS)
def test_accuracy_is_a_percentage_of_two_digits_in_a_string(counts: Told) -> None:
    wrong = Told(counts.spam, counts.ham, min(counts.missed_spam, counts.ham), min(counts.false_positives, counts.spam))
    accuracy = json.loads(statistics(wrong, {}).body)["accuracy"]
    assert 0 <= float(accuracy) <= 100
    assert len(accuracy.partition(".")[2]) == 2


@pytest.mark.parametrize(("period", "months"), [("6-months", 6), ("60-days", 3), ("all", None), ("", 6), ("ALL", None)])
def test_periods_are_whole_months(period: str, months: int | None) -> None:
    assert read_months({"from": period}) == months


def test_a_period_nobody_uses_is_an_error_that_names_the_others() -> None:
    with pytest.raises(FieldError, match="60-days") as error:
        read_months({"from": "yesterday"})
    assert error.value.field == "from"


def test_there_is_no_limit() -> None:
    told = {"limit": "none", "usage": 7, "percentage": "0.00", "throttled": False}
    assert json.loads(usage_limit(7, is_extended=False).body) == told
    more = {"notice_level": "NOTICE_NONE", "upgrade": False}
    assert json.loads(usage_limit(7, is_extended=True).body) == told | more


def test_the_key_that_was_asked_about_is_handed_back() -> None:
    told = json.loads(wpcom_key("News", "0123456789ab").body)
    assert (told["api_key"], told["status"]) == ("0123456789ab", "active")
