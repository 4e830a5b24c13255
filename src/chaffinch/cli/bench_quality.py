"""`chaffinch bench quality`: every site left out once, beside goals and other people's filters."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from chaffinch.archive import marked, measuring
from chaffinch.archive import quality as tables
from chaffinch.archive import speed as stopwatch
from chaffinch.archive.finished import Finished, digests
from chaffinch.archive.peers.known import PEERS
from chaffinch.archive.training import read_corpora
from chaffinch.bootstrap import base_filter
from chaffinch.cli import weighing
from chaffinch.cli.options import a_state, as_json, documents_option, print_json
from chaffinch.cli.progress import Progress
from chaffinch.cli.provenance import commit_of_program, how_to_go_on
from chaffinch.cli.stopping import resumable
from chaffinch.engine.training import Recipe


@click.command()
@click.argument("corpora", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@documents_option
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
    recipe, commit = Recipe(), commit_of_program()
    run = {"corpora": digests(corpora), "recipe": asdict(recipe), "commit": commit, "unordered": sorted(unordered)}
    with Progress(unit="rows") as progress, resumable(lambda: how_to_go_on(state)):
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
