"""`chaffinch bench disguise`: disguises put on spam and on one word of ham, and judged again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from chaffinch.archive import marked
from chaffinch.archive import robustness as disguises
from chaffinch.archive.finished import Finished, digests
from chaffinch.archive.training import read_corpora
from chaffinch.bootstrap import base_filter
from chaffinch.cli.options import a_model, a_state, as_json, documents_option, print_json
from chaffinch.cli.progress import Progress
from chaffinch.cli.provenance import commit_of_program, how_to_go_on
from chaffinch.cli.stopping import resumable
from chaffinch.engine.training import Recipe
from chaffinch.evaluation import robustness as tried
from chaffinch.evaluation import unseen


@click.command()
@click.argument("corpora", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@documents_option
@click.option("--left-out", is_flag=True, help="Judge each corpus with a model trained without it; trains six models.")
@a_model
@a_state
@as_json
def disguise(
    corpora: tuple[Path, ...],
    documents: tuple[Path, ...],
    left_out: bool,
    model: Path | None,
    state: Path | None,
    is_json: bool,
) -> None:
    """Put disguises on the spam of CORPORA that is caught, and on one word of ham, and judge again.

    Also prints which comments are touched where disguises are folded away. With --state, finished models and corpora
    are kept. The model that ships has seen the public corpora in training: --left-out gives the honest figures.
    Documents need marks: `<!-- disguise:begin -->` and `<!-- disguise:end -->`.
    """
    if left_out and model:
        raise click.UsageError("--left-out trains its models itself: leave out --model")
    for document in documents:
        marked.need(document, disguises.DISGUISED)
    recipe, commit = Recipe(), commit_of_program()
    shipped = None if left_out else base_filter(model)
    told = {"model": shipped.version} if shipped else {"left_out": asdict(recipe)}
    run = {"corpora": digests(corpora), **told, "commit": commit, "most": tried.MOST}
    with Progress(unit="rows") as progress, resumable(lambda: how_to_go_on(state)):
        done = Finished(state, run, datetime.now(UTC).date().isoformat())
        if shipped:
            found = disguises.measure(corpora, lambda _name: shipped, progress, done)
        else:
            judges = unseen.judges(read_corpora(corpora, recipe.seed, progress), recipe, progress, done)
            found = disguises.measure(corpora, judges, progress, done)
    by = f"model `{shipped.version}`" if shipped else "a model trained without the corpus"
    command = f"make bench-disguise CORPORA=DIR{' LEFT_OUT=1' * left_out}"
    text = f"Measured {done.began} at commit `{commit}` with `{command}`; judged by {by}.\n\n{disguises.table(found)}"
    for document in documents:
        marked.put(document, disguises.DISGUISED, text)
    if is_json:
        print_json({"date": done.began, **run, **disguises.as_values(found)})
    else:
        click.echo(text)
