"""Comments as letters: filters for mail are given author, address and text as one message each."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from chaffinch.evaluation.corpus import Row
from chaffinch.evaluation.listening import Listener
from chaffinch.evaluation.preparation import Corpus

_MIME = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
AT_ONCE = 1000
"""Rows learned between two reports of how far it is; also what the command line of `rspamc` can hold."""


def with_headers(row: Row) -> bytes:
    """Return a message whose headers hold author and address: for filters that tell tokens of headers apart."""
    said = row.submission
    return f"From: {_one_line(said.author)}\nX-Url: {_one_line(said.author_url)}\n{_MIME}\n{said.text}\n".encode()


def all_in_body(row: Row) -> bytes:
    """Return a message whose body begins with author and address: for filters that pass over headers they know not."""
    said = row.submission
    above = f"{_one_line(said.author)}\n{_one_line(said.author_url)}\n"
    return f"Subject: comment\n{_MIME}\n{above}{said.text}\n".encode()


def _one_line(value: str | None) -> str:
    return " ".join((value or "").split())


def write(letters: Sequence[bytes], folder: Path) -> list[Path]:
    """Write each letter into a file of an own folder, and return the files in order; what was there before goes."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    paths = [folder / str(number) for number in range(len(letters))]
    for path, letter in zip(paths, letters, strict=True):
        path.write_bytes(letter)
    return paths


def shuffled(corpora: Sequence[Corpus]) -> list[Row]:
    """Return the rows of corpora in a mixed order, the same each time: no filter is taught one site after another."""
    rows = [row for one in corpora for row in one.rows]
    random.Random(1).shuffle(rows)  # noqa: S311 - a reproducible order
    return rows


def parts(corpora: Sequence[Corpus], listener: Listener) -> Iterator[list[Row]]:
    """Yield the rows of corpora, shuffled, some at a time; the listener hears of each part once it was learned."""
    rows = shuffled(corpora)
    for at in range(0, len(rows), AT_ONCE):
        yield rows[at : at + AT_ONCE]
        listener.add(len(rows[at : at + AT_ONCE]))
