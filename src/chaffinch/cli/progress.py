"""How far a long command is: one line on a terminal, with rate and remaining time; nothing anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import click

_BETWEEN = 0.2
"""Seconds between two drawings of the line."""
_CLEAR = "\r\x1b[K"


class Progress:
    """Counts what is done of what is expected. Use it with `with`: the line goes when the work ends or is stopped.

    It is an `evaluation.listening.Listener`, and what `check` and `evaluate` count comments with. `unit`: what is
    counted. `is_shown`: whether to draw; left out, on a terminal only.
    """

    def __init__(
        self,
        what: str = "",
        unit: str = "comments",
        *,
        clock: Callable[[], float] = time.monotonic,
        is_shown: bool | None = None,
    ) -> None:
        self._what = f"{what}: " if what else ""
        self._unit = unit
        self._clock = clock
        self._is_shown = sys.stderr.isatty() if is_shown is None else is_shown
        self._began = clock()
        self._drawn_at = -1.0
        self._done = self._expected = 0

    def expect(self, count: int) -> None:
        """So many more are to come. Where nothing is expected, the end is not known and not told."""
        if not self._done:
            self._began = self._clock()  # what came before was getting ready
        self._expected += count

    def skip(self, count: int) -> None:
        """So many need not be done: they shorten what is left and are no part of the rate."""
        self._expected -= count

    def add(self, count: int) -> None:
        """So many were done just now."""
        self._done += count
        if self._is_shown and self._clock() - self._drawn_at >= _BETWEEN:
            self._drawn_at = self._clock()
            click.echo(f"{_CLEAR}{self.line()}", nl=False, err=True, color=True)

    def tell(self, line: str) -> None:
        """Write a line to standard error that stays."""
        self.clear()
        click.echo(line, err=True)

    def line(self) -> str:
        """Return what is drawn."""
        rate = self._done / max(self._clock() - self._began, 1e-9)
        if not self._expected:
            return f"{self._what}{self._done:,} {self._unit}, {rate:,.0f} a second"
        left = duration((self._expected - self._done) / rate) if rate else "unknown time"
        return f"{self._what}{self._done:,} of {self._expected:,} {self._unit}, {rate:,.0f} a second, {left} left"

    def clear(self) -> None:
        """Take the line away."""
        if self._is_shown:
            click.echo(_CLEAR, nl=False, err=True, color=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()


def duration(seconds: float) -> str:
    """Return a time as people say it.

    >>> duration(7.4), duration(125), duration(7500)
    ('7 s', '2 min 05 s', '2 h 05 min')
    """
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
