"""What is known of the pages of a site: what each is about, and how many comments stand under it.

A page tells title and description to the frame with its comments, so they come from a reader's browser, and anybody
can send others. Hence they are a claim. With the first comment on a page the server reads title and description at
the site itself, where no reader can change them; where that fails, or is switched off, the claim is judged with, and
kept with the page. A later claim changes nothing, for its own comment neither. What a site says under its key
replaces either.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from chaffinch.delivery import destination
from chaffinch.delivery.destination import Destination
from chaffinch.delivery.outcome import Kind, Outcome
from chaffinch.service.sites import Site
from chaffinch.store import threads as store
from chaffinch.store.database import Database
from chaffinch.wire.page_head import read_head

AT_ONCE = 4
"""Pages that are read at the same time. Each keeps one of the server's threads waiting, for two seconds at most."""
REMEMBERED = 1000
"""Pages that could not be read and are not asked for again, until so many others could not either, or a restart."""
MAX_TITLE = 200
MAX_DESCRIPTION = 500
"""Characters of title and description, read or claimed."""

Read = Callable[[Destination], Outcome]


@dataclass(frozen=True, slots=True)
class About:
    """What a page is about: its title, and title and beginning of the article as it is judged with."""

    title: str = ""
    article: str = ""


NOTHING = About()


def described(title: str, description: str) -> About:
    r"""Return what title and description say as the judge reads it.

    >>> described("The heron's cup", "It was found in the mill pond.").article
    "The heron's cup\n\nIt was found in the mill pond."
    """
    title, description = title[:MAX_TITLE].rstrip(), description[:MAX_DESCRIPTION].rstrip()
    return About(title, "\n\n".join(filter(None, (title, description))))


class Pages:
    """Answers about the pages of sites; nothing is written here. `read` reads a page; None: none is read."""

    def __init__(self, database: Database, read: Read | None = None) -> None:
        self._database = database
        self._read = read
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._unread: dict[str, None] = {}

    def about(self, site: Site, permalink: str, claim: About) -> About:
        """Return what is kept about a page, or else what the page itself says, or else what is claimed."""
        with self._database.read() as connection:
            row = store.at(connection, site.id, permalink)
        if row is not None and (row.title or row.article):
            return About(row.title, row.article)
        place = destination.under(site.url, quote(permalink, safe="%/:?#[]@!$&'()*+,;=~"))
        if self._read is None or place is None or permalink in self._unread:
            return claim
        if not self._places.acquire(blocking=False):
            return NOTHING  # else whoever keeps us busy could have a claim believed
        try:
            return self._at_the_site(self._read, place, permalink) or claim
        finally:
            self._places.release()

    def _at_the_site(self, read: Read, place: Destination, permalink: str) -> About | None:
        outcome = read(place)
        head = read_head(outcome.body)
        if outcome.kind is Kind.DELIVERED and head.title:
            return described(head.title, head.description)
        self._unread[permalink] = None
        while len(self._unread) > REMEMBERED:
            self._unread.pop(next(iter(self._unread)), None)
        return None

    def counts(self, site_id: str, permalinks: Sequence[str]) -> dict[str, int]:
        """Return how many comments readers see under each of some pages."""
        with self._database.read() as connection:
            found = store.published_counts(connection, site_id, permalinks)
        return {permalink: found.get(permalink, 0) for permalink in permalinks}
