"""How long things are kept, and the sweep that ends them. The data page is told from the same numbers."""

from __future__ import annotations

import json
from dataclasses import asdict, astuple, dataclass
from functools import partial

from chaffinch.service.clock import DAY, Clock
from chaffinch.service.judging import Judge
from chaffinch.service.once import LIFE
from chaffinch.store import answers, audits, comments, disclosures, ending, feedback, reactions
from chaffinch.store.database import Connection, Database

REMEMBERED = 31 * DAY
"""So long it is known what a sweep ended: a day more than the data page tells of."""
BATCH = 500
"""Comments, and labels, that one transaction of the sweep ends."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Days that things are kept; each names what it ends (see `store.purposes.End`)."""

    refused_days: int = 30
    checked_days: int = 15
    feedback_days: int = 365
    outbox_days: int = 15
    callback_days: int = 7
    session_days: int = 1
    audit_days: int = 365
    reaction_days: int = 7


@dataclass(frozen=True, slots=True)
class SweepReport:
    """How many of each the sweep ended."""

    comments: int
    labels: int
    outbox: int
    remote_checks: int
    sign_ins: int
    threads: int
    answers: int = 0
    audits: int = 0
    reactions: int = 0


class Sweep:
    """Ends what has had its time."""

    def __init__(self, database: Database, judge: Judge, retention: Retention, clock: Clock) -> None:
        self._database = database
        self._judge = judge
        self._retention = retention
        self._clock = clock

    def run(self) -> SweepReport:
        """Delete everything whose end has come; labels that end are unlearned before this returns.

        Works in small transactions, so that nobody who posts meanwhile waits long. What it ended is kept as numbers.
        """
        now = self._clock()
        total, number, is_more = SweepReport(0, 0, 0, 0, 0, 0), None, True
        while is_more:
            total, number, is_more = self._database.write(partial(self._part, now=now, total=total, number=number))
        if total.labels:
            self._judge.catch_up()
        self._database.empty_log()
        return total

    def _part(
        self, connection: Connection, now: int, total: SweepReport, number: int | None
    ) -> tuple[SweepReport, int, bool]:
        """End some, and write in the same transaction how many by now; `number`: of this sweep, None if it begins."""
        part = self._end(connection, now)
        total = SweepReport(*(a + b for a, b in zip(astuple(total), astuple(part), strict=True)))
        counts = json.dumps(asdict(total))
        if number is None:
            number = disclosures.add_sweep(connection, now, counts, now - REMEMBERED)
        else:
            disclosures.count_sweep(connection, number, counts)
        return total, number, part.comments == BATCH or part.labels == BATCH

    def _end(self, connection: Connection, now: int) -> SweepReport:
        keep = self._retention
        refused, checked = now - keep.refused_days * DAY, now - keep.checked_days * DAY
        ended = ending.ended_comments(connection, refused, checked, BATCH)
        for comment_id in ended:
            comments.delete_comment(connection, comment_id)
        return SweepReport(
            comments=len(ended),
            labels=feedback.end_older_than(connection, now - keep.feedback_days * DAY, BATCH),
            outbox=ending.delete_outbox(connection, now - keep.outbox_days * DAY),
            remote_checks=ending.delete_remote_checks(connection, now - keep.callback_days * DAY),
            sign_ins=ending.delete_sign_ins(connection, now - keep.session_days * DAY),
            threads=ending.delete_empty_threads(connection),
            answers=answers.delete_ended(connection, now - LIFE),
            audits=audits.end_older_than(connection, now - keep.audit_days * DAY),
            reactions=reactions.delete_ended(connection, now - keep.reaction_days * DAY),
        )
