from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.types import Label
from chaffinch.errors import FieldError, InputError, TooLargeError
from chaffinch.wire import perspective_call as wire
from chaffinch.wire.perspective_call import read_analysis, read_suggestion
from tests.wire.plain_json import analyses, anything

WORDS = "The lamps by the weir are lovely"


def bytes_of(value: Any) -> bytes:
    return json.dumps(value).encode()


def asking(**changes: Any) -> bytes:
    return bytes_of({"comment": {"text": WORDS}, "requestedAttributes": {"SPAM": {}}} | changes)


def suggesting(value: Any, **changes: Any) -> bytes:
    scores = {"SPAM": {"summaryScore": {"value": value}}}
    return bytes_of({"comment": {"text": WORDS}, "attributeScores": scores} | changes)


@given(st.binary() | (anything | analyses).map(bytes_of))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for read in (read_analysis, read_suggestion):
        with suppress(InputError):
            assert read(body).text.strip()


def test_only_a_text_and_the_attribute_are_needed() -> None:
    assert read_analysis(asking()) == wire.Analysis(WORDS, None, 0.0, False, wire.Echo(None, ()))


def test_everything_that_is_used_is_read() -> None:
    read = read_analysis(
        asking(
            comment={"text": WORDS, "type": "HTML"},
            context={"entries": [{"text": "The weir"}, {"text": "at night", "type": "PLAIN_TEXT"}]},
            requestedAttributes={"SPAM": {"scoreType": "PROBABILITY", "scoreThreshold": 0.25}},
            languages=["en", "de"],
            spanAnnotations=True,
            doNotStore=True,
            clientToken="c-1",
            sessionId="s-1",
            communityId="forum/weir",
        )
    )
    assert read == wire.Analysis(WORDS, "The weir\nat night", 0.25, True, wire.Echo("c-1", ("en", "de")))


def test_the_article_may_come_by_its_own_name() -> None:
    around = {"articleAndParentComment": {"article": {"text": "The weir"}, "parentComment": {"text": "Where?"}}}
    assert read_analysis(asking(context=around)).article == "The weir"


def test_the_text_stays_as_it_came_for_the_spans() -> None:
    text = "\x00 a\r\n b \ud83d"
    assert read_analysis(asking(comment={"text": text})).text == text


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the body is not JSON"),
        (b"[]", "the body is not a JSON object"),
        (b"[" * 100_000, "the body is nested too deeply to be read"),
        (asking(comment={}), wire.EMPTY),
        (asking(comment={"text": " \n"}), wire.EMPTY),
        (asking(comment={"text": 5}), "comment.text is not a text"),
        (asking(comment="words"), "comment is not an object"),
        (asking(comment={"text": WORDS, "type": "MARKDOWN"}), "Unknown text type"),
        (asking(requestedAttributes={}), wire.NO_ATTRIBUTES),
        (asking(requestedAttributes=["SPAM"]), "requestedAttributes is not an object"),
        (asking(requestedAttributes={"SPAM": {"scoreType": "RAW"}}), "Requested score type RAW is not supported"),
        (asking(requestedAttributes={"SPAM": {"scoreThreshold": "0.5"}}), "scoreThreshold is not a number"),
        (asking(requestedAttributes={"SPAM": {"scoreThreshold": True}}), "scoreThreshold is not a number"),
        (asking(requestedAttributes={"SPAM": {"scoreThreshold": 10**400}}), "scoreThreshold is not a number"),
        (asking(requestedAttributes={"TOXICITY": {}}), "Unknown requested attribute: TOXICITY."),
        (asking(requestedAttributes={"SPAM": {}, "THREAT": {}}), "Unknown requested attribute: THREAT."),
        (asking(context={"entries": [{}], "articleAndParentComment": {"article": {}}}), wire.BOTH_CONTEXTS),
        (asking(languages="en"), "languages is not a list"),
        (asking(clientToken=5), "client_token is not a text"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_words_of_that_api(body: bytes, message: str) -> None:
    with pytest.raises(InputError) as refused:
        read_analysis(body)
    assert message in str(refused.value)


def test_a_comment_is_refused_rather_than_cut() -> None:
    assert read_analysis(asking(comment={"text": "a" * wire.MAX_TEXT}))
    with pytest.raises(TooLargeError, match=wire.TOO_LONG):
        read_analysis(asking(comment={"text": "a" * (wire.MAX_TEXT + 1)}))


@given(st.floats(0, 1))
def test_a_suggested_half_or_more_is_spam(value: float) -> None:
    assert read_suggestion(suggesting(value)).label is (Label.SPAM if value >= 0.5 else Label.HAM)


@pytest.mark.parametrize("value", [None, "1", True, -0.1, 1.1, {}])
def test_a_suggestion_that_says_neither_is_refused(value: Any) -> None:
    with pytest.raises(FieldError):
        read_suggestion(suggesting(value))


@pytest.mark.parametrize(
    "scores", [{}, {"SPAM": {}}, {"SPAM": {"spanScores": []}}, {"TOXICITY": {"summaryScore": {"value": 1}}}, []]
)
def test_a_suggestion_about_nothing_or_something_else_is_refused(scores: Any) -> None:
    with pytest.raises(FieldError):
        read_suggestion(suggesting(1, attributeScores=scores))
