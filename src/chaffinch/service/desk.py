"""The moderators' desk: queues, decisions, and taking a decision back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chaffinch.engine.types import Context, Evidence, Label, Submission
from chaffinch.errors import InputError, NotFoundError
from chaffinch.service import auditing, erasing, labelling, telling, usage
from chaffinch.service.auditing import Audit
from chaffinch.service.clock import Clock
from chaffinch.service.explaining import Explaining, Why
from chaffinch.service.judging import Judge
from chaffinch.service.keyset import keyset, read_keyset
from chaffinch.service.labelling import Decided
from chaffinch.service.once import Keep, keep_nothing, kept
from chaffinch.service.remotes import Remote, remotes
from chaffinch.service.states import BY_MACHINE, BY_PERSON, Decider, Source, State
from chaffinch.service.telling import answer_of
from chaffinch.store import audits, feedback, sites
from chaffinch.store import comments as store
from chaffinch.store.database import Connection, Database, Row

GONE = "this comment is no longer there: it was erased, or its time was over"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One decision about a comment. `created_at`: Unix milliseconds."""

    decided_by: Decider
    action: str
    created_at: int


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A comment as a moderator sees it; `evidence` is the machine's, strongest first.

    `remote`: how the system that asked stands to it, None for a comment of our own form. `reports`: how many networks
    readers reported it from since a person last decided. `audit`: None if not drawn.
    """

    id: str
    state: State
    source: Source
    author: str
    author_url: str | None
    text: str
    created_at: int
    site_name: str
    site_url: str
    thread_title: str
    permalink: str
    score: float
    evidence: tuple[Evidence, ...]
    remote: Remote | None
    history: tuple[HistoryEntry, ...]
    reports: int
    audit: Audit | None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Part of a queue. `next`: hand it back for the part after this one; None at the end."""

    items: tuple[QueueItem, ...]
    next: str | None


class Desk:
    """Shows queues and decides."""

    def __init__(self, database: Database, judge: Judge, clock: Clock) -> None:
        self._database = database
        self._judge = judge
        self._clock = clock
        self._explaining = Explaining(database, judge)

    def queue(
        self,
        state: State,
        *,
        site_id: str | None = None,
        before: str | None = None,
        limit: int = 50,
        with_audits: bool = True,
        campaign: str | None = None,
        with_campaigns: bool = True,
        is_reported: bool = False,
    ) -> QueuePage:
        """Return comments of a state, newest first; those whose audit waits only `with_audits`.

        `campaign`: only those of one; otherwise those of any only `with_campaigns`. `is_reported`: only what readers
        reported since a person last decided.

        Raises:
            InputError: `before` did not come from an earlier page.

        """
        with self._database.read() as connection:
            rows = store.queue(
                connection,
                state.name,
                site_id,
                read_keyset(before),
                limit + 1,
                with_audits=with_audits,
                campaign=campaign,
                with_campaigns=with_campaigns,
                is_reported=is_reported,
            )
            shown = rows[:limit]
            items = _items(connection, shown)
        return QueuePage(items, keyset(shown[-1].created_at, shown[-1].id) if len(rows) > limit else None)

    def audits(self, *, site_id: str | None = None, after: str | None = None, limit: int = 20) -> QueuePage:
        """Return comments drawn at random that wait for a person's word, oldest first: so that none is picked out.

        Raises:
            InputError: `after` did not come from an earlier page.

        """
        with self._database.read() as connection:
            rows = store.drawn(connection, site_id, read_keyset(after), limit + 1)
            shown = rows[:limit]
            items = _items(connection, shown)
        return QueuePage(items, keyset(shown[-1].drawn_at, shown[-1].id) if len(rows) > limit else None)

    def count_audits(self) -> int:
        """Return how many of them there are."""
        with self._database.read() as connection:
            return sum(audits.count_open(connection).values())

    def item(self, comment_id: str) -> QueueItem:
        """Return one comment.

        Raises:
            NotFoundError: the comment is no longer there.

        """
        with self._database.read() as connection:
            row = _found(store.with_place(connection, comment_id))
            return _items(connection, [row])[0]

    def why(self, comment_ids: Iterable[str]) -> dict[str, Why]:
        """Return what a moderator is told of some comments beside their reasons, by their ids, see `Explaining`."""
        return self._explaining.why(comment_ids)

    def count_reported(self) -> int:
        """Return how many published comments readers have reported since a person last decided."""
        with self._database.read() as connection:
            return store.count_reported(connection)

    def counts(self) -> dict[State, int]:
        """Return how many comments are in each state, those left out whose audit waits."""
        with self._database.read() as connection:
            found = store.counts(connection)
        return {state: found.get(state.name, 0) for state in State}

    def remote(self, comment_id: str) -> tuple[str, Remote] | None:
        """Return name and knowledge of the system that asked about a comment; None where none did."""
        with self._database.read() as connection:
            row = store.with_site(connection, comment_id)
            found = None if row is None else remotes(connection, [row]).get(comment_id)
        return None if row is None or found is None else (str(row.site_name), found)

    def decide(self, comment_id: str, label: Label, keep: Keep[Decided] = keep_nothing) -> Decided:
        """Write a person's decision; durable and learned before this returns.

        Raises:
            NotFoundError: the comment is no longer there.
            InputError: it was discarded, so nothing of it was kept that could be published or learned from.
            StateError: it could not be written.

        """
        with self._database.read() as connection:
            comment = _found(store.by_id(connection, comment_id))
            article, parent = store.surroundings(connection, comment)
        if comment.state == State.DISCARDED.name:
            raise InputError("this comment was discarded: nothing of it was kept, so there is nothing to decide about")
        submission = Submission(comment.text, comment.author or None, comment.author_url or None)
        row = self._judge.feature_row(submission, Context(site=comment.site_id, article=article, parent=parent))

        def write(connection: Connection) -> Decided:
            current = _found(store.by_id(connection, comment_id))
            now = self._clock()
            made = labelling.decide(connection, current, label, row, self._judge.model, now)
            telling.tell(connection, {comment_id: answer_of(made.state, False)}, now)
            return made

        decided = self._database.write(kept(write, keep))
        self._judge.follow()
        return decided

    def undo(self, comment_id: str, keep: Keep[State] = keep_nothing) -> State:
        """Take back the last person's decision and unlearn its label; return the state before it.

        Raises:
            NotFoundError: the comment is no longer there.
            InputError: no person has decided about it.

        """
        state = self._database.write(kept(lambda connection: self.undo_within(connection, comment_id), keep))
        self._judge.follow()
        return state

    def undo_within(self, connection: Connection, comment_id: str) -> State:
        """Do the same inside the caller's transaction; whoever calls lets the filter follow."""
        comment = _found(store.by_id(connection, comment_id))
        history = store.decisions(connection, [comment_id])
        if history[-1].decided_by != Decider.PERSON.name:
            raise InputError("nothing to undo: no person has decided about this comment")
        living = feedback.of_comment(connection, comment_id)
        before = history[-2]
        usage.count_decision(connection, comment, labelling.person_said(history), labelling.person_said(history[:-1]))
        state = _state_of(before)
        label = next(label for label, s in BY_PERSON.items() if s is state) if _is_by_person(before) else None
        is_older = living is not None and living.created_at <= before.created_at
        if living is not None and label is not None and living.label == label.name and is_older:
            living = None  # saying the same again had taught nothing: there is nothing to unlearn
        if living is not None:
            feedback.end(connection, [living.position])
        if living is not None and label is not None:
            again = {
                "site_id": comment.site_id,
                "comment_id": comment_id,
                "label": label.name,
                "row": living.row,
                "feature_version": living.feature_version,
                "reasons": living.reasons,
            }
            feedback.append(connection, again | {"created_at": before.created_at})
        audits.answer(connection, comment_id, label.name if label is not None else None)
        store.delete_last_decision(connection, history[-1].id)
        if state is State.DISCARDED:
            store.wipe_words(connection, comment_id)
        now = self._clock()
        store.set_state(connection, comment_id, state.name, now)
        telling.tell(connection, {comment_id: answer_of(state, self._hold_answer(connection, comment))}, now)
        return state

    @staticmethod
    def _hold_answer(connection: Connection, comment: Row[Any]) -> bool:
        site = sites.by_id(connection, comment.site_id)
        return site is None or bool(site.hold_answer)

    def erase(self, comment_id: str) -> None:
        """Remove a comment, its history and its label; the filter folds anew without it before this returns.

        What was deleted is overwritten in the file, and the write-ahead log is emptied unless somebody reads just now.

        A label outlives a comment that had its time, and is erased by the same name.

        Raises:
            NotFoundError: neither is there any longer.

        """
        if not erasing.erase(self._database, self._judge, lambda _connection: [comment_id]):
            raise NotFoundError(GONE)


def _found(row: Row[Any] | None) -> Row[Any]:
    if row is None:
        raise NotFoundError(GONE)
    return row


def _is_by_person(decision: Row[Any]) -> bool:
    return bool(decision.decided_by == Decider.PERSON.name)


def _state_of(decision: Row[Any]) -> State:
    return next(state for action, state in BY_MACHINE.items() if action.name == decision.action)


def _items(connection: Connection, rows: list[Row[Any]]) -> tuple[QueueItem, ...]:
    history: dict[str, list[Row[Any]]] = {row.id: [] for row in rows}
    for decision in store.decisions(connection, list(history)):
        history[decision.comment_id].append(decision)
    others, drawn = remotes(connection, rows), auditing.states(connection, list(history))
    return tuple(_item(row, history[row.id], others.get(row.id), drawn.get(row.id)) for row in rows)


def _item(row: Row[Any], history: list[Row[Any]], remote: Remote | None, audit: Audit | None) -> QueueItem:
    return QueueItem(
        id=row.id,
        state=State[row.state],
        source=Source[row.source],
        author=row.author,
        author_url=row.author_url or None,
        text=row.text,
        created_at=row.created_at,
        site_name=row.site_name,
        site_url=row.site_url,
        thread_title=row.thread_title,
        permalink=row.permalink,
        score=row.score,
        evidence=labelling.machine_reasons(history),
        remote=remote,
        history=tuple(HistoryEntry(Decider[d.decided_by], d.action, d.created_at) for d in history),
        audit=audit,
        reports=row.reports,
    )
