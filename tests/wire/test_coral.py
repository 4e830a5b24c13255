from __future__ import annotations

import hmac
import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.types import Action, Submission
from chaffinch.errors import InputError
from chaffinch.wire import coral
from tests.wire.plain_json import anything

SECRET = "emsk_" + "3f" * 32
secrets = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=16, max_size=80)


def signed(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()


@given(secret=secrets, body=st.binary())
def test_what_the_secret_signed_is_signed(secret: str, body: bytes) -> None:
    assert coral.is_signed(secret, body, signed(secret, body))


@given(secret=secrets, other=secrets, body=st.binary(), header=st.text(st.characters(max_codepoint=255)))
def test_nothing_else_is(secret: str, other: str, body: bytes, header: str) -> None:
    right = signed(secret, body)
    assert not coral.is_signed(secret, body, header)
    assert not coral.is_signed(secret, body + b" ", right)
    assert not coral.is_signed(secret, body, right[:-1])
    assert not coral.is_signed(secret, body, right.removeprefix("sha256="))
    assert coral.is_signed(other, body, right) == (other == secret)


@given(before=st.lists(secrets, max_size=3), after=st.lists(secrets, max_size=3), body=st.binary())
def test_while_a_secret_is_replaced_one_signature_of_several_is_enough(
    before: list[str], after: list[str], body: bytes
) -> None:
    others = [signed(one, body) for one in before if one != SECRET]
    header = ",".join([*others, "", "sha1=00", signed(SECRET, body), *(signed(one, body) for one in after)])
    assert coral.is_signed(SECRET, body, header)
    assert coral.is_signed(SECRET, body, header.replace(",", ", "))
    assert not coral.is_signed(SECRET, body, ",".join(others))


@given(st.binary() | anything.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        read = coral.read_moderation(body)
    except InputError:
        return
    read.submission.text.encode()  # what is read can be stored


@pytest.mark.parametrize(
    "body",
    [
        *(
            b"",
            b"[]",
            b'"comment"',
            b"{}",
            b'{"comment": null}',
            b'{"comment": {"body": null}}',
            b"\xff",
            b"[" * 200_000,
        ),
        *(b'{"comment": {"body": ["a"]}}', b'{"comment": "a"}', b'{"comment": {"body": NaN}}', b"9" * 5_000),
    ],
)
def test_a_question_without_a_text_is_refused(body: bytes) -> None:
    with pytest.raises(InputError):
        coral.read_moderation(body)


def asked(**changes: Any) -> coral.Moderation:
    told = {
        "action": "NEW",
        "comment": {"body": "<div>The lamps by the weir</div>", "parentID": None},
        "author": {"id": "a-1", "role": "COMMENTER"},
        "story": {"id": "s-1", "url": "https://news.example/weir"},
    }
    return coral.read_moderation(json.dumps(told | changes).encode())


def test_of_a_question_text_page_and_role_are_read() -> None:
    read = asked()
    assert read == coral.Moderation(
        Submission("<div>The lamps by the weir</div>"), "https://news.example/weir", is_administrator=False
    )
    assert asked(author={"id": "a-1", "role": "ADMIN"}).is_administrator
    assert not asked(author="ADMIN").is_administrator
    assert asked(action="EDIT") == read


@pytest.mark.parametrize("story", [None, {}, {"url": None}, {"url": "javascript:alert(1)"}, {"url": 7}, []])
def test_a_page_without_an_address_is_no_hindrance(story: Any) -> None:
    assert asked(story=story).permalink is None


def test_long_texts_are_cut() -> None:
    assert len(asked(comment={"body": "a" * 100_000}).submission.text) == coral.MAX_TEXT


def test_every_action_has_an_answer_that_coral_understands() -> None:
    assert set(coral.JUDGED) == set(Action)
    assert (coral.JUDGED[Action.APPROVE].status, coral.JUDGED[Action.APPROVE].body) == (204, b"")
    told = {action: json.loads(answer.body) for action, answer in coral.JUDGED.items() if answer.body}
    assert {action: value["status"] for action, value in told.items()} == {
        Action.HOLD: "PREMOD",
        Action.SPAM: "SYSTEM_WITHHELD",
        Action.DISCARD: "REJECTED",
    }
    for value in told.values():
        assert value.keys() <= {"status", "actions"}
        assert value.get("actions") in (None, [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}])
