"""`chaffinch check`: one verdict for each line of a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, Protocol

import click
import msgspec

from chaffinch.bootstrap import Server, base_filter
from chaffinch.cli.lines import STANDARD_INPUT, name_of, open_lines
from chaffinch.cli.options import a_model, load_settings, settings_options
from chaffinch.cli.progress import Progress
from chaffinch.cli.stopping import resumable, whole
from chaffinch.engine.flips import flips
from chaffinch.engine.readings import readings
from chaffinch.engine.types import Context, Submission, Verdict
from chaffinch.errors import CorpusLineError, InputError, NotFoundError
from chaffinch.evaluation import corpus
from chaffinch.evaluation.corpus import Row

BATCH = 1000


class JudgeAll(Protocol):
    """How a filter, or a server's judge, is asked about many."""

    def __call__(
        self, submissions: Sequence[Submission], contexts: Sequence[Context], *, explain: bool = True
    ) -> list[Verdict]:
        """Return a verdict for each."""


@click.command()
@click.argument("file", default="-", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--site", metavar="URL", help="Judge with what was learned on this site; left out, the base model judges."
)
@click.option(
    "--from", "first", type=click.IntRange(min=1), default=1, metavar="N", help="Begin at line N: go on after Ctrl+C."
)
@click.option(
    "--explain",
    "is_explaining",
    is_flag=True,
    help="Tell too what would have made a milder decision, and which words were in disguise. Slower.",
)
@a_model
@settings_options
def command(
    file: Path,
    site: str | None,
    first: int,
    is_explaining: bool,
    model: Path | None,
    config: Path | None,
    database: str | None,
) -> None:
    """Judge the comments in FILE (JSON Lines, plain or gzip; - for standard input) and print a verdict a line.

    Read are `text`, which every line needs, and `id, author, author_url, context`. A broken line is told with its
    number and stops nothing; the exit code is then 1. Ctrl+C stops after a whole line and tells how to go on.
    """
    with open_lines(file) as lines:
        run = _Check(lines, name_of(file), first, is_explaining=is_explaining)
        with Progress() as progress, resumable(run.how_to_go_on):
            progress.expect(_expected(file, first))
            if site is None:
                run.judge(base_filter(model).judge, Context(), progress)
            else:
                settings = load_settings(config, database=database, model=model and str(model))
                with Server(settings, must_exist=True) as server:
                    found = server.sites.by_url(site)
                    if found is None:
                        raise NotFoundError(f"no site {site!r}: see `chaffinch site list`")
                    held_to = server.promises.thresholds(found)
                    around = Context(site=found.id, allow_discard=found.allow_discard, thresholds=held_to)
                    run.judge(server.judge.judge, around, progress)
    if run.broken:
        click.echo(f"{run.broken} of the lines could not be read", err=True)
        sys.exit(1)


def _expected(file: Path, first: int) -> int:
    """Return how many lines there are to judge, 0 where that cannot be known or nobody would see it."""
    if file == STANDARD_INPUT or not sys.stderr.isatty():
        return 0
    return max(0, corpus.count_lines(file) - first + 1)


class _Check:
    """One run over a file. `last` is the number of the last line whose verdict, or error, has been written."""

    def __init__(self, lines: IO[bytes], source: str, first: int, *, is_explaining: bool) -> None:
        self._is_explaining = is_explaining
        self._rows = corpus.numbered(lines, "", source=source, is_labelled=False, first=first)
        self._encode = msgspec.json.Encoder().encode
        self.last = first - 1
        self.broken = 0

    def judge(self, judge: JudgeAll, alike: Context, progress: Progress) -> None:
        """Judge all lines in batches and print the verdicts. `alike`: what is the same for all of them."""
        for batch in _batches(self._rows):
            rows = [row for _, row in batch if isinstance(row, Row)]
            contexts = [replace(alike, article=row.article) for row in rows]
            verdicts = judge([row.submission for row in rows], contexts)
            judged = zip(rows, contexts, verdicts, strict=True)
            told = [self._encode(_told(row.id, said) | self._why(judge, row, near, said)) for row, near, said in judged]
            with whole():
                for error in (row for _, row in batch if isinstance(row, CorpusLineError)):
                    progress.tell(str(error))
                    self.broken += 1
                click.echo(b"".join(line + b"\n" for line in told), nl=False)
                self.last = batch[-1][0]
            progress.add(len(batch))

    def _why(self, judge: JudgeAll, row: Row, context: Context, verdict: Verdict) -> dict[str, object]:
        """Return what is told beside a verdict, where that was asked for."""
        if not self._is_explaining:
            return {}
        found = flips(partial(judge, explain=False), row.submission, context, verdict)
        hidden = readings(row.submission.text)
        return {
            "flips": [
                {"sentence": flip.told(), "action": flip.action.name, "score": round(flip.score, 6)} for flip in found
            ],
            "readings": [{"start": span.start, "end": span.end, "words": words} for span, words in hidden],
        }

    def how_to_go_on(self) -> str:
        """Return what to tell whoever stopped this."""
        return f"stopped after line {self.last}: `--from {self.last + 1}` goes on there"


def _batches(rows: Iterator[tuple[int, Row | CorpusLineError]]) -> Iterator[list[tuple[int, Row | CorpusLineError]]]:
    """Yield lines by the thousand; what was read before a torn end is still judged, then the tear is told."""
    batch: list[tuple[int, Row | CorpusLineError]] = []
    try:
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except InputError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


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
