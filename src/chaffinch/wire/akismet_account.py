"""What the Akismet protocol tells about an account: subscription, statistics, and a limit on calls that is none.

Counters are numbers in a total and strings in a month, as in what Akismet sends; percentages are strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from chaffinch.errors import FieldError
from chaffinch.wire.akismet_answer import Answer, in_json
from chaffinch.wire.akismet_fields import is_true

SECONDS_SAVED = 10
"""What a person is taken to need for one spam: a guess, for nobody measured it. Clients expect the number."""

_MONTHS = {"": 6, "6-months": 6, "60-days": 3, "all": None}
"""Periods as clients name them, in calendar months: counts are kept by month, so 60 days are the months they touch."""


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


def read_months(asked: Mapping[str, str]) -> int | None:
    """Return how many months, the current one among them, a call wants statistics of; None for all.

    Raises:
        FieldError: the period has a name that nobody uses.
    """
    period = asked.get("from", "").lower()
    if period not in _MONTHS:
        raise FieldError("6-months, 60-days or all", field="from")
    return _MONTHS[period]


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


def statistics(total: Numbers, by_month: Mapping[str, Numbers]) -> Answer:
    """Answer get-stats and get-key-stats. Months are named "2026-11"."""
    answered = total.spam + total.ham
    wrong = total.missed_spam + total.false_positives
    return in_json(
        {
            **counters(total),
            "accuracy": f"{100 * (answered - wrong) / answered:.2f}" if answered else "100.00",
            "time_saved": total.spam * SECONDS_SAVED,
            "breakdown": {
                month: {name: str(count) for name, count in counters(one).items()} | {"da": f"{month}-01"}
                for month, one in by_month.items()
            },
        }
    )


def counters(numbers: Numbers) -> dict[str, int]:
    """Return the counters by the names that every answer uses."""
    return {
        "spam": numbers.spam,
        "ham": numbers.ham,
        "missed_spam": numbers.missed_spam,
        "false_positives": numbers.false_positives,
    }


def usage_limit(calls: int, *, is_extended: bool) -> Answer:
    """Answer usage-limit: the calls of this month, of a number without limit."""
    more = {"notice_level": "NOTICE_NONE", "upgrade": False} if is_extended else {}
    return in_json({"limit": "none", "usage": calls, "percentage": "0.00", "throttled": False} | more)
