"""npm `akismet-api`: verify-key goes to its host, all else to `KEY.HOST` with the key in the name alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compatibility import Record
from tests.contract.outside.house import OWN, PROGRAMS, House
from tests.contract.packages import NPM, npm

pytestmark = [pytest.mark.contract, pytest.mark.outside]


@pytest.fixture(scope="module")
def told(house: House) -> Any:
    return house.ask("node", PROGRAMS / "akismet_api.js", domain=OWN, NODE_PATH=str(NPM))


def ran(compatibility: Record, what: str) -> None:
    compatibility("npm akismet-api", npm("akismet-api"), f"option host, TLS: {what}")


def test_a_known_key_is_valid_and_another_is_not(told: Any, compatibility: Record) -> None:
    ran(compatibility, "verify-key")
    assert (told["key"], told["other_key"]) == (True, False)


def test_ham_is_ham_and_spam_is_spam(told: Any, compatibility: Record) -> None:
    ran(compatibility, "comment-check")
    assert (told["ham"], told["spam"]) == (False, True)


def test_the_test_conventions_hold(told: Any, compatibility: Record) -> None:
    ran(compatibility, "guaranteed spam, administrator, honeypot")
    assert (told["guaranteed_spam"], told["administrator"], told["honeypot"]) == (True, False, True)


def test_what_is_wrong_is_an_error_that_says_so(told: Any, compatibility: Record) -> None:
    ran(compatibility, "errors of comment-check")
    assert told["no_address"] == 'Error: Empty "user_ip" value'
    assert told["other_key_checks"] == "Error: Invalid API key"


def test_the_last_label_is_learned_once(told: Any, house: House, compatibility: Record) -> None:
    ran(compatibility, "submit-spam, then submit-ham")
    assert told["submit_spam"] == told["submit_ham"] == "Thanks for making the web a better place."
    assert (told["after_submit_spam"], told["after_submit_ham"]) == (True, False)
    assert house.labels() == ["HAM"]
