"""Corpora as people have them: packed, broken, half filled."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaffinch.engine.types import Label, Submission
from chaffinch.errors import CorpusLineError, InputError
from chaffinch.evaluation.corpus import Row, count_lines, numbered, read, rows

GOOD = b'{"text": "Lovely heron"}'
BROKEN = {
    "no JSON": b"Lovely heron",
    "half an object": b'{"text": "Lovely',
    "a list": b'["text"]',
    "a number": b"5",
    "null": b"null",
    "no text": b'{"author": "Ann"}',
    "a null text": b'{"text": null}',
    "a number for text": b'{"text": 5}',
    "a list for author": b'{"text": "x", "author": ["Ann"]}',
    "another label": b'{"text": "x", "label": "SPAM!"}',
    "a number for label": b'{"text": "x", "label": 1}',
    "a text for ts": b'{"text": "x", "ts": "yesterday"}',
    "a truth for ts": b'{"text": "x", "ts": true}',
    "no UTF-8": b'{"text": "\xff\xfe"}',
    "nested without end": b"[" * 100_000,
    "nested objects": b'{"text":' * 100_000,
    "a number without end": b'{"text": "x", "ts": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_line_is_told_with_its_number_and_the_rest_is_read(name: str) -> None:
    first, second, third = rows(io.BytesIO(b"\n".join([GOOD, BROKEN[name], GOOD])), "here")
    assert isinstance(first, Row)
    assert isinstance(third, Row)
    assert isinstance(second, CorpusLineError)
    assert second.line == 2
    assert "line 2" in str(second)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": "x", "label": 1}', "line 1: label is a number, accepted are 'spam' and 'ham'"),
        ('{"text": "x", "label": true}', "line 1: label is true, accepted are 'spam' and 'ham'"),
        ('{"text": "x", "label": "Spam"}', "line 1: label is 'Spam', accepted are 'spam' and 'ham'"),
        ('{"text": ["x"]}', "line 1: text is a list, text is needed"),
        ('{"text": "x", "author": {}}', "line 1: author is an object, text is needed"),
        ('{"text": "x", "context": 1.5}', "line 1: context is a number, text is needed"),
        ("null", "line 1 holds null, an object is needed"),
        ('"x"', "line 1 holds a text, an object is needed"),
    ],
)
def test_a_broken_line_is_told_in_the_words_of_json(line: str, said: str) -> None:
    (error,) = rows(io.BytesIO(line.encode()), "here")
    assert str(error) == said


@given(st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line), max_size=10))
def test_no_bytes_at_all_stop_the_reading(lines: list[bytes]) -> None:
    found = list(rows(io.BytesIO(b"\n".join([*lines, GOOD])), "here"))
    assert isinstance(found[-1], Row)
    assert found[-1].id == str(len(lines) + 1)
    assert len(found) == 1 + sum(bool(line.strip()) for line in lines)


@pytest.mark.parametrize("name", ["site.jsonl", "site.jsonl.gz", "packed-but-not-called-so.jsonl"])
def test_plain_and_packed_files_read_alike(tmp_path: Path, name: str) -> None:
    data = b"\n".join([GOOD, b"nonsense", b"", GOOD]) + b"\n"
    path = tmp_path / name
    path.write_bytes(data if name == "site.jsonl" else gzip.compress(data))
    found = list(read(path))
    assert [one.line if isinstance(one, CorpusLineError) else one.id for one in found] == ["1", 2, "4"]
    assert {one.site for one in found if isinstance(one, Row)} == {name.split(".")[0]}


def test_every_field_of_the_catalogue_is_read() -> None:
    line = {
        "id": "7",
        "site": "paper",
        "text": "Lovely heron",
        "author": "Ann",
        "author_url": "https://ann.example/",
        "context": "Herons are back",
        "label": "ham",
        "lang": "en",
        "ts": 1700000000.5,
        "ours": ["ignored"],
    }
    (row,) = rows(io.BytesIO(json.dumps(line).encode()), "here")
    submission = Submission("Lovely heron", "Ann", "https://ann.example/")
    assert row == Row("7", "paper", submission, "Herons are back", Label.HAM, "en", 1700000000.5)
    assert row.context("s").article == "Herons are back"
    assert row.context("s").site == "s"
    assert row.context().site is None


def test_fields_that_are_absent_are_none() -> None:
    (row,) = rows(io.BytesIO(GOOD), "here")
    assert row == Row("1", "here", Submission("Lovely heron"), None, None, None, None)


@pytest.mark.parametrize("name", ["id", "site", "text", "author", "author_url", "context", "label", "lang"])
def test_half_a_character_breaks_only_its_line_and_is_told_so_that_it_can_be_printed(name: str) -> None:
    line = json.dumps({"text": "x", name: "s\ud800"}).encode()
    first, second = rows(io.BytesIO(line + b"\n" + GOOD), "here")
    assert isinstance(first, CorpusLineError)
    assert f"line 1: {name} holds half a character" in str(first).encode().decode()
    assert isinstance(second, Row)


def test_a_whole_pair_of_halves_is_a_character() -> None:
    (row,) = rows(io.BytesIO(b'{"text": "\\ud83d\\ude00"}'), "here")
    assert isinstance(row, Row)
    assert row.submission.text == "\U0001f600"


@pytest.mark.parametrize("odd", [b'"label": "maybe"', b'"label": 1', b'"ts": "yesterday"', b'"lang": 5', b'"site": []'])
def test_where_only_judging_is_asked_what_judging_does_not_need_breaks_nothing(odd: bytes) -> None:
    line = b'{"id": "7", "text": "x", "author": "Ann", "context": "Herons", ' + odd + b"}"
    ((number, row),) = numbered(io.BytesIO(line), "here", source="x", is_labelled=False)
    assert (number, row) == (1, Row("7", "here", Submission("x", "Ann"), "Herons", None, None, None))
    assert isinstance(next(rows(io.BytesIO(line), "here")), CorpusLineError)


@pytest.mark.parametrize("ts", [b"NaN", b"Infinity", b"-Infinity", b"1e300", b"1" + b"0" * 400])
def test_a_number_that_orders_nothing_is_no_time(ts: bytes) -> None:
    (row,) = rows(io.BytesIO(b'{"text": "x", "ts": ' + ts + b"}"), "here")
    assert isinstance(row, CorpusLineError)


def _torn(data: bytes, how: str) -> bytes:
    packed = gzip.compress(data)
    if how == "cut":
        return packed[:-20]
    if how == "wrong sum":
        return packed[:-8] + bytes(4) + packed[-4:]
    return packed[: len(packed) // 2] + b"\xff" * 40 + packed[len(packed) // 2 :]


@pytest.mark.parametrize("how", ["cut", "wrong sum", "overwritten"])
def test_a_torn_file_is_told_by_name_after_what_could_be_read(tmp_path: Path, how: str) -> None:
    lines = [json.dumps({"text": f"heron {n * 7919 % 1009} and {n}"}).encode() for n in range(3000)]
    path = tmp_path / "torn.jsonl.gz"
    path.write_bytes(_torn(b"\n".join(lines), how))
    found: list[Row | CorpusLineError] = []
    with pytest.raises(InputError, match=r"torn\.jsonl\.gz is torn or damaged after line \d+"):
        found.extend(read(path))
    assert found
    assert all(isinstance(row, Row) for row in found[:100])


def test_lines_are_counted_as_far_as_they_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_bytes(GOOD + b"\n\n" + GOOD)
    assert count_lines(path) == 3


def test_reading_can_begin_at_a_line() -> None:
    data = b"\n".join([GOOD, b"nonsense", GOOD, GOOD])
    found = list(numbered(io.BytesIO(data), "here", source="x", first=3))
    assert [(number, row.id if isinstance(row, Row) else None) for number, row in found] == [(3, "3"), (4, "4")]
