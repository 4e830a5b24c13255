"""The command line: one module for each command, imported only when that command is asked for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from chaffinch import __version__
from chaffinch.cli.refusal import Interrupted, Refusal, UsageRefusal
from chaffinch.errors import ChaffinchError

COMMANDS: dict[str, str] = {
    "serve": "Serve the demo newspaper, the desk and Akismet clients.",
    "signin": "Print a one-time link that opens the desk.",
    "site": "Add, list and remove sites, change their keys.",
    "train": "Train a base model from corpora.",
    "evaluate": "Measure the judge on labelled files.",
    "bench": "Measure speed and quality.",
    "check": "Judge comments in a file of JSON Lines.",
    "backup": "Copy the database into a file, while serving or not.",
    "sweep": "Delete what has had its time, now.",
    "privacy": "Print what the data page tells as papers.",
    "restore": "Put a backup in the place of the database.",
    "config": "Show the effective settings.",
}
"""Each command `name` is the function `command` of the module `chaffinch.cli.name`. Here is its line in `--help`,
so that help and start need not import them all."""


_NEW_OBJECTS = 20_000
"""So many new objects bring a search for cycles, in place of Python's 700. Verdicts and rows hold none: judging 10,000
comments, the searches took 7 of 68 us a comment, and now less than one; memory is what it was."""


class Commands(click.Group):
    """A group that imports a command when it is called, and tells our errors in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click hands it over
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"chaffinch.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the table without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the options before the command's name; those after it are read in `invoke`."""
        with _told():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it raises becomes one message, never a traceback of what somebody else did."""
        with _told():
            return super().invoke(ctx)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what somebody else did into one message with a stable code."""
    try:
        yield
    except ChaffinchError as error:
        raise Refusal.of(error) from error
    except NoArgsIsHelpError:
        raise  # no command at all: the help is the answer
    except click.UsageError as error:
        raise UsageRefusal(error) from error
    except KeyboardInterrupt as error:
        raise Interrupted from error
    except EOFError as error:
        raise Refusal("file", f"what was read ends too early: {error}") from error
    except BrokenPipeError:
        raise  # whoever read our output has enough: click leaves quietly
    except OSError as error:
        raise Refusal("file", f"{error.filename or 'input'}: {error.strerror or error}") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="chaffinch")
def main() -> None:
    """Chaffinch keeps the comments of a site clean, on the site's own server."""
    gc.set_threshold(_NEW_OBJECTS)
