"""`chaffinch site configure`: what doubt means on a site, whether it learns with others, and what it promises."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chaffinch.bootstrap import Server
from chaffinch.cli.again import told_of_address
from chaffinch.cli.options import as_json, load_settings, print_json, settings_options
from chaffinch.cli.site_settings import as_values, audit_words, coral_address, doubt_words, promise_words
from chaffinch.engine.promise import Promise, promised, share
from chaffinch.errors import PromiseError
from chaffinch.service.promise_words import words

if TYPE_CHECKING:
    from chaffinch.service.sites import Site


@click.command()
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
@click.option(
    "--lose-at-most",
    metavar="SHARE",
    help="Promise that no more honest comments are called spam: 1/1000, 0.1% or 0.001; `none` takes it back.",
)
@click.option(
    "--hold-at-most",
    metavar="SHARE",
    help="Promise that no more honest comments are held or lost: 3%, 0.03; `none` takes it back.",
)
@click.option(
    "--audit",
    metavar="SHARE",
    help="Draw so many of all comments at random for a moderator, while anything is promised: 2%; `none` draws none.",
)
@as_json
@settings_options
def configure(
    url: str,
    doubt: str | None,
    discard: bool | None,
    shares: bool | None,
    coral_secret: str | None,
    no_coral: bool,
    lose_at_most: str | None,
    hold_at_most: str | None,
    audit: str | None,
    is_json: bool,
    config: Path | None,
    database: str | None,
) -> None:
    """Set what doubt means on the site at URL, whether it learns with others and what it promises; print its settings.

    What is left out stays. Whoever changes what is promised is told how far that is from a guarantee.
    """
    if coral_secret is not None and no_coral:
        raise click.UsageError("--coral-secret and --no-coral contradict each other: give one of them")
    with Server(load_settings(config, database=database), must_exist=True) as server:
        site = server.sites.named(url)
        is_promising = any(told is not None for told in (lose_at_most, hold_at_most, audit))
        if is_promising:
            server.sites.promise(site.id, *_promised(site, lose_at_most, hold_at_most, audit))
        hold_answer = site.hold_answer if doubt in (None, "recheck") else doubt == "spam"
        recheck = site.recheck if doubt is None else doubt == "recheck"
        doubts = {"hold_answer": hold_answer, "allow_discard": discard, "recheck": recheck}
        site = server.sites.configure(site.id, **doubts, shares=shares)
        if coral_secret is not None or no_coral:
            server.sites.set_coral_secret(site.id, None if no_coral else _read_secret(coral_secret or ""))
        coral = coral_address(server, site)
        notes = words(server.standings.standing(site)) if is_promising else ()
        notes += (told_of_address(server.settings),) if coral else ()
    if is_json:
        print_json({"id": site.id, "url": site.url} | as_values(site, coral))
    else:
        click.echo(f"{site.url}: {', '.join(_told(site, coral))}")
    for note in filter(None, notes):
        click.echo(f"\n{note}", err=True)


def _promised(site: Site, lose: str | None, hold: str | None, audit: str | None) -> tuple[Promise, Fraction]:
    """Return what a site promises, and the share it audits, once what was given is set.

    Raises:
        InputError: something is no share.
        PromiseError: audits are asked for, and nothing is promised.
    """

    def given(text: str | None, before: Fraction | None, read: Callable[[str], Fraction]) -> Fraction | None:
        return before if text is None else None if text.strip().lower() == "none" else read(text)

    promise = Promise(
        given(lose, site.promise.lose_at_most, promised), given(hold, site.promise.hold_at_most, promised)
    )
    drawn = given(audit, site.audit_share, share) or Fraction(0)
    if audit is not None and drawn and not promise.is_made:
        raise PromiseError(
            f"--audit {audit} draws comments so that a promise can be kept, and nothing is promised on {site.url}: "
            "give --lose-at-most 1/1000 or --hold-at-most 3% too"
        )
    return promise, drawn


def _told(site: Site, coral: str | None) -> list[str]:
    told = [f"doubt is answered {doubt_words(site)}", f"discard {'on' if site.allow_discard else 'off'}"]
    told += ["learns alone"] * (not site.shares) + [f"Coral asks at {coral}"] * (coral is not None)
    return told + ([*promise_words(site.promise), f"{audit_words(site)} audited"] if site.promise.is_made else [])


def _read_secret(given: str) -> str:
    """Return a secret; one that is not on the command line is in no history and no list of processes."""
    return sys.stdin.readline().strip() if given == "-" else given
