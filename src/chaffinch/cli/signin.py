"""`chaffinch signin`: a one-time link to the desk."""

from __future__ import annotations

from pathlib import Path

import click

from chaffinch.bootstrap import Server
from chaffinch.cli.again import settings_used
from chaffinch.cli.options import as_json, load_settings, print_json, settings_options


@click.command()
@click.option("--host", metavar="H", help="The address in the link, if the server was started with one.")
@click.option("--port", metavar="N", help="The port in the link, if the server was started with one.")
@as_json
@settings_options
def command(host: str | None, port: str | None, is_json: bool, config: Path | None, database: str | None) -> None:
    """Print a one-time link that opens the desk; it is good for 15 minutes.

    The settings it was made with are told beside it: the server must run with the same.
    """
    settings = load_settings(config, database=database, host=host, port=port)
    with Server(settings, must_exist=True) as server:
        link = f"{settings.public_url}/sign-in/{server.sign_in.issue_link()}"
    used = settings_used(settings)
    if is_json:
        print_json({"link": link, "settings": used})
    else:
        click.echo(link)
        told = ", ".join(f"{name} {one['value']} ({one['source']})" for name, one in used.items())
        click.echo(f"Made with {told}. If the server was started otherwise, give its options here too.", err=True)
