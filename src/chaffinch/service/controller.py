"""What only an operator can know about the data on a server: who answers for it, who gets it, where backups are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NONE = "none"
"""What an operator says to say that there is none: another thing than saying nothing."""


@dataclass(frozen=True, slots=True)
class StatedRecipient:
    """Somebody outside who gets data, as the operator says: who, in which country, and what for."""

    name: str
    country: str
    what: str

    def __str__(self) -> str:
        """Return the line it was read from."""
        return f"{self.name}, {self.country}: {self.what}"


@dataclass(frozen=True, slots=True)
class Controller:
    """Who answers for the data. Empty text or None: not set yet, and told as missing.

    `officer`: the data protection officer and how to reach them, or "none". `authority`: the supervisory authority.
    `recipients`: nobody if empty. `backup_days`: so long a backup is kept, 0 where none is made.
    """

    name: str = ""
    contact: str = ""
    officer: str = ""
    authority: str = ""
    recipients: tuple[StatedRecipient, ...] | None = None
    backup_days: int | None = None


def read_recipients(lines: Iterable[str]) -> tuple[StatedRecipient, ...]:
    """Return recipients from lines such as "Example Hosting GmbH, Germany: keeps the server"; "none" is no one.

    Raises:
        ValueError: a line does not name all three, or "none" stands beside others.

    """
    told = [line.strip() for line in lines if line.strip()]
    if told == [NONE]:
        return ()
    if not told:
        raise ValueError("say none where there are none")
    return tuple(map(_recipient, told))


def _recipient(line: str) -> StatedRecipient:
    who, _, what = line.partition(":")
    name, _, country = who.rpartition(",")
    if not (name.strip() and country.strip() and what.strip()):
        raise ValueError(line)
    return StatedRecipient(name.strip(), country.strip(), what.strip())
