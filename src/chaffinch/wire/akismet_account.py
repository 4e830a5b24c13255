"""What the Akismet protocol tells about an account: subscription, statistics, and a limit on calls that is none.

Counters are numbers in a total and strings in a month, as in what Akismet sends; percentages are strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from chaffinch.errors import FieldError
from chaffinch.wire.akismet_answer import Answer, in_json
from chaffinch.wire.akismet_fields import is_true

COUNTERS = ("spam", "ham", "missed_spam", "false_positives")
SECONDS_SAVED = 10
"""What a person is taken to need for one spam: a guess, for nobody measured it. Clients expect the number."""


@dataclass(frozen=True, slots=True)
class Period:
    """How many calendar months statistics are wanted of, the current one among them, and told by year or by month."""

    months: int | None
    is_by_year: bool = False


_PERIODS = {
    "": Period(6),
    "6-months": Period(6),
    "60-days": Period(6),
    "year": Period(12),
    "all": Period(None, is_by_year=True),
}
"""Periods as clients name them. We count by month; whoever has no counts by day is told of six months for 60 days
(Akismet's OpenAPI document). `year` is what Automattic's SDK knows besides."""


class Numbers(Protocol):
    """What was answered in some time, and how often a person found that wrong."""

    @property
    def spam(self) -> int:
        """How many were called spam."""

    @property
    def ham(self) -> int:
        """How many were not."""

    @property
    def missed_spam(self) -> int:
        """How many of those called ham were spam."""

    @property
    def false_positives(self) -> int:
        """How many of those called spam were ham."""


def read_period(asked: Mapping[str, str]) -> Period:
    """Return what a call wants statistics of.

    Raises:
        FieldError: the period has a name that nobody uses.
    """
    period = _PERIODS.get(asked.get("from", "").lower())
    if period is None:
        raise FieldError("60-days, 6-months, year or all", field="from")
    return period


def is_extended(asked: Mapping[str, str]) -> bool:
    """Whether a call wants the longer form of its answer."""
    return is_true(asked.get("extended", ""))


def subscription(account_name: str) -> Answer:
    """Answer get-subscription for a known key: an account without limits or bills.

    WordPress stores a key only after this answer says "active".
    """
    return in_json(_account(account_name))


def wpcom_key(account_name: str, key: str) -> Answer:
    """Answer verify-wpcom-key, which WordPress calls where Jetpack is: the account, and the key that came."""
    return in_json(_account(account_name) | {"api_key": key})


def _account(name: str) -> dict[str, object]:
    return {
        "account_id": 1,
        "account_type": "self-hosted",
        "account_name": name,
        "status": "active",
        "next_billing_date": False,
        "limit_reached": False,
    }


def statistics(by_month: Mapping[str, Numbers], *, is_by_year: bool = False) -> Answer:
    """Answer get-stats and get-key-stats. Months are named "2026-11"; one site asks, so `blogs` is one."""
    total = _summed(by_month.values())
    answered = total["spam"] + total["ham"]
    wrong = total["missed_spam"] + total["false_positives"]
    parts: dict[str, list[Numbers]] = {}
    for month, numbers in by_month.items():
        parts.setdefault(month[:4] if is_by_year else month, []).append(numbers)
    return in_json(
        {
            **total,
            "accuracy": f"{100 * (answered - wrong) / answered:.2f}" if answered else "100.00",
            "time_saved": total["spam"] * SECONDS_SAVED,
            "breakdown": {part: _part(part, numbers) for part, numbers in parts.items()},
        }
    )


def _part(name: str, numbers: list[Numbers]) -> dict[str, str]:
    counts = {counter: str(count) for counter, count in _summed(numbers).items()}
    return counts | {"blogs": "1", "da": f"{name}-01-01"[:10]}


def _summed(many: Iterable[Numbers]) -> dict[str, int]:
    told = [counters(numbers) for numbers in many]
    return {name: sum(one[name] for one in told) for name in COUNTERS}


def counters(numbers: Numbers) -> dict[str, int]:
    """Return the counters by the names that every answer uses."""
    return {name: getattr(numbers, name) for name in COUNTERS}


def usage_limit(calls: int, *, is_extended: bool) -> Answer:
    """Answer usage-limit: the calls of this month, of a number without limit."""
    more = {"notice_level": "NOTICE_NONE", "upgrade": False} if is_extended else {}
    return in_json({"limit": "none", "usage": calls, "percentage": "0.00", "throttled": False} | more)
