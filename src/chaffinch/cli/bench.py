"""`chaffinch bench`: the figures this project quotes, a command for each thing that is measured."""

from __future__ import annotations

import click

from chaffinch.cli.bench_costs import replay, speed, start
from chaffinch.cli.bench_disguise import disguise
from chaffinch.cli.bench_ham import ham
from chaffinch.cli.bench_hostile import campaigns, poison
from chaffinch.cli.bench_quality import quality


@click.group()
def command() -> None:
    """Measure speed and quality, what learning costs and does, and how well campaigns are noticed."""


for _one in (speed, start, replay, quality, ham, disguise, poison, campaigns):
    command.add_command(_one)
