"""`chaffinch bench poison` and `campaigns`: what hostile sites teach, and whether made-up campaigns are noticed."""

from __future__ import annotations

from pathlib import Path

import click

from chaffinch.archive import campaigns as floods
from chaffinch.archive import poison as poisoning
from chaffinch.bootstrap import base_filter
from chaffinch.cli.options import a_model, as_json, print_json
from chaffinch.cli.progress import Progress


@click.command()
@click.argument("corpora", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--labels",
    type=click.IntRange(min=1),
    default=poisoning.HOSTILE_LABELS,
    show_default=True,
    help="How many wrong labels each hostile site gives.",
)
@click.option("--hostile", type=click.IntRange(min=1), default=1, show_default=True, help="Hostile sites.")
@click.option("--seed", default=1, show_default=True, help="Draws which comments are labelled wrongly.")
@a_model
@as_json
def poison(corpora: tuple[Path, ...], labels: int, hostile: int, seed: int, model: Path | None, is_json: bool) -> None:
    """Let sites, one for each of CORPORA, learn; let a hostile one mislabel; tell what that did to the others.

    Files without both labels are passed over. The shipped model has seen most public corpora: --model names one
    that has not.
    """
    with Progress(unit="comments") as progress:
        sites = poisoning.read_sites(corpora)
        gained = poisoning.gained(lambda: base_filter(model), sites, progress)
        found = poisoning.poisoned(lambda: base_filter(model), sites, labels, hostile, seed, progress)
    if is_json:
        print_json(poisoning.as_values(gained, found))
    else:
        click.echo(poisoning.table(gained, found, labels, hostile))


@click.command()
@click.argument("corpora", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--seed", default=1, show_default=True, help="Another seed makes another day.")
@as_json
def campaigns(corpora: tuple[Path, ...], seed: int, is_json: bool) -> None:
    """Mix 2,000 comments of 50 made-up campaigns into ham, and count which are noticed; then 480 of 12 short ones.

    The ham is that of CORPORA, up to 20,000 drawn; without any, it is made up. The ham of each corpus is told in a row
    besides, at a thousand comments an hour and with no campaign among it.
    """
    with Progress() as progress:
        ham = floods.read_ham(corpora, progress) if corpora else {}
        together = [said for one in ham.values() for said in one] if corpora else None
        found = floods.mixed(together, seed, progress)
        short = floods.mixed_short(together, seed, progress)
        rows = {name: floods.in_a_row(one, progress) for name, one in ham.items() if one}
    if is_json:
        print_json(floods.as_values(found, short, rows))
        return
    click.echo(floods.told(found, short))
    for name, one in rows.items():
        click.echo(f"in a row  {name}: {len(one.joined)} of {one.ham:,} ham wrongly joined")
