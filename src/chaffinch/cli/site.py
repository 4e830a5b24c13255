"""`chaffinch site`: add, list, configure, rotate-key."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from chaffinch.bootstrap import Server
from chaffinch.cli.options import as_json, load_settings, print_json, settings_options
from chaffinch.errors import NotFoundError


@click.group()
def command() -> None:
    """Add and list sites, change their keys."""


@command.command()
@click.argument("url")
@click.option("--key", metavar="KEY", help="12 lower-case hexadecimal digits; left out, a key is made.")
@click.option("--name", metavar="NAME", help="What the desk calls the site; left out, its host.")
@as_json
@settings_options
def add(url: str, key: str | None, name: str | None, is_json: bool, config: Path | None, database: str | None) -> None:
    """Register the site at URL and print its Akismet key."""
    with Server(load_settings(config, database=database)) as server:
        site, made = server.sites.add(url, name, key)
    if is_json:
        print_json({"id": site.id, "url": site.url, "name": site.name, "key": made})
    else:
        click.echo(made)


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


@command.command()
@click.argument("url")
@click.option("--doubt", type=click.Choice(["spam", "ham"]), help="What Akismet clients are told on HOLD.")
@click.option("--discard/--no-discard", default=None, help="Whether blatant spam is thrown away, its text not kept.")
@click.option(
    "--coral-secret",
    metavar="SECRET",
    help="The signing secret of Coral's external moderation phase; - reads a line of standard input.",
)
@click.option("--no-coral", is_flag=True, help="Forget that secret: Coral is not answered any more.")
@settings_options
def configure(
    url: str,
    doubt: str | None,
    discard: bool | None,
    coral_secret: str | None,
    no_coral: bool,
    config: Path | None,
    database: str | None,
) -> None:
    """Set what doubt means on the site at URL, and print its settings. What is left out stays."""
    if coral_secret is not None and no_coral:
        raise click.UsageError("--coral-secret and --no-coral contradict each other: give one of them")
    with Server(load_settings(config, database=database), must_exist=True) as server:
        site = server.sites.by_url(url)
        if site is None:
            raise NotFoundError(f"no site {url!r}: see `chaffinch site list`")
        hold_answer = site.hold_answer if doubt is None else doubt == "spam"
        allow_discard = site.allow_discard if discard is None else discard
        server.sites.configure(site.id, hold_answer=hold_answer, allow_discard=allow_discard)
        if coral_secret is not None or no_coral:
            server.sites.set_coral_secret(site.id, None if no_coral else _read_secret(coral_secret or ""))
        is_asked = server.sites.with_coral_secret(site.id) is not None
        coral = f", Coral asks at {server.settings.public_url}/coral/{site.id}" if is_asked else ""
    told = f"doubt is answered {'spam' if hold_answer else 'ham'}, discard {'on' if allow_discard else 'off'}{coral}"
    click.echo(f"{site.url}: {told}")


def _read_secret(given: str) -> str:
    """Return a secret; one that is not on the command line is in no history and no list of processes."""
    return sys.stdin.readline().strip() if given == "-" else given


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
