"""PyPI `akismet` as its own end-to-end test uses it: everything by default, its own HTTP client and time limit."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from tests.compatibility import Record
from tests.contract.outside.house import HARD_CODED, PROGRAMS, House
from tests.contract.packages import pypi

pytestmark = [pytest.mark.contract, pytest.mark.outside]


@pytest.fixture(scope="module")
def told(house: House) -> Any:
    return house.ask(sys.executable, PROGRAMS / "pypi_akismet.py", domain=HARD_CODED)


def ran(compatibility: Record, what: str) -> None:
    compatibility("PyPI akismet", pypi("akismet"), f"name service and own certificate: {what}")


def test_a_known_key_is_valid_and_another_is_not(told: Any, compatibility: Record) -> None:
    ran(compatibility, "verify-key")
    assert (told["key"], told["other_key"]) == (True, False)


def test_ham_is_ham_and_spam_is_spam(told: Any, compatibility: Record) -> None:
    ran(compatibility, "comment-check")
    assert (told["ham"], told["spam"]) == ("HAM", "SPAM")


def test_the_test_conventions_hold(told: Any, compatibility: Record) -> None:
    ran(compatibility, "guaranteed spam, administrator")
    assert (told["guaranteed_spam"], told["administrator"]) == ("SPAM", "HAM")


def test_what_is_wrong_is_the_clients_own_error(told: Any, compatibility: Record) -> None:
    ran(compatibility, "errors of comment-check and submit-spam")
    assert told["no_address"] == "ProtocolError"
    assert told["other_key_checks"] == told["other_key_submits"] == "APIKeyError"


def test_the_last_label_is_learned_once(told: Any, house: House, compatibility: Record) -> None:
    ran(compatibility, "submit-spam, then submit-ham")
    assert told["submit_spam"] is told["submit_ham"] is True
    assert (told["after_submit_spam"], told["after_submit_ham"]) == ("SPAM", "HAM")
    assert house.labels() == ["HAM"]
