"""Receipts: what is kept of a person's comment that another system asked about, told and erased at their wish.

A site knows whose comment it was; this server does not, for it keeps no address. So the site asks comment by comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chaffinch.engine.types import Submission
from chaffinch.service import arriving, erasing, privacy
from chaffinch.service.judging import Judge
from chaffinch.service.matching import match_lookup
from chaffinch.service.secret import ServerSecret
from chaffinch.service.sites import Site
from chaffinch.store import comments, feedback, receipts
from chaffinch.store.database import Connection, Database, Row


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept: what it is in plain words, and its value as text."""

    name: str
    value: str


class Receipts:
    """Tells and erases what is kept of a comment: of the one with a guid, and of all with this author and text.

    They may be several: a comment that was checked while the answer got lost is checked again.
    """

    def __init__(self, database: Database, judge: Judge, secret: ServerSecret) -> None:
        self._database = database
        self._judge = judge
        self._secret = secret

    def export(self, site: Site, guid: str, said: Submission) -> tuple[Kept, ...]:
        """Return all that is kept of a comment, oldest first; nothing where it is not known.

        Raises:
            StateError: it could not be read.

        """
        lookup = self._lookup(site, said)
        with self._database.read() as connection:
            meant = _meant(connection, site, guid, lookup)
            return tuple(kept for one in meant for kept in _told(connection, one))

    def erase(self, site: Site, guid: str, said: Submission) -> int:
        """Erase a comment and unlearn its label, before this returns; return how many there were.

        Raises:
            StateError: it could not be written.

        """
        lookup = self._lookup(site, said)
        return erasing.erase(self._database, self._judge, lambda c: _meant(c, site, guid, lookup))

    def _lookup(self, site: Site, said: Submission) -> str | None:
        is_said = said.text or said.author or said.author_url
        return match_lookup(self._secret, site.id, said) if is_said else None


def _meant(connection: Connection, site: Site, guid: str, lookup: str | None) -> list[str]:
    """Return the ids of what is meant; nobody reaches another site's comments."""
    found = [] if lookup is None else comments.ids_by_match(connection, site.id, lookup)
    named = comments.by_id(connection, guid) or feedback.of_comment(connection, guid)
    if named is not None and named.site_id == site.id and guid not in found:
        found.append(guid)
    return found


def _told(connection: Connection, comment_id: str) -> Iterator[Kept]:
    for table, row in receipts.about(connection, comment_id):
        yield from _columns(table, row)


def _columns(table: str, row: Row[Any]) -> Iterator[Kept]:
    for column, value in row._mapping.items():
        name = privacy.FIELDS.get(f"{table}.{column}")
        if name is not None and value not in (None, ""):
            yield Kept(name, _text(str(column), value))


def _text(column: str, value: Any) -> str:
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if column == "evidence":
        return " ".join(reason.sentence for reason in arriving.load_evidence(value))
    if column.endswith("_at"):
        return datetime.fromtimestamp(value / 1000, UTC).isoformat(timespec="seconds")
    return str(value)
