"""`chaffinch site`: add, list, show, configure, rotate-key, remove."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chaffinch.bootstrap import Server
from chaffinch.cli.frame import PAGE, frame
from chaffinch.cli.options import as_json, load_settings, print_json, settings_options
from chaffinch.engine.promise import Promise, promised, share, share_words
from chaffinch.errors import InputError
from chaffinch.service.promise_words import words

if TYPE_CHECKING:
    from chaffinch.service.promises import Standing
    from chaffinch.service.sites import Site


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
@as_json
@settings_options
def show(url: str, is_json: bool, config: Path | None, database: str | None) -> None:
    """Show the site at URL: its thresholds, what it promises about honest comments, and how that stands."""
    with Server(load_settings(config, database=database), must_exist=True) as server:
        site = server.sites.named(url)
        standing = server.promises.standing(site)
    if is_json:
        print_json({"id": site.id, "url": site.url, "name": site.name} | _standing_json(standing))
        return
    held_to = standing.thresholds
    click.echo(f"address     {site.url}\nid          {site.id}\nname        {site.name}")
    click.echo(f"thresholds  held from a score of {held_to.hold_at:.6f}, spam from {held_to.spam_at:.6f}")
    for paragraph in words(standing) or (_NOTHING_ASKED.format(url=site.url),):
        click.echo(f"\n{paragraph}")


_NOTHING_ASKED = (
    "Nothing was promised: the base model's thresholds hold. To ask for a promise: "
    "chaffinch site configure {url} --lose-at-most 1/1000"
)


def _standing_json(standing: Standing) -> dict[str, Any]:
    kept = {
        name: None if one is None else {**asdict(one), "asked": float(one.asked)}
        for name, one in (("lose", standing.lose), ("hold", standing.hold))
    }
    audits = {"answered": standing.answered, "missed": standing.missed, "waiting": standing.waiting}
    return {"thresholds": asdict(standing.thresholds), **kept, "audits": audits, "words": words(standing)}


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

    What is left out stays.
    """
    if coral_secret is not None and no_coral:
        raise click.UsageError("--coral-secret and --no-coral contradict each other: give one of them")
    with Server(load_settings(config, database=database), must_exist=True) as server:
        site = server.sites.named(url)
        hold_answer = site.hold_answer if doubt in (None, "recheck") else doubt == "spam"
        recheck = site.recheck if doubt is None else doubt == "recheck"
        allow_discard = site.allow_discard if discard is None else discard
        promise, audit_share = _promised(site, lose_at_most, hold_at_most, audit)
        doubts = {"hold_answer": hold_answer, "allow_discard": allow_discard, "recheck": recheck}
        is_sharing = server.sites.configure(site.id, **doubts, shares=shares).shares
        server.sites.promise(site.id, promise, audit_share)
        if coral_secret is not None or no_coral:
            server.sites.set_coral_secret(site.id, None if no_coral else _read_secret(coral_secret or ""))
        is_asked = server.sites.with_coral_secret(site.id) is not None
        coral = f"{server.settings.public_url}/coral/{site.id}" if is_asked else None
    told = "spam" if hold_answer else "ham"
    if is_json:
        settings = {"doubt": told, "recheck": recheck, "discard": allow_discard, "share": is_sharing, "coral": coral}
        print_json({"id": site.id, "url": site.url} | settings | _promise_json(promise, audit_share))
        return
    words = [f"doubt is answered {'recheck, then ' * recheck}{told}", f"discard {'on' if allow_discard else 'off'}"]
    words += ["learns alone"] * (not is_sharing) + [f"Coral asks at {coral}"] * is_asked
    words += _promise_words(promise, audit_share)
    click.echo(f"{site.url}: {', '.join(words)}")


def _promised(site: Site, lose: str | None, hold: str | None, audit: str | None) -> tuple[Promise, Fraction]:
    """Return what a site promises, and the share it audits, once what was given is set."""

    def given(text: str | None, before: Fraction | None, read: Callable[[str], Fraction]) -> Fraction | None:
        return before if text is None else None if text.strip().lower() == "none" else read(text)

    promise = Promise(
        given(lose, site.promise.lose_at_most, promised), given(hold, site.promise.hold_at_most, promised)
    )
    return promise, given(audit, site.audit_share, share) or Fraction(0)


def _promise_json(promise: Promise, audit_share: Fraction) -> dict[str, float | None]:
    shares = {"lose_at_most": promise.lose_at_most, "hold_at_most": promise.hold_at_most, "audit": audit_share}
    return {name: None if told is None else float(told) for name, told in shares.items()}


def _promise_words(promise: Promise, audit_share: Fraction) -> list[str]:
    if not promise.is_made:
        return []
    shares = (("at most {} lost", promise.lose_at_most), ("at most {} held or lost", promise.hold_at_most))
    told = [words.format(share_words(asked)) for words, asked in shares if asked is not None]
    return [*told, f"{share_words(audit_share)} audited" if audit_share else "none audited"]


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
