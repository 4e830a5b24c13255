"""`chaffinch bench disguise`: disguises put on spam and on one word of ham, and judged again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from chaffinch.archive import robustness as disguises
from chaffinch.archive.finished import Finished, digests
from chaffinch.archive.training import read_corpora
from chaffinch.bootstrap import base_filter
from chaffinch.cli.options import a_model, a_state, as_json, print_json
from chaffinch.cli.progress import Progress
from chaffinch.cli.provenance import commit_of_program
from chaffinch.cli.stopping import resumable
from chaffinch.engine.training import Recipe
from chaffinch.evaluation import robustness as tried


@click.command()
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
    run = {"corpora": digests(corpora), **told, "commit": commit_of_program(), "most": tried.MOST}
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
