"""Corpora: JSON Lines, plain or gzip, one comment a line. The only module of this floor that reads files."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from chaffinch.engine.types import Context, Label, Submission
from chaffinch.errors import CorpusLineError


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
    """Yield each line of a file as a `Row`, or as the error that says why it cannot be one; stops at neither."""
    with open_lines(path) as lines:
        yield from rows(lines, path.name.split(".")[0])


def open_lines(path: Path) -> IO[bytes]:
    """Open a file of lines, unpacking gzip by its first two bytes, whatever it is called."""
    with path.open("rb") as probe:
        packed = probe.read(2) == b"\x1f\x8b"
    return io.BufferedReader(gzip.open(path, "rb")) if packed else path.open("rb")


def rows(lines: IO[bytes], site: str) -> Iterator[Row | CorpusLineError]:
    """Yield rows of an open stream; `site` is the name for rows that do not tell theirs."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield parse_line(line, number, site)
            except CorpusLineError as error:
                yield error


def parse_line(line: bytes, number: int, site: str = "") -> Row:
    """Return the row in one line.

    Raises:
        CorpusLineError: not JSON, not an object, no `text`, or a field of another type; says which.

    """
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CorpusLineError(f"line {number} is not JSON: {error}", line=number) from error
    if not isinstance(fields, dict):
        raise CorpusLineError(f"line {number} holds a {type(fields).__name__}, an object is needed", line=number)
    label = _text(fields, "label", number)
    if label not in (None, "spam", "ham"):
        raise CorpusLineError(f"line {number}: label is {label!r}, accepted are 'spam' and 'ham'", line=number)
    text = _text(fields, "text", number)
    if text is None:
        raise CorpusLineError(f"line {number} has no field 'text'", line=number)
    ts = fields.get("ts")
    if ts is not None and (isinstance(ts, bool) or not isinstance(ts, int | float)):
        raise CorpusLineError(f"line {number}: ts is {ts!r}, Unix seconds are accepted", line=number)
    return Row(
        id=_text(fields, "id", number) or str(number),
        site=_text(fields, "site", number) or site,
        submission=Submission(text, _text(fields, "author", number), _text(fields, "author_url", number)),
        article=_text(fields, "context", number),
        label=None if label is None else Label[label.upper()],
        lang=_text(fields, "lang", number),
        ts=ts,
    )


def _text(fields: dict[str, Any], name: str, number: int) -> str | None:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value
    if name == "id" and isinstance(value, int):
        return str(value)
    raise CorpusLineError(f"line {number}: {name} is a {type(value).__name__}, text is needed", line=number)
