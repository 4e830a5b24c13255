"""`chaffinch bench`: the figures this project quotes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import click

from chaffinch.archive import campaigns as floods
from chaffinch.archive import ham_table, marked, measuring
from chaffinch.archive import poison as poisoning
from chaffinch.archive import quality as tables
from chaffinch.archive import replay as log
from chaffinch.archive import robustness as disguises
from chaffinch.archive import speed as stopwatch
from chaffinch.archive.finished import Finished, digests
from chaffinch.archive.peers.known import PEERS
from chaffinch.archive.training import read_corpora, run_of
from chaffinch.bootstrap import base_filter
from chaffinch.cli import starting, weighing
from chaffinch.cli.options import a_model, a_state, as_json, print_json
from chaffinch.cli.progress import Progress
from chaffinch.cli.stopping import resumable
from chaffinch.engine.training import Recipe
from chaffinch.evaluation import left_out
from chaffinch.evaluation import robustness as tried


@click.group()
def command() -> None:
    """Measure speed and quality, what learning costs and does, and how well campaigns are noticed."""


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
@click.option(
    "--peers",
    "is_with_peers",
    is_flag=True,
    help="Put other people's filters to the same tests, on samples; needs them.",
)
@as_json
def quality(
    corpora: tuple[Path, ...],
    documents: tuple[Path, ...],
    apart: tuple[str, ...],
    unordered: tuple[str, ...],
    state: Path | None,
    is_with_peers: bool,
    is_json: bool,
) -> None:
    """Leave one site of CORPORA out at a time, and put the tables into documents that have marks for them.

    Marks are `<!-- quality:begin -->` and `<!-- quality:end -->`, which each document needs, and where wanted those of
    `goals`, `ham-sets` and `peers`. With --state, finished parts are kept; the one that was under way begins anew.
    Documents are written at the end. A filter of other people that is not installed is named in its table, and the
    exit code is 1.
    """
    for document in documents:
        marked.need(document, tables.QUALITY)
    recipe, commit = Recipe(), _commit()
    run = {"corpora": digests(corpora), "recipe": asdict(recipe), "commit": commit, "unordered": sorted(unordered)}
    with Progress(unit="rows") as progress, resumable(lambda: _how_to_go_on(state)):
        done = Finished(state, run, datetime.now(UTC).date().isoformat())
        trained_on = read_corpora(corpora, recipe.seed, progress)
        found = measuring.measure(
            corpora,
            trained_on,
            recipe,
            done.began,
            progress,
            done,
            apart=apart,
            unordered=unordered,
            peers=PEERS if is_with_peers else (),
        )
        reached = measuring.goals_of(found, stopwatch.measure(base_filter()), weighing.worker_bytes())
    texts = measuring.texts(found, reached, done.began, commit, "make bench-quality CORPORA=DIR")
    for document in documents:
        for name, text in texts.items():
            if name == tables.QUALITY or marked.has(document, name):
                marked.put(document, name, text)
    if is_json:
        print_json(measuring.as_values(found, reached, done.began, commit))
    else:
        click.echo("\n\n".join(texts.values()))
    if lacking := measuring.missing(found):
        click.echo(f"not compared, because they are missing: {', '.join(lacking)}; see the table of peers", err=True)
        sys.exit(1)


@command.command()
@click.argument("corpora", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--left-out", is_flag=True, help="Judge each corpus with a model trained on all others; takes hours.")
@a_model
@a_state
@as_json
def disguise(corpora: tuple[Path, ...], left_out: bool, model: Path | None, state: Path | None, is_json: bool) -> None:
    """Put disguises on the spam of CORPORA that is caught, and on one word of ham, and judge again.

    Also prints which comments are touched where disguises are folded away. With --state, finished corpora are kept.
    The model that ships has seen the public corpora in training: --left-out gives the honest figures.
    """
    if left_out and model:
        raise click.UsageError("--left-out trains its models itself: leave out --model")
    recipe, shipped = Recipe(), base_filter(model)
    told = {"left_out": asdict(recipe)} if left_out else {"model": shipped.version}
    run = {"corpora": digests(corpora), **told, "commit": _commit(), "most": tried.MOST}
    with Progress(unit="rows") as progress, resumable(lambda: _how_to_try_on(state)):
        done = Finished(state, run, datetime.now(UTC).date().isoformat())
        if left_out:
            trained_on = read_corpora(corpora, recipe.seed, progress)
            judges = disguises.left_out(trained_on, recipe, done.began, progress)
            found = disguises.measure(corpora, judges, progress, done)
        else:
            found = disguises.measure(corpora, lambda _name: shipped, progress, done)
    if is_json:
        print_json({"date": done.began, **run, **disguises.as_values(found)})
    else:
        by = "a model trained without the corpus" if left_out else f"model `{shipped.version}`"
        click.echo(f"Measured {done.began} at commit `{run['commit']}`; each corpus was judged by {by}.\n")
        click.echo(disguises.table(found))


def _how_to_try_on(state: Path | None) -> str:
    if state:
        return f"stopped; finished corpora are in {state}: the same command goes on from there"
    return "stopped; with --state FILE, finished corpora would have been kept"


def _how_to_go_on(state: Path | None) -> str:
    if state:
        return f"stopped, no document written; finished parts are in {state}: the same command goes on from there"
    return "stopped, no document written; with --state FILE, finished parts would have been kept"


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
@click.argument("corpora", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--write",
    "documents",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A document with marks between which the tables are put, once they are whole; may be given again.",
)
@a_state
@as_json
def ham(corpora: tuple[Path, ...], documents: tuple[Path, ...], state: Path | None, is_json: bool) -> None:
    """What is lost and held of real comments of unseen sites, whether promises are kept there, and what scores mean.

    With --state, finished folds are kept, and those that `train` kept for the same corpora are taken over.
    """
    for document in documents:
        marked.need(document, ham_table.HAM)
    recipe, commit = Recipe(), _commit()
    with Progress(unit="rows") as progress, resumable(lambda: _how_to_go_on(state)):
        done = Finished(state, run_of(corpora, recipe), datetime.now(UTC).date().isoformat())
        read = read_corpora(corpora, recipe.seed, progress)
        progress.expect(left_out.work(read, recipe))
        found = left_out.measure(read, recipe, progress, done)
    text = ham_table.table(found, done.began, commit, "make bench-ham CORPORA=DIR")
    for document in documents:
        marked.put(document, ham_table.HAM, text)
    if is_json:
        print_json(ham_table.as_values(found, done.began, commit))
    else:
        click.echo(text)


@command.command()
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


@command.command()
@click.argument("corpora", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--labels",
    type=click.IntRange(min=1),
    default=poisoning.HOSTILE_LABELS,
    show_default=True,
    help="How many wrong labels each hostile site gives.",
)
@click.option("--hostile", type=click.IntRange(min=1), default=1, show_default=True, help="Hostile sites.")
@click.option("--seed", default=1, show_default=True, help="Draws which comments are labelled wrongly.")
@a_model
@as_json
def poison(corpora: tuple[Path, ...], labels: int, hostile: int, seed: int, model: Path | None, is_json: bool) -> None:
    """Let sites, one for each of CORPORA, learn; let a hostile one mislabel; tell what that did to the others.

    Files without both labels are passed over. The shipped model has seen most public corpora: --model names one
    that has not.
    """
    with Progress(unit="comments") as progress:
        sites = poisoning.read_sites(corpora)
        gained = poisoning.gained(lambda: base_filter(model), sites, progress)
        found = poisoning.poisoned(lambda: base_filter(model), sites, labels, hostile, seed, progress)
    if is_json:
        print_json(poisoning.as_values(gained, found))
    else:
        click.echo(poisoning.table(gained, found, labels, hostile))


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
    """Mix 2,000 comments of 50 made-up campaigns into ham, and count which are noticed; then 480 of 12 short ones.

    The ham is that of CORPORA, up to 20,000 drawn; without any, it is made up. The ham of each corpus is told in a row
    besides, at a thousand comments an hour and with no campaign among it.
    """
    with Progress() as progress:
        ham = floods.read_ham(corpora, progress) if corpora else {}
        together = [said for one in ham.values() for said in one] if corpora else None
        found = floods.mixed(together, seed, progress)
        short = floods.mixed_short(together, seed, progress)
        rows = {name: floods.in_a_row(one, progress) for name, one in ham.items() if one}
    if is_json:
        print_json(floods.as_values(found, short, rows))
        return
    click.echo(floods.told(found, short))
    for name, one in rows.items():
        click.echo(f"in a row  {name}: {len(one.joined)} of {one.ham:,} ham wrongly joined")
