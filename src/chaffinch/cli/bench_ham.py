"""`chaffinch bench ham`: what is lost and held of real comments of unseen sites."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from chaffinch.archive import ham_table, marked
from chaffinch.archive.finished import Finished
from chaffinch.archive.training import read_corpora, run_of
from chaffinch.cli.options import a_state, as_json, documents_option, print_json
from chaffinch.cli.progress import Progress
from chaffinch.cli.provenance import commit_of_program, how_to_go_on
from chaffinch.cli.stopping import resumable
from chaffinch.engine.training import Recipe
from chaffinch.evaluation import left_out


@click.command()
@click.argument("corpora", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@documents_option
@a_state
@as_json
def ham(corpora: tuple[Path, ...], documents: tuple[Path, ...], state: Path | None, is_json: bool) -> None:
    """What is lost and held of real comments of unseen sites, whether promises are kept there, and what scores mean.

    With --state, finished folds are kept, and those that `train` kept for the same corpora are taken over.
    """
    for document in documents:
        marked.need(document, ham_table.HAM)
    recipe, commit = Recipe(), commit_of_program()
    with Progress(unit="rows") as progress, resumable(lambda: how_to_go_on(state)):
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
