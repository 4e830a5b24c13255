"""`chaffinch restore`: a backup in the place of the database."""

from __future__ import annotations

import os
from pathlib import Path

import click

from chaffinch.cli.options import as_json, load_settings, print_json, settings_options
from chaffinch.service import keeping
from chaffinch.service.opening import load_secret


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json
@settings_options
def command(file: Path, is_json: bool, config: Path | None, database: str | None) -> None:
    """Put the backup FILE in the place of the database; stop the server first.

    FILE is checked before anything is replaced, and the replaced database is kept beside the new one.
    """
    settings = load_settings(config, database=database)
    secret = load_secret(settings.secret_file, os.urandom, is_first_start=False)
    kept = keeping.restore(file, settings.database_file, secret)
    if is_json:
        print_json({"database": str(settings.database_file), "kept": kept and str(kept)})
    else:
        click.echo(f"{settings.database_file}: restored from {file}.")
        if kept:
            click.echo(f"The database that was there is now {kept}.")
