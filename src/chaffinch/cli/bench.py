"""`chaffinch bench`: the figures this project quotes."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import click

from chaffinch.archive import quality as tables
from chaffinch.archive import speed as stopwatch
from chaffinch.archive.training import read_corpora
from chaffinch.bootstrap import base_filter
from chaffinch.cli import starting
from chaffinch.cli.options import as_json
from chaffinch.engine.training import Recipe


@click.group()
def command() -> None:
    """Measure speed and quality."""


@command.command()
@as_json
def speed(is_json: bool) -> None:
    """CPU time of judging, one by one and in batches of 10,000; medians of 5."""
    found = stopwatch.measure(base_filter())
    if is_json:
        click.echo(json.dumps(asdict(found)))
        return
    click.echo(f"one by one  {found.one_by_one:7.1f} us a comment (goal: under 300)")
    click.echo(f"in batches  {found.in_batches:7.1f} us a comment (goal: under 60)")
    click.echo(
        f"mean length {found.characters:7.1f} characters; CPU time, reasons included, median of {stopwatch.ROUNDS}"
    )


@command.command()
@click.argument("corpora", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--write",
    "documents",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A document with marks between which the table is put; may be given again.",
)
def quality(corpora: tuple[Path, ...], documents: tuple[Path, ...]) -> None:
    """Leave one site of CORPORA out at a time, and put the table into documents that have marks for it."""

    def tell(line: str) -> None:
        click.echo(line, err=True)

    date = datetime.now(UTC).date().isoformat()
    results, text = [], ""
    for result in tables.leave_one_out(corpora, read_corpora(corpora, 1, tell), Recipe(), date, tell):
        results.append(result)
        text = tables.table(results, date, _commit(), "make bench-quality CORPORA=DIR")
        for document in documents:
            tables.put_table(document, text)
    click.echo(text)


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)  # noqa: S607
    return done.stdout.strip() or "unknown"


@command.command()
@as_json
def start(is_json: bool) -> None:
    """Seconds from starting `chaffinch serve` in an empty folder until it answers; median of 5."""
    seconds = [starting.seconds_to_ready() for _ in range(starting.ROUNDS)]
    middle = median(seconds)
    if is_json:
        click.echo(json.dumps({"median_seconds": middle, "seconds": seconds}))
        return
    click.echo(
        f"ready after {middle:.2f} s (goal: under 1), median of {starting.ROUNDS}: {[round(s, 2) for s in seconds]}"
    )
