"""`chaffinch bench speed`, `replay` and `start`: what judging, learning a log anew and starting cost."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from statistics import median

import click

from chaffinch.archive import replay as log
from chaffinch.archive import speed as stopwatch
from chaffinch.bootstrap import base_filter
from chaffinch.cli import starting
from chaffinch.cli.options import as_json, print_json
from chaffinch.cli.progress import Progress


@click.command()
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
        f"counting    {found.counted_one_by_one:7.1f} us more one by one, {found.counted_in_batches:.1f} in batches, "
        "on a server (goal: under 15 and 2)"
    )
    click.echo(
        f"mean length {found.characters:7.1f} characters; CPU time, reasons included, median of {stopwatch.ROUNDS}"
    )


@click.command()
@click.option("--entries", type=click.IntRange(min=1), default=log.ENTRIES, show_default=True, help="Labels to learn.")
@as_json
def replay(entries: int, is_json: bool) -> None:
    """Time of learning a whole feedback log anew, of labels that contradict each other: the worst case."""
    with tempfile.TemporaryDirectory() as folder, Progress(unit="labels written") as progress:
        found = log.measure(base_filter(), Path(folder), entries, progress)
    if is_json:
        print_json(asdict(found))
        return
    click.echo(f"{found.entries:,} labels of {found.features:.0f} features in {found.seconds:.1f} s of CPU time")
    click.echo(f"{found.entries_a_second:,.0f} labels a second (goal: over 5,000); {found.elapsed:.1f} s on the clock")


@click.command()
@as_json
def start(is_json: bool) -> None:
    """Seconds from starting `chaffinch serve` in an empty folder until it answers; median of 5."""
    starts = [starting.measure() for _ in range(starting.ROUNDS)]
    seconds = [one.seconds for one in starts]
    middle = median(seconds)
    if is_json:
        told = {"median_seconds": middle, "seconds": seconds, "processor_seconds": [one.processor for one in starts]}
        click.echo(json.dumps(told))
        return
    click.echo(
        f"ready after {middle:.2f} s (goal: under 1), median of {starting.ROUNDS}: {[round(s, 2) for s in seconds]}"
    )
