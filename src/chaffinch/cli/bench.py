"""`chaffinch bench`: the figures this project quotes."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import click

from chaffinch.archive import campaigns as floods
from chaffinch.archive import quality as tables
from chaffinch.archive import speed as stopwatch
from chaffinch.archive.finished import Finished, digests
from chaffinch.archive.training import read_corpora
from chaffinch.bootstrap import base_filter
from chaffinch.cli import starting
from chaffinch.cli.options import a_state, as_json, print_json
from chaffinch.cli.progress import Progress
from chaffinch.cli.stopping import resumable
from chaffinch.engine.training import Recipe


@click.group()
def command() -> None:
    """Measure speed and quality, and how well campaigns are noticed."""


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
        f"counting    {found.counted_one_by_one:7.1f} us more one by one, {found.counted_in_batches:.1f} in batches, "
        "on a server (goal: under 15 and 2)"
    )
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
    help="A document with marks between which the table is put, once it is whole; may be given again.",
)
@click.option("--apart", multiple=True, metavar="NAME", help="A corpus to show, but in no mean; may be given again.")
@click.option(
    "--unordered",
    multiple=True,
    metavar="NAME",
    help="A corpus that stands in no order of time: judged cold only; may be given again.",
)
@a_state
@as_json
def quality(
    corpora: tuple[Path, ...],
    documents: tuple[Path, ...],
    apart: tuple[str, ...],
    unordered: tuple[str, ...],
    state: Path | None,
    is_json: bool,
) -> None:
    """Leave one site of CORPORA out at a time, and put the table into documents that have marks for it.

    With --state, finished sites are kept; the one that was under way begins anew. Documents are written at the end.
    """
    for document in documents:
        tables.need_marks(document)
    recipe, commit = Recipe(), _commit()
    run = {"corpora": digests(corpora), "recipe": asdict(recipe), "commit": commit, "unordered": sorted(unordered)}
    with Progress(unit="rows") as progress, resumable(lambda: _how_to_go_on(state)):
        done = Finished(state, run, datetime.now(UTC).date().isoformat())
        trained_on = read_corpora(corpora, recipe.seed, progress)
        results = tables.leave_one_out(corpora, trained_on, recipe, done.began, progress, done, apart, unordered)
    text = tables.table(results, done.began, commit, "make bench-quality CORPORA=DIR")
    for document in documents:
        tables.put_table(document, text)
    if is_json:
        print_json(tables.as_values(results, done.began, commit))
    else:
        click.echo(text)


def _how_to_go_on(state: Path | None) -> str:
    if state:
        return f"stopped, no document written; finished sites are in {state}: the same command goes on from there"
    return "stopped, no document written; with --state FILE, finished sites would have been kept"


def _commit() -> str:
    """Return the commit that this program is of, marked where its files are not those of the commit."""
    here = Path(__file__).parents[1]
    if shutil.which("git") is None:
        return "unknown"

    def git(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["git", *words], cwd=here, capture_output=True, text=True, check=False)  # noqa: S603, S607

    commit = git("rev-parse", "--short", "HEAD").stdout.strip()
    if not commit:
        return "unknown"
    return commit + ("-changed" if git("status", "--porcelain", "--", ".").stdout else "")


@command.command()
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


@command.command()
@click.argument("corpora", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--seed", default=1, show_default=True, help="Another seed makes another day.")
@as_json
def campaigns(corpora: tuple[Path, ...], seed: int, is_json: bool) -> None:
    """Mix 2,000 comments of 50 made-up campaigns into ham, and count which are noticed.

    The ham is that of CORPORA, up to 20,000 drawn; without any, it is made up. The ham of each corpus is told in a row
    besides, at a thousand comments an hour and with no campaign among it.
    """
    with Progress() as progress:
        ham = floods.read_ham(corpora, progress) if corpora else {}
        together = [said for one in ham.values() for said in one] if corpora else None
        found = floods.mixed(together, seed, progress)
        rows = {name: floods.in_a_row(one, progress) for name, one in ham.items() if one}
    if is_json:
        print_json(floods.as_values(found, rows))
        return
    click.echo(floods.told(found))
    for name, one in rows.items():
        click.echo(f"in a row  {name}: {len(one.joined)} of {one.ham:,} ham wrongly joined")
