"""Corpora: JSON Lines, plain or gzip, one comment a line. The only module of this floor that reads files."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from chaffinch.engine.types import Context, Label, Submission
from chaffinch.errors import CorpusLineError, InputError

_SURROGATE = re.compile("[\ud800-\udfff]")
"""JSON can write half of a pair alone; nothing can be written out again that holds one."""
_LABELS = "accepted are 'spam' and 'ham'"
_KINDS = {str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}
_NEVER = 1e12
"""Unix seconds beyond which a number is no time of a comment (the year 33658)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a corpus. `label` is None where the file does not tell; `ts` is Unix seconds, None where unknown."""

    id: str
    site: str
    submission: Submission
    article: str | None
    label: Label | None
    lang: str | None
    ts: float | None

    def context(self, site: str | None = None) -> Context:
        """Return what is known around the comment, judged for `site`."""
        return Context(site=site, article=self.article)


def read(path: Path) -> Iterator[Row | CorpusLineError]:
    """Yield each line of a file as a `Row`, or as the error that says why it cannot be one; stops at neither.

    Raises:
        InputError: the file is torn or damaged; what could be read before has been yielded.
    """
    with open_lines(path) as lines:
        yield from rows(lines, path.name.split(".")[0], source=path.name)


def open_lines(path: Path) -> IO[bytes]:
    """Open a file of lines, unpacking gzip by its first two bytes, whatever it is called."""
    with path.open("rb") as probe:
        packed = probe.read(2) == b"\x1f\x8b"
    return io.BufferedReader(gzip.open(path, "rb")) if packed else path.open("rb")


def rows(lines: IO[bytes], site: str, *, source: str = "the file") -> Iterator[Row | CorpusLineError]:
    """Yield rows of an open stream. `site` names rows that do not tell theirs, `source` is what messages call it.

    Raises:
        InputError: the stream is torn or damaged.
    """
    for _, row in numbered(lines, site, source=source):
        yield row


def numbered(
    lines: IO[bytes], site: str, *, source: str, is_labelled: bool = True, first: int = 1
) -> Iterator[tuple[int, Row | CorpusLineError]]:
    """Yield rows as `rows` does, each with the number of its line, from line `first` on. Empty lines are passed over.

    `is_labelled`: as for `parse_line`.
    """
    for number, line in enumerate(_until_torn(lines, source), start=1):
        if number >= first and line.strip():
            try:
                yield number, parse_line(line, number, site, is_labelled=is_labelled)
            except CorpusLineError as error:
                yield number, error


def count_lines(path: Path) -> int:
    """Return how many lines can be read in a file, torn or not."""
    count = 0
    with open_lines(path) as lines, suppress(InputError):
        for _ in _until_torn(lines, path.name):
            count += 1
    return count


def _until_torn(lines: IO[bytes], source: str) -> Iterator[bytes]:
    number = 0
    try:
        for number, line in enumerate(lines, start=1):  # noqa: B007 - told when the next one cannot be read
            yield line
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            f"{source} is torn or damaged after line {number}: {error}; copy it again, or pack it again with gzip"
        ) from error


def parse_line(line: bytes, number: int, site: str = "", *, is_labelled: bool = True) -> Row:
    """Return the row in one line. Where not `is_labelled`, only what judging needs is read: no label, time, language.

    Raises:
        CorpusLineError: not JSON, not an object, no `text`, or a field that cannot be what it should; says which.

    """
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CorpusLineError(f"line {number} is not JSON: {error}", line=number) from error
    if not isinstance(fields, dict):
        raise CorpusLineError(f"line {number} holds {_kind(fields)}, an object is needed", line=number)
    text = _text(fields, "text", number)
    if text is None:
        raise CorpusLineError(f"line {number} has no field 'text'", line=number)
    row = Row(
        id=_text(fields, "id", number) or str(number),
        site=site,
        submission=Submission(text, _text(fields, "author", number), _text(fields, "author_url", number)),
        article=_text(fields, "context", number),
        label=None,
        lang=None,
        ts=None,
    )
    return _with_truth(row, fields, number) if is_labelled else row


def _with_truth(row: Row, fields: dict[str, Any], number: int) -> Row:
    label = _text(fields, "label", number, _LABELS)
    if label not in (None, "spam", "ham"):
        raise CorpusLineError(f"line {number}: label is {label!r}, {_LABELS}", line=number)
    ts = fields.get("ts")
    if ts is not None and not _is_time(ts):
        raise CorpusLineError(f"line {number}: ts is {ts!r}, Unix seconds are accepted", line=number)
    return replace(
        row,
        site=_text(fields, "site", number) or row.site,
        label=None if label is None else Label[label.upper()],
        lang=_text(fields, "lang", number),
        ts=ts,
    )


def _is_time(value: Any) -> bool:
    """Tell whether a value is a number that orders: Python's JSON knows NaN, which does not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _NEVER


def _kind(value: Any) -> str:
    """Return what kind of JSON a value is, in words."""
    return _KINDS.get(type(value)) or json.dumps(value)


def _text(fields: dict[str, Any], name: str, number: int, needed: str = "text is needed") -> str | None:
    value = fields.get(name)
    if name == "id" and isinstance(value, int):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise CorpusLineError(f"line {number}: {name} is {_kind(value)}, {needed}", line=number)
    if value is not None and _SURROGATE.search(value):
        raise CorpusLineError(
            f"line {number}: {name} holds half a character (a lone surrogate), which is no text", line=number
        )
    return value
