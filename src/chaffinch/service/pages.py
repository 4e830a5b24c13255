"""What is known of the pages of a site: what each is about, and how many comments stand under it.

A page tells title and description to the frame with its comments, so they come from a reader's browser, and anybody
can send others. Hence they are a claim: judged with while nothing better is known, and kept with the first comment of
the page. A later claim changes nothing, for its own comment neither. What a site says under its key replaces them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chaffinch.store import threads as store
from chaffinch.store.database import Database


@dataclass(frozen=True, slots=True)
class About:
    """What a page is about: its title, and title and beginning of the article as it is judged with."""

    title: str = ""
    article: str = ""


def claimed(title: str, description: str) -> About:
    r"""Return what a page says of itself as the judge reads it.

    >>> claimed("The heron's cup", "It was found in the mill pond.").article
    "The heron's cup\n\nIt was found in the mill pond."
    """
    return About(title, "\n\n".join(filter(None, (title, description))))


class Pages:
    """Answers about the pages of sites; nothing is written here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def about(self, site_id: str, permalink: str, claim: About) -> About:
        """Return what is kept about a page, or else what is claimed."""
        with self._database.read() as connection:
            row = store.at(connection, site_id, permalink)
        return About(row.title, row.article) if row is not None and (row.title or row.article) else claim

    def counts(self, site_id: str, permalinks: Sequence[str]) -> dict[str, int]:
        """Return how many comments readers see under each of some pages."""
        with self._database.read() as connection:
            found = store.published_counts(connection, site_id, permalinks)
        return {permalink: found.get(permalink, 0) for permalink in permalinks}
