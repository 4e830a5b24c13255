from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.wire.akismet_body import Pair
from chaffinch.wire.akismet_fields import NO_HONEYPOTS, Fields, is_true, read_fields
from chaffinch.wire.akismet_table import COMMENT

USED = COMMENT | {"blog"}


def fields(*pairs: Pair, content_type: str = "") -> Fields:
    return read_fields(pairs, content_type, USED)


def test_secrets_that_clients_forward_are_dropped() -> None:
    read = fields(
        (b"HTTP_AUTHORIZATION", b"Basic c2VjcmV0"),
        (b"HTTP_PROXY_AUTHORIZATION", b"Basic c2VjcmV0"),
        (b"HTTP_COOKIE", b"session=c2VjcmV0"),
        (b"HTTP_X_WP_NONCE", b"c2VjcmV0"),
        (b"POST__wpnonce", b"c2VjcmV0"),
        (b"POST_pwd", b"c2VjcmV0"),
        (b"POST_password", b"c2VjcmV0"),
        (b"HTTP_X_API_KEY", b"c2VjcmV0"),
        (b"comment_content", b"fine bread"),
    )
    assert "c2VjcmV0" not in str(dataclasses.asdict(read))
    assert read.values == {"comment_content": "fine bread"}


@given(st.lists(st.tuples(st.binary(max_size=30), st.binary(max_size=30))))
def test_only_fields_on_the_list_are_kept_whatever_comes(pairs: list[Pair]) -> None:
    assert set(fields(*pairs).values) <= USED


def test_of_a_repeated_field_the_last_counts() -> None:
    assert fields((b"blog", b"a"), (b"blog", b"b")).get("blog") == "b"


def test_contexts_are_collected_in_every_spelling() -> None:
    read = fields(
        (b"comment_context", b"bread"),
        (b"comment_context[]", b"ovens"),
        (b"comment_context[1]", b"rye"),
    )
    assert read.contexts == ("bread", "ovens", "rye")


def test_the_character_set_may_stand_in_the_header_or_in_a_field() -> None:
    author = (b"comment_author", b"Ren\xe9")
    assert fields(author, content_type="x; charset=ISO-8859-1").get("comment_author") == "René"
    assert fields(author, (b"blog_charset", b"ISO-8859-1")).get("comment_author") == "René"


def test_a_named_honeypot_that_is_filled_is_noticed() -> None:
    named = (b"honeypot_field_name", b"website2")
    assert fields(named, (b"website2", b"x")).is_honeypot_filled
    assert fields((b"website2", b"x"), named).is_honeypot_filled
    assert fields(named, (b"POST_website2", b"x")).is_honeypot_filled


def test_a_named_honeypot_that_is_empty_or_missing_is_not() -> None:
    named = (b"honeypot_field_name", b"website2")
    assert not fields(named).is_honeypot_filled
    assert not fields(named, (b"website2", b"  ")).is_honeypot_filled
    assert not fields((b"honeypot_field_name", b""), (b"", b"x")).is_honeypot_filled


def test_a_honeypot_named_with_dots_and_spaces_is_found_under_phps_name() -> None:
    assert fields((b"honeypot_field_name", b"my.web site"), (b"my_web_site", b"x")).is_honeypot_filled


def test_the_honeypots_known_by_name_are_honoured() -> None:
    assert fields((b"hidden_honeypot_field", b"x")).is_honeypot_filled
    assert fields((b"POST_ak_hp_textarea", b"x")).is_honeypot_filled
    assert not fields((b"POST_ak_hp_textarea", b"")).is_honeypot_filled


@pytest.mark.parametrize("name", sorted(NO_HONEYPOTS))
def test_a_documented_field_is_never_a_honeypot(name: str) -> None:
    named = (b"honeypot_field_name", name.encode())
    assert not fields(named, (name.encode(), b"Ada")).is_honeypot_filled
    assert not fields(named, (f"POST_{name}".encode(), b"Ada")).is_honeypot_filled


def test_a_honeypot_in_brackets_is_that_field_and_not_its_neighbours() -> None:
    named = (b"honeypot_field_name", b"contact[website]")
    assert fields(named, (b"contact[website]", b"x")).is_honeypot_filled
    assert not fields(named, (b"contact[name]", b"Ada"), (b"contact[website]", b"")).is_honeypot_filled
    assert fields((b"honeypot_field_name", b"website"), (b"website[]", b"x")).is_honeypot_filled


@pytest.mark.parametrize("value", ["1", "true", "True", " yes ", "on"])
def test_flags_are_set_by_value(value: str) -> None:
    assert is_true(value)


@pytest.mark.parametrize("value", ["", "0", "false", "no", "off", "2", "11"])
def test_flags_are_not_set_by_being_there(value: str) -> None:
    assert not is_true(value)
