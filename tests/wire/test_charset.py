from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.wire.charset import clean, decoder


def decoded(data: bytes, *declared: str) -> str:
    return decoder([data], declared)(data)


def test_utf8_is_read_as_utf8_whatever_was_declared() -> None:
    assert decoded("Grüße, 日本".encode(), "iso-8859-1") == "Grüße, 日本"


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        ("Grüße – und mehr", "cp1252", "ISO-8859-1"),
        ("déjà vu", "latin-1", "latin1"),
        ("Żółw", "iso8859-2", "ISO_8859-2"),
        ("привет, соседи", "cp1251", "windows-1251"),
        ("привет", "koi8-r", "KOI8-R"),
        ("こんにちは", "cp932", "Shift_JIS"),
        ("早上好", "gb18030", "gb2312"),
    ],
)
def test_text_in_an_older_character_set_is_read_as_declared(text: str, codec: str, declared: str) -> None:
    assert decoded(text.encode(codec), declared) == text


def test_broken_utf8_without_a_declaration_keeps_what_can_be_read() -> None:
    assert decoded(b"caf\xc3\xa9 \xff tea") == "café \ufffd tea"


def test_one_field_cut_in_the_middle_of_a_letter_does_not_spoil_the_others() -> None:
    decode = decoder([b"caf\xc3", "Grüße".encode()], ["utf-8"])
    assert decode("Grüße".encode()) == "Grüße"


@pytest.mark.parametrize("declared", ["rot13", "idna", "hex", "utf-7", "no such set", "undefined", ""])
def test_what_is_no_character_set_of_the_web_is_not_used(declared: str) -> None:
    assert decoded(b"caf\xe9", declared) == "caf\ufffd"


def test_nulls_and_other_controls_are_dropped_and_lines_end_in_newlines() -> None:
    assert clean("vi\0a\x1bg\r\nra\rx\ty\n") == "viag\nra\nx\ty\n"


@given(st.binary(), st.sampled_from(["iso-8859-1", "windows-1255", "big5", "euc-jp", "iso-2022-jp", "gbk", "utf-8"]))
def test_every_byte_string_becomes_text_that_can_be_stored(data: bytes, declared: str) -> None:
    text = decoded(data, declared)
    assert text.encode() is not None
    assert "\0" not in text
