"""`chaffinch privacy`: what the data page tells, as papers: the record, a policy's text, an agreement."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chaffinch.bootstrap import Server
from chaffinch.cli.options import load_settings, settings_options

if TYPE_CHECKING:
    from chaffinch.service.disclosure import Disclosure


@click.group()
def command() -> None:
    """Print what the data page tells as papers, in Markdown. What is not set stands there as missing."""


@command.command()
@settings_options
def record(config: Path | None, database: str | None) -> None:
    """Print the record of processing activities (article 30) of all sites."""
    from chaffinch.service.papers import record as paper

    with Server(load_settings(config, database=database), must_exist=True) as server:
        told = [server.disclosures.peek(site) for site in server.sites.list()]
    click.echo(paper(told), nl=False)
    _say_missing(told)


@command.command()
@click.argument("url")
@settings_options
def policy(url: str, config: Path | None, database: str | None) -> None:
    """Print a section on comments for the privacy policy of the site at URL (article 13)."""
    from chaffinch.service.papers import policy as paper

    _print(url, config, database, paper)


@command.command()
@click.argument("url")
@settings_options
def agreement(url: str, config: Path | None, database: str | None) -> None:
    """Print an agreement (article 28) with the site at URL, for those who host others: a template."""
    from chaffinch.service.agreement import agreement as paper

    _print(url, config, database, paper)


def _print(url: str, config: Path | None, database: str | None, paper: Callable[[Disclosure], str]) -> None:
    with Server(load_settings(config, database=database), must_exist=True) as server:
        told = server.disclosures.peek(server.sites.named(url))
    click.echo(paper(told), nl=False)
    _say_missing([told])


def _say_missing(told: list[Disclosure]) -> None:
    missing = list(dict.fromkeys(name for one in told for name in one.missing))
    if missing:
        click.echo(f"Not set yet, and told as missing: {', '.join(missing)}", err=True)
