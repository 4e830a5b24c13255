"""Why, where a person asks: reasons with their record on the site, words in disguise, and what would have flipped it.

Worked out when a moderator looks at a comment, from what is kept of it. Nothing of it is kept, and nothing of it is
for the author of the comment: it would teach how to pass.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chaffinch.engine.flips import Flip, flips, recalled
from chaffinch.engine.parsing import MAX_TEXT
from chaffinch.engine.readings import Reading, readings
from chaffinch.engine.types import Action, Context, Evidence, Submission, Verdict
from chaffinch.errors import ChaffinchError
from chaffinch.service import labelling
from chaffinch.service.judging import Judge
from chaffinch.service.promises import Promises
from chaffinch.service.records import Record, Records
from chaffinch.service.sites import as_site
from chaffinch.service.states import BY_MACHINE, Decider, State
from chaffinch.store import comments, sites
from chaffinch.store.database import Connection, Database, Row

_LOG = logging.getLogger(__name__)

MOST_CHARACTERS = 60_000
"""Characters of comments that are looked into at once: fifty of 1,200. Hostile ones (words in disguise throughout, on
two shared cores) cost 20 us a character, short ones up to 50: fifty on one page would take a quarter of a minute."""


@dataclass(frozen=True, slots=True)
class Why:
    """What a moderator is told of one comment.

    `records`: how each reason has done on the comment's site, in the order of the reasons. `flips`: while the machine's
    decision stands. `now`: what the judge would do with the comment by now, if that is something else; then no flip is
    told, for it would be one of another decision.
    """

    evidence: tuple[Evidence, ...]
    records: tuple[Record | None, ...]
    readings: tuple[Reading, ...]
    flips: tuple[Flip, ...]
    now: Action | None


class Explaining:
    """Tells why."""

    def __init__(self, database: Database, judge: Judge) -> None:
        self._database = database
        self._judge = judge
        self._promises = Promises(database, judge)

    def why(self, comment_ids: Iterable[str]) -> dict[str, Why]:
        """Return what can be told of some comments, by their ids; of those that are no longer there nothing.

        Of those behind the first `MOST_CHARACTERS` only reasons and records: the others are told of each by itself.

        Raises:
            StateError: the database cannot be read.

        """
        found: dict[str, Why] = {}
        records: dict[str, Records] = {}
        can_judge, left = self._has_caught_up(), MOST_CHARACTERS
        for comment_id in comment_ids:
            with self._database.read() as connection:
                row = comments.by_id(connection, comment_id)
                if row is None:
                    continue
                if row.site_id not in records:
                    records[row.site_id] = Records(connection, row.site_id)
                history = comments.decisions(connection, [comment_id])
                around = _around(connection, row)
            evidence = labelling.machine_reasons(history)
            told = tuple(map(records[row.site_id].of, evidence))
            left -= min(len(row.text), MAX_TEXT)
            flipped, now = self._flips(row, history, evidence, around) if can_judge and left >= 0 else ((), None)
            found[comment_id] = Why(evidence, told, readings(row.text) if left >= 0 else (), flipped, now)
        return found

    def _flips(
        self, row: Row[Any], history: list[Row[Any]], evidence: tuple[Evidence, ...], around: Context
    ) -> tuple[tuple[Flip, ...], Action | None]:
        """Return what would flip the machine's decision; or what it would be now, if another."""
        last = history[-1]
        context = recalled(evidence, self._bound(around))
        is_open = State[row.state] in (State.HELD, State.SPAM) and last.decided_by == Decider.MACHINE.name
        if not is_open or context is None or context.unreadable:
            return (), None
        submission = Submission(row.text, row.author or None, row.author_url or None)
        verdict = self._judge.judge_one(submission, context)
        if recalled(verdict.evidence, context) is None:
            return (), None
        if BY_MACHINE[verdict.action] is not State[row.state]:
            return (), verdict.action
        return flips(self._quickly, submission, context, verdict), None

    def _has_caught_up(self) -> bool:
        """Return whether the judge knows all that was learned: what it would do else is not worth telling."""
        try:
            self._judge.catch_up()
        except ChaffinchError as error:
            _LOG.error("what would flip decisions cannot be told: %s: %s", error.code, error)
            return False
        return True

    def _quickly(self, submissions: Iterable[Submission], contexts: Iterable[Context]) -> list[Verdict]:
        return self._judge.judge([*submissions], [*contexts], explain=False)

    def _bound(self, context: Context) -> Context:
        """Return a context with the thresholds that its site has now."""
        with self._database.read() as connection:
            row = sites.by_id(connection, str(context.site))
        return context if row is None else self._promises.bound(as_site(row), context)


def _around(connection: Connection, row: Row[Any]) -> Context:
    article, parent = comments.surroundings(connection, row)
    return Context(site=row.site_id, article=article, parent=parent)
