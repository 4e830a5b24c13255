"""`chaffinch site show`: all settings of a site, its thresholds, and how its promises stand."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chaffinch.bootstrap import Server
from chaffinch.cli.again import told_of_address
from chaffinch.cli.options import as_json, load_settings, print_json, settings_options
from chaffinch.cli.site_settings import as_values, audit_words, coral_address, doubt_words, promise_words
from chaffinch.service.promise_words import remarks, told, words

if TYPE_CHECKING:
    from chaffinch.service.sites import Site
    from chaffinch.service.standing import Standing

_NOTHING_ASKED = (
    "The base model's thresholds hold, and no comments are drawn for audits. To ask for a promise: "
    "chaffinch site configure {url} --lose-at-most 1/1000"
)


@click.command()
@click.argument("url")
@as_json
@settings_options
def show(url: str, is_json: bool, config: Path | None, database: str | None) -> None:
    """Show the site at URL: settings, thresholds, what it promises about honest comments, and how that stands."""
    with Server(load_settings(config, database=database), must_exist=True) as server:
        site = server.sites.named(url)
        standing, coral = server.standings.standing(site), coral_address(server, site)
        note = told_of_address(server.settings) if coral else ""
    if is_json:
        place = {"id": site.id, "url": site.url, "name": site.name}
        print_json(place | as_values(site, coral) | _standing_values(standing))
        return
    for name, value in _settings_told(site, standing, coral):
        click.echo(f"{name:<11} {value}")
    for one in told(standing):
        click.echo("\n" + "\n".join((one.asked, one.status, *one.sentences)))
    for remark in remarks(standing) or (() if site.promise.is_made else (_NOTHING_ASKED.format(url=site.url),)):
        click.echo(f"\n{remark}")
    if note:
        click.echo(note, err=True)


def _settings_told(site: Site, standing: Standing, coral: str | None) -> list[tuple[str, str]]:
    held_to = standing.thresholds
    is_drawn = site.promise.is_made or standing.waiting
    counts = f" of all drawn; {standing.answered:,} answered, {standing.missed:,} missed, {standing.waiting:,} waiting"
    return [
        ("address", site.url),
        ("id", site.id),
        ("name", site.name),
        ("doubt", f"answered {doubt_words(site)}"),
        ("discard", "on" if site.allow_discard else "off"),
        ("learning", "with the other sites here" if site.shares else "alone"),
        ("Coral", f"asks at {coral}" if coral else "is not answered"),
        ("thresholds", f"held from a score of {held_to.hold_at:.6f}, spam from {held_to.spam_at:.6f}"),
        ("promises", ", ".join(promise_words(site.promise)) or "none"),
        ("audits", audit_words(site) + counts if is_drawn else f"none; {audit_words(site)} once anything is promised"),
    ]


def _standing_values(standing: Standing) -> dict[str, Any]:
    kept = {
        name: None if one is None else {**asdict(one), "asked": float(one.asked)}
        for name, one in (("lose", standing.lose), ("hold", standing.hold))
    }
    audits = {"answered": standing.answered, "missed": standing.missed, "waiting": standing.waiting}
    pace = {"per_day": standing.pace.per_day}
    return {"thresholds": asdict(standing.thresholds), **kept, "audits": audits, "pace": pace, "words": words(standing)}
