"""Jobs that repeat while a server runs, each in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from chaffinch.errors import ChaffinchError

_LOG = logging.getLogger(__name__)


class Background:
    """Starts jobs and, when it is closed, lets each finish what it is at."""

    def __init__(self) -> None:
        self._is_closing = threading.Event()
        self._threads: list[threading.Thread] = []

    def repeat(self, name: str, job: Callable[[], bool], seconds: float, after_failure: float) -> None:
        """Run a job now and ever again: at once where it says that there is more, else after so many seconds.

        An error is logged; `after_failure` are the seconds until the job is tried again.
        """
        told = (name, job, seconds, after_failure)
        thread = threading.Thread(target=self._until_closing, args=told, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _until_closing(self, name: str, job: Callable[[], bool], seconds: float, after_failure: float) -> None:
        while True:
            try:
                pause = 0.0 if job() else seconds
            except ChaffinchError as error:
                pause = after_failure
                _LOG.error("%s did not finish, it is tried again in %g s: %s: %s", name, pause, error.code, error)
            except Exception:  # a thread that died would end in silence what pages and documents promise
                pause = after_failure
                _LOG.exception("%s did not finish, it is tried again in %g s", name, pause)
            if self._is_closing.wait(pause):
                return

    def is_closing(self) -> bool:
        """Whether a job that takes long should stop where it is."""
        return self._is_closing.is_set()

    def close(self) -> None:
        """End all jobs; returns once they have ended."""
        self._is_closing.set()
        for thread in self._threads:
            thread.join()
