"""Who is told how far a long run is. The command line listens; nothing else needs to know that it does."""

from __future__ import annotations

from typing import Protocol


class Listener(Protocol):
    """Hears of a run. Work is counted in rows gone over: a row that is fitted in four passes counts four times."""

    def expect(self, count: int) -> None:
        """So many rows more will be gone over."""

    def add(self, count: int) -> None:
        """So many were gone over just now."""

    def skip(self, count: int) -> None:
        """So many need not be: an earlier run has done them."""

    def tell(self, line: str) -> None:
        """Something happened that a person may want to read."""


class Silent:
    """A listener that tells nobody."""

    def expect(self, count: int) -> None:
        """Say nothing."""

    def add(self, count: int) -> None:
        """Say nothing."""

    def skip(self, count: int) -> None:
        """Say nothing."""

    def tell(self, line: str) -> None:
        """Say nothing."""


SILENT = Silent()
