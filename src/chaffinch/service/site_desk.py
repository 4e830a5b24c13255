"""The desk of one site: what a program with that site's key may see and move. Another site's comments are not there."""

from __future__ import annotations

from dataclasses import dataclass

from chaffinch.engine.types import Action, Label, Verdict
from chaffinch.errors import InputError, NotFoundError
from chaffinch.service import arriving
from chaffinch.service.desk import Desk, QueueItem, QueuePage
from chaffinch.service.explaining import Why
from chaffinch.service.keyset import keyset, read_keyset
from chaffinch.service.labelling import Decided
from chaffinch.service.once import Keep, keep_nothing
from chaffinch.service.sites import Site
from chaffinch.service.states import Decider, State
from chaffinch.store import comments, feedback, threads
from chaffinch.store.database import Database


@dataclass(frozen=True, slots=True)
class KeptVerdict:
    """The machine's last verdict on a comment, where the comment stands now, and who decided that."""

    comment_id: str
    verdict: Verdict
    state: State
    decided_by: Decider


@dataclass(frozen=True, slots=True)
class ListedThread:
    """A thread. `published`: how many comments readers see there. `created_at`: Unix milliseconds."""

    permalink: str
    title: str
    created_at: int
    published: int


@dataclass(frozen=True, slots=True)
class ThreadList:
    """Part of a site's threads, newest first. `next`: hand it to `threads` as `before`; None at the end."""

    threads: tuple[ListedThread, ...]
    next: str | None


class SiteDesk:
    """The desk, asked by a site. A comment's id is never given again, so whose it is can be asked beforehand."""

    def __init__(self, database: Database, desk: Desk) -> None:
        self._database = database
        self._desk = desk

    def queue(self, site: Site, state: State, before: str | None, limit: int) -> QueuePage:
        """Return the site's comments of a state, newest first; raises InputError for an odd `before`."""
        return self._desk.queue(state, site_id=site.id, before=before, limit=limit)

    def audits(self, site: Site, after: str | None, limit: int) -> QueuePage:
        """Return the site's drawn comments that wait, oldest first; raises InputError for an odd `after`."""
        return self._desk.audits(site_id=site.id, after=after, limit=limit)

    def item(self, site: Site, comment_id: str) -> QueueItem:
        """Return one of the site's comments; raises NotFoundError where it has none by this id."""
        self._own(site, comment_id)
        return self._desk.item(comment_id)

    def why(self, site: Site, comment_id: str) -> Why:
        """Return why one of the site's comments was decided about as it was; raises NotFoundError as `item` does."""
        self._own(site, comment_id)
        found = self._desk.why([comment_id]).get(comment_id)
        if found is None:
            raise _not_there(comment_id)
        return found

    def verdict(self, site: Site, comment_id: str) -> KeptVerdict:
        """Return the last verdict on one of the site's comments; raises NotFoundError where it has none by this id."""
        with self._database.read() as connection:
            row = comments.by_id(connection, comment_id)
            if row is None or row.site_id != site.id:
                raise _not_there(comment_id)
            history = comments.decisions(connection, [comment_id])
        last = [one for one in history if one.decided_by == Decider.MACHINE.name][-1]
        evidence = arriving.load_evidence(last.evidence)
        verdict = Verdict(Action[last.action], last.score, evidence, last.model)
        return KeptVerdict(comment_id, verdict, State[row.state], Decider[history[-1].decided_by])

    def decide(self, site: Site, comment_id: str, label: Label, keep: Keep[Decided] = keep_nothing) -> Decided:
        """Write a person's decision, see `Desk.decide`."""
        self._own(site, comment_id)
        return self._desk.decide(comment_id, label, keep)

    def undo(self, site: Site, comment_id: str, keep: Keep[State] = keep_nothing) -> State:
        """Take the last person's decision back, see `Desk.undo`."""
        self._own(site, comment_id)
        return self._desk.undo(comment_id, keep)

    def erase(self, site: Site, comment_id: str) -> None:
        """Remove a comment and what was learned from it, see `Desk.erase`."""
        with self._database.read() as connection:
            living = feedback.of_comment(connection, comment_id)
            row = comments.by_id(connection, comment_id) or living
        if row is None or row.site_id != site.id:
            raise _not_there(comment_id)
        self._desk.erase(comment_id)

    def threads(self, site: Site, before: str | None, limit: int) -> ThreadList:
        """Return the site's threads, newest first; raises InputError for an odd `before`."""
        with self._database.read() as connection:
            rows = threads.of_site(connection, site.id, _place(before), limit + 1)
        shown = tuple(ListedThread(r.permalink, r.title, r.created_at, r.published) for r in rows[:limit])
        return ThreadList(shown, keyset(shown[-1].created_at, str(rows[limit - 1].id)) if len(rows) > limit else None)

    def _own(self, site: Site, comment_id: str) -> None:
        with self._database.read() as connection:
            row = comments.by_id(connection, comment_id)
        if row is None or row.site_id != site.id:
            raise _not_there(comment_id)


def _not_there(comment_id: str) -> NotFoundError:
    return NotFoundError(
        f"this site has no comment {comment_id!r}: it was erased, its time was over, or the id is not one of its own"
    )


def _place(before: str | None) -> tuple[int, int] | None:
    place = read_keyset(before)
    if place is None:
        return None
    at, number = place
    if not number.isascii() or not number.isdecimal() or len(number) > 15:
        raise InputError(f"{before!r} names no place in a list: open the list again")
    return at, int(number)
