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
from chaffinch.errors import CorpusLineError
from chaffinch.evaluation.corpus import Row, read, rows

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


def test_a_lone_surrogate_in_a_line_is_text_like_any_other() -> None:
    (row,) = rows(io.BytesIO(b'{"text": "\\ud800 heron", "label": "spam"}'), "here")
    assert isinstance(row, Row)
    assert row.submission.text == "\ud800 heron"
    assert row.label is Label.SPAM
