"""`chaffinch site`: add, list, configure, rotate-key, remove."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from chaffinch.bootstrap import Server
from chaffinch.cli.frame import PAGE, frame
from chaffinch.cli.options import as_json, load_settings, print_json, settings_options
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
@as_json
@settings_options
def add(
    url: str,
    key: str | None,
    name: str | None,
    shares: bool,
    is_json: bool,
    config: Path | None,
    database: str | None,
) -> None:
    """Register the site at URL; print its address, id and Akismet key, and an iframe for its pages."""
    with Server(load_settings(config, database=database)) as server:
        site, made = server.sites.add(url, name, key, shares=shares)
        line = frame(server.settings.public_url, site.id, f"{site.url}/{PAGE}")
    if is_json:
        print_json({"id": site.id, "url": site.url, "name": site.name, "key": made, "frame": line})
    else:
        click.echo(f"address  {site.url}\nid       {site.id}\nkey      {made}\n\n{line}")
        click.echo(f"(of each page, its own address in the place of {site.url}/{PAGE})")


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
@click.option("--doubt", type=click.Choice(["recheck", "spam", "ham"]), help="What Akismet clients are told on HOLD.")
@click.option("--discard/--no-discard", default=None, help="Whether blatant spam is thrown away, its text not kept.")
@click.option("--share/--no-share", "shares", default=None, help="Whether it learns with the other sites here.")
@click.option(
    "--coral-secret",
    metavar="SECRET",
    help="The signing secret of Coral's external moderation phase; - reads a line of standard input.",
)
@click.option("--no-coral", is_flag=True, help="Forget that secret: Coral is not answered any more.")
@as_json
@settings_options
def configure(
    url: str,
    doubt: str | None,
    discard: bool | None,
    shares: bool | None,
    coral_secret: str | None,
    no_coral: bool,
    is_json: bool,
    config: Path | None,
    database: str | None,
) -> None:
    """Set what doubt means on the site at URL, and whether it learns with others; print its settings.

    What is left out stays.
    """
    if coral_secret is not None and no_coral:
        raise click.UsageError("--coral-secret and --no-coral contradict each other: give one of them")
    with Server(load_settings(config, database=database), must_exist=True) as server:
        site = server.sites.named(url)
        hold_answer = site.hold_answer if doubt in (None, "recheck") else doubt == "spam"
        recheck = site.recheck if doubt is None else doubt == "recheck"
        allow_discard = site.allow_discard if discard is None else discard
        doubts = {"hold_answer": hold_answer, "allow_discard": allow_discard, "recheck": recheck}
        is_sharing = server.sites.configure(site.id, **doubts, shares=shares).shares
        if coral_secret is not None or no_coral:
            server.sites.set_coral_secret(site.id, None if no_coral else _read_secret(coral_secret or ""))
        is_asked = server.sites.with_coral_secret(site.id) is not None
        coral = f"{server.settings.public_url}/coral/{site.id}" if is_asked else None
    told = "spam" if hold_answer else "ham"
    if is_json:
        settings = {"doubt": told, "recheck": recheck, "discard": allow_discard, "share": is_sharing, "coral": coral}
        print_json({"id": site.id, "url": site.url} | settings)
        return
    words = [f"doubt is answered {'recheck, then ' * recheck}{told}", f"discard {'on' if allow_discard else 'off'}"]
    words += ["learns alone"] * (not is_sharing) + [f"Coral asks at {coral}"] * is_asked
    click.echo(f"{site.url}: {', '.join(words)}")


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
