"""`chaffinch sweep`: delete what has had its time, now."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from chaffinch.bootstrap import Server
from chaffinch.cli.options import as_json, load_settings, print_json, settings_options


@click.command()
@as_json
@settings_options
def command(is_json: bool, config: Path | None, database: str | None) -> None:
    """Delete everything whose time has come, and unlearn it: what a server does by itself every hour. It may run."""
    from chaffinch.service.disclosure_words import ENDED

    with Server(load_settings(config, database=database), must_exist=True) as server:
        ended = asdict(server.sweep.run())
    if is_json:
        print_json(ended)
        return
    for name, what in ENDED.items():
        click.echo(f"{ended[name]:>9,}  {what}")
