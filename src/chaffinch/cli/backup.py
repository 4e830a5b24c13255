"""`chaffinch backup`: the database into one file."""

from __future__ import annotations

from pathlib import Path

import click

from chaffinch.cli.options import as_json, load_settings, print_json, settings_options
from chaffinch.service import keeping


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json
@settings_options
def command(file: Path, is_json: bool, config: Path | None, database: str | None) -> None:
    """Copy the database into FILE, which must not exist; the server may run meanwhile.

    The server secret is not in it: keep a copy of that file elsewhere.
    """
    settings = load_settings(config, database=database)
    size = keeping.backup(settings.database_file, file)
    if is_json:
        print_json({"file": str(file), "bytes": size, "secret_file": str(settings.secret_file)})
    else:
        click.echo(
            f"{file}: {size:,} bytes. Keep {settings.secret_file} too, elsewhere: without it, keys cannot be read."
        )
