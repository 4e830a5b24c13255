"""`chaffinch config show`: what is in effect, and where it comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from chaffinch.cli.options import as_json, load_settings, print_json, settings_options
from chaffinch.config import masked


@click.group()
def command() -> None:
    """Show the effective settings."""


@command.command()
@as_json
@settings_options
def show(is_json: bool, config: Path | None, database: str | None) -> None:
    """Print every setting with its value and where that comes from; passwords are masked."""
    settings = load_settings(config, database=database)
    rows = {name: (_shown(value), settings.sources[name]) for name, value in settings.values.items()}
    if is_json:
        print_json({name: {"value": value, "source": source} for name, (value, source) in rows.items()})
    else:
        width = max(len(name) for name in rows)
        for name, (value, source) in rows.items():
            told = ", ".join(value) if isinstance(value, list) else str(value)
            click.echo(f"{name:{width}}  {told or '(none)'}  [{source}]")


def _shown(value: Any) -> str | int | list[str]:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return value if isinstance(value, int) else masked(str(value))
