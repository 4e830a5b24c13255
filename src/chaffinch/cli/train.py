"""`chaffinch train`: a base model from corpora."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from chaffinch.archive.training import train_file
from chaffinch.cli.options import as_json
from chaffinch.engine.training import Recipe


@click.command()
@click.argument("corpora", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The model file to write.")
@click.option("--seed", default=1, show_default=True, help="The same corpora, seed and date give the same file.")
@click.option("--date", default=None, metavar="YYYY-MM-DD", help="The date in the model's name; today if left out.")
@as_json
def command(corpora: tuple[Path, ...], out: Path, seed: int, date: str | None, is_json: bool) -> None:
    """Train a base model on CORPORA (JSON Lines with text and label, plain or gzip) and print its card."""
    day = date or datetime.now(UTC).date().isoformat()
    model = train_file(corpora, out, Recipe(seed=seed), day, lambda line: click.echo(line, err=True))
    if is_json:
        click.echo(json.dumps(model.card, ensure_ascii=False, indent=2))
        return
    click.echo(f"{model.version}: {out}, {out.stat().st_size:,} bytes, {model.card['rows']:,} rows")
    click.echo(f"thresholds: {model.thresholds}")
