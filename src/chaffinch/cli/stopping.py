"""Ctrl+C in a long command: what is being written is written whole, and what to do next is told."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from chaffinch.cli.refusal import Interrupted


@contextmanager
def whole() -> Iterator[None]:
    """Do what is inside to its end: a Ctrl+C that comes meanwhile counts right after it."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals come to the main thread only
        return
    came: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


@contextmanager
def resumable(hint: Callable[[], str]) -> Iterator[None]:
    """Tell, when Ctrl+C stops what is inside, how to go on.

    Raises:
        Interrupted: it was stopped; the message is `hint()`.
    """
    try:
        yield
    except KeyboardInterrupt as stop:
        raise Interrupted(hint()) from stop
