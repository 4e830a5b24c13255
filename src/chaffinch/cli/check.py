"""`chaffinch check`: one verdict for each line of a file."""

from __future__ import annotations

import gzip
import io
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

import click
import msgspec

from chaffinch.bootstrap import Server, base_filter
from chaffinch.cli.options import load_settings, settings_options
from chaffinch.engine.types import Context, Submission, Verdict
from chaffinch.errors import CorpusLineError, InputError, NotFoundError
from chaffinch.evaluation import corpus
from chaffinch.evaluation.corpus import Row

BATCH = 1000
JudgeAll = Callable[[Sequence[Submission], Sequence[Context]], list[Verdict]]


@click.command()
@click.argument("file", default="-", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--site", metavar="URL", help="Judge with what was learned on this site; left out, the base model judges."
)
@settings_options
def command(file: Path, site: str | None, config: Path | None, database: str | None) -> None:
    """Judge the comments in FILE (JSON Lines, plain or gzip; - for standard input) and print a verdict a line.

    Read are `text`, which every line needs, and `id, author, author_url, context`. A broken line is told with its
    number and stops nothing; the exit code is then 1.
    """
    with _open(file) as lines:
        if site is None:
            broken = _check(lines, base_filter().judge, None, allow_discard=False)
        else:
            with Server(load_settings(config, database=database), must_exist=True) as server:
                found = server.sites.by_url(site)
                if found is None:
                    raise NotFoundError(f"no site {site!r}: see `chaffinch site list`")
                broken = _check(lines, server.judge.judge, found.id, allow_discard=found.allow_discard)
    if broken:
        click.echo(f"{broken} of the lines could not be read", err=True)
        sys.exit(1)


def _open(file: Path) -> IO[bytes]:
    if str(file) != "-":
        return corpus.open_lines(file)
    stream = sys.stdin.buffer
    is_packed = isinstance(stream, io.BufferedReader) and stream.peek(2)[:2] == b"\x1f\x8b"
    return gzip.open(stream) if is_packed else stream  # type: ignore[return-value]


def _check(lines: IO[bytes], judge: JudgeAll, site: str | None, *, allow_discard: bool) -> int:
    """Judge all lines in batches and print the verdicts; return how many lines were broken."""
    progress, broken = _Progress(), 0
    encode = msgspec.json.Encoder().encode
    for batch in _batches(corpus.rows(lines, "")):
        rows = [row for row in batch if isinstance(row, Row)]
        for error in (row for row in batch if isinstance(row, CorpusLineError)):
            progress.clear()
            click.echo(str(error), err=True)
            broken += 1
        contexts = [Context(site=site, article=row.article, allow_discard=allow_discard) for row in rows]
        verdicts = judge([row.submission for row in rows], contexts)
        told = [encode(_told(row.id, verdict)) for row, verdict in zip(rows, verdicts, strict=True)]
        click.echo(b"".join(line + b"\n" for line in told), nl=False)
        progress.add(len(rows))
    progress.clear()
    return broken


def _batches(rows: Iterator[Row | CorpusLineError]) -> Iterator[list[Row | CorpusLineError]]:
    """Yield lines by the thousand; what was read before a torn end is still judged."""
    try:
        while batch := list(islice(rows, BATCH)):
            yield batch
    except (EOFError, zlib.error) as error:
        raise InputError(f"the file is torn or damaged: {error}; pack it again with gzip") from error


def _told(identity: str, verdict: Verdict) -> dict[str, object]:
    evidence = [
        {
            "code": e.code,
            "weight": round(e.weight, 4),
            "sentence": e.sentence,
            "spans": [[s.start, s.end] for s in e.spans],
        }
        for e in verdict.evidence
    ]
    action, score = verdict.action.name, round(verdict.score, 6)
    return {"id": identity, "action": action, "score": score, "evidence": evidence, "model": verdict.model}


class _Progress:
    """One line on a terminal that tells how many and how fast; nothing anywhere else."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._began = time.monotonic()
        self._count = 0

    def add(self, count: int) -> None:
        self._count += count
        if self._is_shown:
            rate = self._count / max(time.monotonic() - self._began, 1e-9)
            click.echo(f"\r\x1b[K{self._count:,} comments, {rate:,.0f} a second", nl=False, err=True)

    def clear(self) -> None:
        if self._is_shown:
            click.echo("\r\x1b[K", nl=False, err=True)
