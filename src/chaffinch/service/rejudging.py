"""Second thoughts: after something was learned, what other systems were answered lately is judged again.

Only the machine's own decisions, only where the site can be told, only where its answer would be another one now. A
comment that a person has decided about, at the desk or on the site, is never touched; nor is one that a rule decided
alone, for no label changes a rule; nor one with a reason of what was seen lately, for that is not kept, and without it
the verdict would be another one. A new base model judges what comes and reopens nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chaffinch.engine.sentences import LATE
from chaffinch.engine.signals import SIGNALS
from chaffinch.engine.types import Context, Submission, Thresholds, Verdict
from chaffinch.service import arriving, telling, usage
from chaffinch.service.clock import Clock
from chaffinch.service.judging import Judge
from chaffinch.service.promises import Promises
from chaffinch.service.sites import as_site
from chaffinch.service.states import BY_MACHINE, State
from chaffinch.service.telling import WINDOW, Answer, answer_of
from chaffinch.store import comments, remote, sites
from chaffinch.store.database import Connection, Database, Row

PAGE = 512
"""Comments read at once."""
CHUNK = 128
"""Comments judged, and written, at once: others wait some ten milliseconds at most."""
MINDS = 6
"""How often the machine decides about one comment; what still moves then is left to people."""

_RULES = frozenset(signal.name for signal in SIGNALS if signal.action is not None or signal.seen is not None) | {LATE}
"""Reasons with which a comment is not judged again: rules that decide, and what was seen when it came."""


class Rejudge:
    """Judges again, and lets sites be told. `is_closing`: asked between two pieces, so that nobody waits for the rest.

    What a stopped server has not thought through is thought through at the next start.
    """

    def __init__(
        self, database: Database, judge: Judge, clock: Clock, is_closing: Callable[[], bool] = lambda: False
    ) -> None:
        self._database = database
        self._judge = judge
        self._clock = clock
        self._is_closing = is_closing
        self._promises = Promises(database, judge)
        self._seen: tuple[int, int] | None = None

    def run_if_learned(self) -> bool:
        """Judge again if anything was learned or unlearned since the last time, here or by another process.

        The first time always: what was learned before a process died may not have been thought through.

        Raises:
            StateError: the database cannot be read or written.
            ModelFileError: an entry of the feedback log cannot be learned.

        """
        self._judge.catch_up()
        learned = self._judge.learned
        if learned == self._seen:
            return False
        self.run()
        self._seen = learned
        return True

    def run(self) -> int:
        """Judge all again that may be, and return how many decisions became others. A second run changes nothing.

        Raises:
            StateError: the database cannot be read or written.

        """
        since, place, changed = self._clock() - WINDOW, None, 0
        while True:
            with self._database.read() as connection:
                rows = remote.undecided(connection, self._judge.model, since, MINDS - 1, place, PAGE)
            for at in range(0, len(rows), CHUNK):
                if self._is_closing():
                    return changed
                changed += self._judge_again([row for row in rows[at : at + CHUNK] if not _is_by_rule(row)])
            if len(rows) < PAGE:
                return changed
            place = (rows[-1].asked_at, rows[-1].id)

    def _judge_again(self, rows: Sequence[Row[Any]]) -> int:
        """Judge some, without reasons; judge those that moved once more, with reasons, and write them."""
        held_to = self._thresholds(rows)
        contexts = [_context(row, held_to[row.site_id]) for row in rows]
        quick = self._judge.judge([_submission(row) for row in rows], contexts, explain=False)
        moved = [row for row, verdict in zip(rows, quick, strict=True) if _moves(row, verdict)]
        if not moved:
            return 0
        contexts = [_context(row, held_to[row.site_id]) for row in moved]
        verdicts = self._judge.judge([_submission(row) for row in moved], contexts)
        pairs = [(row, verdict) for row, verdict in zip(moved, verdicts, strict=True) if _moves(row, verdict)]
        return self._database.write(lambda connection: self._write(connection, pairs))

    def _thresholds(self, rows: Sequence[Row[Any]]) -> dict[str, Thresholds | None]:
        """Return the thresholds that hold now on the sites of some comments, by the site."""
        with self._database.read() as connection:
            found = {one: sites.by_id(connection, one) for one in {row.site_id for row in rows}}
        return {one: site and self._promises.thresholds(as_site(site)) for one, site in found.items()}

    def _write(self, connection: Connection, pairs: Sequence[tuple[Row[Any], Verdict]]) -> int:
        """Write new decisions and the messages about them, but where anything has happened since the row was read."""
        ids = [row.id for row, _ in pairs]
        as_read = {one.id: (one.state, one.decided_at) for one in comments.decided_by_machine(connection, ids)}
        known = telling.intended(connection, ids)
        moved: dict[str, Verdict] = {}
        wanted: dict[str, Answer] = {}
        for row, verdict in pairs:
            state = BY_MACHINE[verdict.action]
            answer = answer_of(state, row.hold_answer)
            stays = (answer, Answer.PENDING) if state is State.HELD else (answer,)
            if as_read.get(row.id) == (row.state, row.decided_at) and row.id in known and known[row.id] not in stays:
                moved[row.id], wanted[row.id] = verdict, answer
        now = self._clock()
        arriving.move(connection, moved, now)
        telling.tell(connection, wanted, now)
        for row, _ in pairs:
            if row.id in wanted and row.counted is not None:
                usage.count_again(connection, row.id, usage.Counted[wanted[row.id].name])
        return len(moved)


def _moves(row: Row[Any], verdict: Verdict) -> bool:
    return bool(BY_MACHINE[verdict.action].name != row.state) and not arriving.is_unreadable(verdict)


def _is_by_rule(row: Row[Any]) -> bool:
    return not _RULES.isdisjoint(reason.code for reason in arriving.load_evidence(row.evidence))


def _submission(row: Row[Any]) -> Submission:
    return Submission(row.text, row.author or None, row.author_url or None)


def _context(row: Row[Any], thresholds: Thresholds | None) -> Context:
    # Discarding is for arrivals: a comment that a site has shown is kept, so that a person can still bring it back.
    return Context(site=row.site_id, article=row.article or None, parent=row.parent_text, thresholds=thresholds)
