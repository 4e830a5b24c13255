"""Reading JSON of the native API: what is written is read back, what is odd is named, whatever it is."""

from __future__ import annotations

import doctest
import json
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.types import Label
from chaffinch.errors import FieldError, InputError
from chaffinch.wire import native_reading
from chaffinch.wire import native_taken as taken
from chaffinch.wire.native_calls import OPERATIONS
from chaffinch.wire.native_reading import read, read_query

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
SAID = st.fixed_dictionaries(
    {"text": TEXT},
    optional={
        "author": st.none() | TEXT,
        "author_url": st.none() | TEXT,
        "permalink": st.none() | st.just("https://a.example/b"),
        "title": st.none() | TEXT,
        "article": st.none() | TEXT,
        "parent": st.none() | TEXT,
    },
)
CLAIMS = st.dictionaries(
    st.sampled_from(["is_administrator", "is_honeypot_filled", "is_test", "is_recheck"]), st.booleans()
)


def test_the_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(native_reading)
    assert (result.failed, result.attempted > 0) == (0, True)


@given(SAID, CLAIMS)
def test_what_was_sent_is_what_is_read(said: dict[str, Any], claims: dict[str, bool]) -> None:
    check = read(taken.Check, json.dumps(said | claims).encode())
    told = msgspec.structs.asdict(check)
    assert {name: told[name] for name in said | claims} == said | claims
    assert all(told[name] in (None, False) for name in told.keys() - (said | claims).keys())


@given(st.lists(SAID, min_size=1, max_size=4), st.data())
def test_an_unknown_field_is_named_with_its_place(said: list[dict[str, Any]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(said) - 1))
    name = data.draw(st.text("abcdefghij_", min_size=1).filter(lambda n: n not in taken.Check.__struct_fields__))
    said[place] = {**said[place], name: 1}
    with pytest.raises(FieldError, match="is not a field of this call") as refused:
        read(taken.Checks, json.dumps({"checks": said}).encode())
    assert refused.value.field == f"checks[{place}].{name}"


@given(st.sampled_from([one.takes for one in OPERATIONS if one.takes is not None]), st.binary(max_size=60))
def test_any_bytes_are_a_value_or_refused(kind: type[Any], body: bytes) -> None:
    with suppress(InputError):
        assert isinstance(read(kind, body), kind)


@given(st.text(st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF) | st.sampled_from('a\\"')))
def test_halves_of_characters_never_refuse_a_text_and_none_gets_in(text: str) -> None:
    check = read(taken.Check, json.dumps({"text": text}).encode())
    check.text.encode("utf-8")
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert check.text == text


def test_what_is_told_of_a_wrong_field_never_repeats_its_value() -> None:
    for body in ({"text": 1, "author": "secret"}, {"text": "secret" * 20_000}, {"text": "a", "permalink": "secret"}):
        with pytest.raises(FieldError) as refused:
            read(taken.Check, json.dumps(body).encode())
        assert "secret" not in str(refused.value)


def test_a_field_s_name_is_told_in_part_if_it_is_long() -> None:
    with pytest.raises(FieldError) as refused:
        read(taken.Check, json.dumps({"text": "a", "x" * 10_000: 1}).encode())
    assert len(str(refused.value)) < 300


def test_a_query_is_text_and_read_as_what_it_means() -> None:
    query = read_query(taken.StateQuery, {"state": "SPAM", "limit": "7"})
    assert (query.state, query.limit, query.cursor) == ("SPAM", 7, None)
    with pytest.raises(FieldError, match="not a field of this query"):
        read_query(taken.StateQuery, {"sate": "SPAM"})


def test_the_same_name_twice_is_the_last_as_in_other_json() -> None:
    assert read(taken.Feedback, b'{"label": "HAM", "label": "SPAM"}').label is Label.SPAM
