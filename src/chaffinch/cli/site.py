"""`chaffinch site`: add, list, show, configure, rotate-key, remove."""

from __future__ import annotations

from pathlib import Path

import click

from chaffinch.bootstrap import Server
from chaffinch.cli.again import told_of_address
from chaffinch.cli.frame import PAGE, frame, widget
from chaffinch.cli.options import as_json, load_settings, print_json, settings_options
from chaffinch.cli.site_configure import configure
from chaffinch.cli.site_show import show
from chaffinch.errors import InputError


@click.group()
def command() -> None:
    """Add, list and remove sites, change their keys."""


@command.command()
@click.argument("url")
@click.option("--key", metavar="KEY", help="12 lower-case hexadecimal digits; left out, a key is made.")
@click.option("--name", metavar="NAME", help="What the desk calls the site; left out, its host.")
@click.option(
    "--share/--no-share",
    "shares",
    default=True,
    help="Whether it learns with the other sites of this server.  [default: share]",
)
@click.option("--host", metavar="H", help="The address in the iframe, if the server was started with one.")
@click.option("--port", metavar="N", help="The port in the iframe, if the server was started with one.")
@as_json
@settings_options
def add(
    url: str,
    key: str | None,
    name: str | None,
    shares: bool,
    host: str | None,
    port: str | None,
    is_json: bool,
    config: Path | None,
    database: str | None,
) -> None:
    """Register the site at URL; print its address, id and Akismet key, and the lines for its pages."""
    with Server(load_settings(config, database=database, host=host, port=port)) as server:
        site, made = server.sites.add(url, name, key, shares=shares)
        note = told_of_address(server.settings, takes_port=True)
        lines = widget(server.settings.public_url, site.id)
        line = frame(server.settings.public_url, site.id, f"{site.url}/{PAGE}")
    if is_json:
        print_json({"id": site.id, "url": site.url, "name": site.name, "key": made, "widget": lines, "frame": line})
    else:
        click.echo(f"address  {site.url}\nid       {site.id}\nkey      {made}\n\n{lines}\n\n{_WITHOUT}\n{line}")
        click.echo(f"(of each page, its own address in the place of {site.url}/{PAGE})")
    if note:
        click.echo(note, err=True)


_WITHOUT = "Or, for pages that run no script, at a fixed height:"


@command.command("list")
@as_json
@settings_options
def list_sites(is_json: bool, config: Path | None, database: str | None) -> None:
    """List the sites: key, id, URL and name."""
    with Server(load_settings(config, database=database), must_exist=True) as server:
        rows = [(site, server.sites.key_of(site.id)) for site in server.sites.list()]
    if is_json:
        print_json([{"id": site.id, "url": site.url, "name": site.name, "key": key} for site, key in rows])
    else:
        for site, key in rows:
            click.echo(f"{key}  {site.id}  {site.url}  {site.name}")


command.add_command(show)
command.add_command(configure)


@command.command()
@click.argument("url")
@as_json
@settings_options
def rotate_key(url: str, is_json: bool, config: Path | None, database: str | None) -> None:
    """Retire the key of the site at URL and print a new one; the old one is invalid at once."""
    with Server(load_settings(config, database=database), must_exist=True) as server:
        key = server.sites.rotate_key(url)
    if is_json:
        print_json({"url": url, "key": key})
    else:
        click.echo(key)


@command.command()
@click.argument("url")
@click.option("--yes", "is_sure", is_flag=True, help="Do it: nothing of it can be brought back.")
@as_json
@settings_options
def remove(url: str, is_sure: bool, is_json: bool, config: Path | None, database: str | None) -> None:
    """Remove the site at URL for ever: its key, pages and comments; what was learned there is unlearned.

    Without --yes nothing is removed, and it is told what would be.
    """
    with Server(load_settings(config, database=database), must_exist=True) as server:
        site = server.sites.named(url)
        count = server.sites.count_comments(site.id)
        if not is_sure:
            raise InputError(
                f"{site.url} is still here. Its key, its {count:,} comments and what the filter learned from them "
                "would go for ever: repeat this with --yes"
            )
        server.sites.remove(url)
    if is_json:
        print_json({"id": site.id, "url": site.url, "comments": count})
    else:
        click.echo(f"{site.url} is removed, with {count:,} comments.")
