"""`chaffinch signin`: a one-time link to the desk."""

from __future__ import annotations

from pathlib import Path

import click

from chaffinch.bootstrap import Server
from chaffinch.cli.options import as_json, load_settings, print_json, settings_options


@click.command()
@click.option("--port", metavar="N", help="The port in the link, if the server was started with one.")
@as_json
@settings_options
def command(port: str | None, is_json: bool, config: Path | None, database: str | None) -> None:
    """Print a one-time link that opens the desk; it is good for 15 minutes."""
    settings = load_settings(config, database=database, port=port)
    with Server(settings, must_exist=True) as server:
        link = f"{settings.public_url}/sign-in/{server.sign_in.issue_link()}"
    if is_json:
        print_json({"link": link})
    else:
        click.echo(link)
