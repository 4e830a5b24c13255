from __future__ import annotations

import json

import pytest

from chaffinch.wire import akismet_answer as answers
from chaffinch.wire.akismet_account import subscription
from chaffinch.wire.akismet_answer import Answer

ERRORS = [
    answers.NO_KEY,
    answers.NO_BLOG,
    answers.INVALID_KEY,
    answers.missing("user_ip"),
    answers.odd("month", "a month such as 2026-11"),
    answers.too_large("the body"),
    answers.UNREADABLE_STATE,
]
HEALTHY = [
    answers.VALID,
    answers.CONNECTED,
    answers.DEACTIVATED,
    answers.NO_PLUGINS,
    answers.THANKS,
    answers.checked(is_spam=False, is_discard=False, guid="0" * 32),
    answers.checked(is_spam=True, is_discard=True, guid="0" * 32),
    subscription("Courier"),
]


def test_bodies_are_exact() -> None:
    assert answers.VALID.body == b"valid"
    assert answers.INVALID_KEY.body == b"invalid"
    assert answers.CONNECTED.body == b"connected"
    assert answers.THANKS.body == b"Thanks for making the web a better place."
    assert answers.missing("user_ip").body == b"Missing required field: user_ip."


def test_a_check_carries_its_guid_and_a_tip_only_with_discarded_spam() -> None:
    guid = "0123456789abcdef0123456789abcdef"
    ham = answers.checked(is_spam=False, is_discard=False, guid=guid)
    assert (ham.body, ham.headers) == (b"false", (("X-akismet-guid", guid),))
    spam = answers.checked(is_spam=True, is_discard=True, guid=guid)
    assert (spam.body, spam.headers) == (b"true", (("X-akismet-guid", guid), ("X-akismet-pro-tip", "discard")))


def test_a_classification_is_told_where_it_was_asked_for() -> None:
    for is_spam, word in ((True, "spam"), (False, "ham")):
        told = answers.checked(is_spam=is_spam, is_discard=False, guid="0" * 32, is_classified=True)
        assert dict(told.headers)["X-akismet-classification"] == word
    assert "X-akismet-classification" not in dict(answers.checked(is_spam=True, is_discard=True, guid="0").headers)


@pytest.mark.parametrize("answer", ERRORS)
def test_every_error_carries_debug_help_and_no_verdict(answer: Answer) -> None:
    assert "X-akismet-debug-help" in dict(answer.headers)
    assert answer.body not in (b"true", b"false", b"valid")


@pytest.mark.parametrize("answer", HEALTHY)
def test_no_healthy_answer_carries_debug_help_or_an_error(answer: Answer) -> None:
    assert not {"X-akismet-debug-help", "X-akismet-error"} & dict(answer.headers).keys()
    assert not any("alert" in name for name, _ in answer.headers)
    assert answer.status == 200


@pytest.mark.parametrize("answer", ERRORS + HEALTHY)
def test_no_answer_ends_in_a_newline_and_every_header_is_one_line_of_ascii(answer: Answer) -> None:
    assert not answer.body.endswith((b"\n", b" "))
    for name, value in answer.headers:
        assert f"{name}{value}".isascii()
        assert f"{name}{value}".isprintable()


def test_a_subscription_is_active_and_not_a_free_one() -> None:
    answer = subscription("Der „Bote“")
    account = json.loads(answer.body)
    assert answer.content_type == "application/json"
    assert account["status"] == "active"
    assert account["account_type"] != "free-api-key"
    assert account["next_billing_date"] is False
    assert account["limit_reached"] is False
    assert account["account_name"] == "Der „Bote“"


def test_a_wait_goes_with_ham_only_and_is_whole_seconds() -> None:
    waiting = answers.checked(is_spam=False, is_discard=False, guid="0" * 32, recheck_after=120)
    assert ("X-akismet-recheck-after", "120") in waiting.headers
    spam = answers.checked(is_spam=True, is_discard=True, guid="0" * 32, recheck_after=120)
    assert "X-akismet-recheck-after" not in dict(spam.headers)


def test_an_answer_is_named_once() -> None:
    guid, other = "0" * 32, "1" * 32
    for answer in (answers.missing("blog"), answers.INVALID_KEY, answers.UNREADABLE_STATE, answers.too_large("x")):
        named = answers.named(answer, guid)
        assert named.headers == (("X-akismet-guid", guid), *answer.headers)
        assert (named.body, named.status, named.content_type) == (answer.body, answer.status, answer.content_type)
        assert answers.named(named, other) == named
