"""Options that several commands share, and the settings they lead to."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from chaffinch.config import Settings

F = TypeVar("F", bound=Callable[..., Any])


def settings_options(command: F) -> F:
    """Add `--config` and `--database`."""
    for option in (_DATABASE, _CONFIG):
        command = option(command)
    return command


def load_settings(config: Path | None, **options: Any) -> Settings:
    """Return the effective settings; options are those of the command line, None where not given.

    Raises:
        SettingError: anything unknown or odd.
    """
    from chaffinch import config as settings

    return settings.load(os.environ, config, options)


def print_json(value: Any) -> None:
    """Print a value as JSON, for programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


_CONFIG = click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="Settings, in place of chaffinch.toml here."
)
_DATABASE = click.option("--database", metavar="FILE", help="The database, in place of chaffinch.db here.")
as_json = click.option("--json", "is_json", is_flag=True, help="Print JSON, for programs.")
a_model = click.option(
    "--model",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A base model made by `chaffinch train`, in place of the one that ships.",
)
a_state = click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep what is finished in FILE; the same command goes on from there after it was stopped.",
)
documents_option = click.option(
    "--write",
    "documents",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A document with marks between which the tables are put, once they are whole; may be given again.",
)
