"""Why a command did not do what it was asked."""

from __future__ import annotations

from typing import IO, Any

import click

from chaffinch.errors import ChaffinchError, InputError


class Refusal(click.ClickException):
    """An error as the command line tells it: a stable code, one message, exit code 1, and no traceback."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    @classmethod
    def of(cls, error: ChaffinchError) -> Refusal:
        """Return the refusal that tells one of our own errors."""
        kind = InputRefusal if isinstance(error, InputError) else cls
        return kind(error.code, str(error))

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the message to standard error."""
        click.echo(f"Error ({self.code}): {self.format_message()}", file=file, err=file is None)


class InputRefusal(Refusal):
    """What was handed in cannot be used as it is: exit code 2."""

    exit_code = 2


class UsageRefusal(InputRefusal):
    """A command line that no command understands: told with the usage, so that one sees what would be."""

    def __init__(self, error: click.UsageError) -> None:
        super().__init__("bad-usage", error.format_message())
        self._context = error.ctx

    def show(self, file: IO[Any] | None = None) -> None:
        """Write usage and message to standard error."""
        if self._context is not None:
            click.echo(self._context.get_usage(), file=file, err=file is None)
            click.echo(f"See `{self._context.command_path} --help`.\n", file=file, err=file is None)
        super().show(file)


class Interrupted(Refusal):
    """Somebody pressed Ctrl+C: exit code 130, as shells tell it (128 and the number of the signal)."""

    exit_code = 130

    def __init__(self, message: str = "stopped by Ctrl+C") -> None:
        super().__init__("interrupted", message)
