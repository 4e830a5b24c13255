"""`chaffinch train`: a base model from corpora."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from chaffinch.archive.finished import Finished
from chaffinch.archive.training import run_of, train_file
from chaffinch.cli.options import a_state, as_json, print_json
from chaffinch.cli.progress import Progress
from chaffinch.cli.stopping import resumable
from chaffinch.engine.training import Recipe


@click.command()
@click.argument("corpora", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The model file to write.")
@click.option("--seed", default=1, show_default=True, help="The same corpora, seed and date give the same file.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The date in the model's name; today if left out.",
)
@a_state
@as_json
def command(
    corpora: tuple[Path, ...], out: Path, seed: int, day: datetime | None, state: Path | None, is_json: bool
) -> None:
    """Train a base model on CORPORA (JSON Lines with text and label, plain or gzip) and print its card.

    With --state, the margins of finished folds are kept (they set calibration and thresholds, and are most of the
    work). A fit that was under way, the last one included, begins anew.
    """
    today = datetime.now(UTC).date().isoformat()
    recipe = Recipe(seed=seed)
    with Progress(unit="rows") as progress, resumable(lambda: _how_to_go_on(state)):
        done = Finished(state, run_of(corpora, recipe), today)
        date = day.date().isoformat() if day else done.began
        model = train_file(corpora, out, recipe, date, progress, done)
    if is_json:
        print_json(model.card)
        return
    click.echo(f"{model.version}: {out}, {out.stat().st_size:,} bytes, {model.card['rows']:,} rows")
    click.echo(f"thresholds: {model.thresholds}")


def _how_to_go_on(state: Path | None) -> str:
    if state:
        return f"stopped, no model written; finished folds are in {state}: the same command goes on from there"
    return "stopped, no model written; with --state FILE, finished folds would have been kept"
