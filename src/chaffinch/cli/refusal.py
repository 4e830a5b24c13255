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
