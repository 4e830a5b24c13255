"""Debian's `libnet-akismet-perl`: plain HTTP only, the key in the host name, fields that are mostly empty."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compatibility import Record
from tests.contract.outside.house import OWN, PROGRAMS, House
from tests.contract.packages import debian

pytestmark = [pytest.mark.contract, pytest.mark.outside]


@pytest.fixture(scope="module")
def told(house: House) -> Any:
    return house.ask("perl", PROGRAMS / "net_akismet.pl", domain=OWN)


def ran(compatibility: Record, what: str) -> None:
    compatibility(
        "Debian libnet-akismet-perl", debian("libnet-akismet-perl"), f"parameter SERVICE_HOST, without TLS: {what}"
    )


def test_a_known_key_is_valid_and_another_is_not(told: Any, compatibility: Record) -> None:
    ran(compatibility, "verify-key")
    assert (told["key"], told["other_key"]) == (True, False)


def test_ham_is_ham_and_spam_is_spam(told: Any, compatibility: Record) -> None:
    ran(compatibility, "comment-check")
    assert (told["ham"], told["spam"]) == ("false", "true")


def test_the_test_conventions_hold(told: Any, compatibility: Record) -> None:
    ran(compatibility, "guaranteed spam")
    assert told["guaranteed_spam"] == "true"


def test_a_key_that_has_ended_gives_no_verdict(told: Any, compatibility: Record) -> None:
    # For submit-… this client is content with any answer.
    ran(compatibility, "comment-check with another key")
    assert told["other_key_checks"] is None
    assert told["other_key_submits"]


def test_labels_are_learned_once_each(told: Any, house: House, compatibility: Record) -> None:
    # It cannot mark its questions as tests: the one between spam and ham is a comment of its own.
    ran(compatibility, "submit-spam, then submit-ham")
    assert told["submit_spam"]
    assert told["submit_ham"]
    assert (told["after_submit_spam"], told["after_submit_ham"]) == ("true", "false")
    assert house.labels() == ["SPAM", "HAM"]
